import { stringify } from 'yaml';
import { isPlainObject } from '../plain-object';

/** The form of a snapshot serializer, for Jest's snapshotSerializers and `expect.addSnapshotSerializer`. */
export interface SnapshotSerializer {
  /** Reports whether a value is written by this serializer. */
  readonly test: (value: unknown) => boolean;

  /** Returns the text of the snapshot. */
  readonly serialize: (value: unknown) => string;
}

/**
 * Writes snapshots as YAML, in the order of keys that the value has: a list of manifests as documents with `---` between them, any other
 * list or map as one document, text of several lines as it is. Words such as `on` and `yes` are quoted, as in the manifests that
 * `synth` writes.
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

// YAML 1.1 quotes `on`, `yes` and the like.
function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false }).replace(/\n$/, '');
}
