import { stringify } from 'yaml';
import { isPlainObject } from '../plain-object';

/** A snapshot serializer, for Jest's `snapshotSerializers` and `expect.addSnapshotSerializer`. */
export interface SnapshotSerializer {
  /** Reports whether this serializer handles a value. */
  readonly test: (value: unknown) => boolean;

  /** Returns the text of the snapshot. */
  readonly serialize: (value: unknown) => string;
}

/**
 * Writes snapshots as YAML, with keys in the order of the value. A list of manifests becomes one document per manifest,
 * with `---` between them. Any other list or map becomes one document. A string of several lines is written unchanged.
 * Strings such as `on` and `yes` are quoted, as in the manifests that `synth` writes.
 */
export const yamlSerializer: SnapshotSerializer = {
  test: value => Array.isArray(value) || isPlainObject(value) || isLines(value),
  serialize: value => (isLines(value) ? value : documentsOf(value).map(toYaml).join('\n---\n')),
};

function isLines(value: unknown): value is string {
  return typeof value === 'string' && value.includes('\n');
}

function documentsOf(value: unknown): unknown[] {
  const isManifest = (item: unknown) => isPlainObject(item) && Boolean(item.apiVersion) && Boolean(item.kind);
  return Array.isArray(value) && value.length > 0 && value.every(isManifest) ? value : [value];
}

// YAML 1.1 quotes strings such as `on` and `yes`.
function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }).replace(/\n$/, '');
}
