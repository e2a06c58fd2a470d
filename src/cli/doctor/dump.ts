import { parseAllDocuments } from 'yaml';
import { DeskrunError } from '../../errors';
import { isPlainObject } from '../../kubernetes';
import { factsOf, type Facts } from './facts';
import { RESOURCES, type Kind, type KubeObject } from './kinds';

/** A file that holds no cluster's objects. */
export class DumpError extends DeskrunError {}

/** What writes a file for `--from`. Not the Secrets: nothing of them should leave a cluster. */
export const DUMP_COMMAND = `kubectl get ${Object.values(RESOURCES).join(',')} --all-namespaces -o json`;

/**
 * The facts in a dump: what `kubectl get -o json` or `-o yaml` printed, in one document or several.
 *
 * What the dump has no object of, it may not have been asked for: that counts as not looked at, and nothing is said to be missing.
 *
 * @throws DumpError when it is not YAML, or holds no objects
 */
export function readDump(text: string, file: string, now: Date): Facts {
  const objects = valuesIn(text, file).flatMap(value => objectsIn(value, file));
  if (objects.length === 0) throw new DumpError(`${file}: holds no Kubernetes objects; make it with: ${DUMP_COMMAND}`);

  const kinds = new Set(objects.map(({ kind }) => kind));
  const namespaces = new Set(
    objects
      .filter(({ apiVersion }) => !apiVersion.startsWith('actions.github.com/'))
      .map(({ metadata }) => metadata.namespace),
  );
  return factsOf({
    objects,
    now,
    looked: (kind: Kind | 'Secret', namespace) =>
      kinds.has(kind) && (namespace === undefined || namespaces.has(namespace)),
  });
}

/** What a text says: a JSON value, which a large dump is read faster as, or YAML documents. */
function valuesIn(text: string, file: string): unknown[] {
  try {
    return [JSON.parse(text)];
  } catch {
    const documents = parseAllDocuments(text);
    const [problem] = documents.flatMap(({ errors }) => errors);
    if (problem)
      throw new DumpError(
        `${file}: ${problem.message.split('\n')[0]?.replace(/:$/, '') as string}; make it with: ${DUMP_COMMAND}`,
      );
    return documents.map(document => document.toJS() as unknown);
  }
}

/** The objects in a value: itself, or those of a list. */
function objectsIn(value: unknown, file: string): KubeObject[] {
  if (value === null) return [];
  if (
    isPlainObject(value) &&
    typeof value.kind === 'string' &&
    value.kind.endsWith('List') &&
    Array.isArray(value.items)
  ) {
    return value.items.flatMap(item => objectsIn(item, file));
  }
  if (
    isPlainObject(value) &&
    typeof value.kind === 'string' &&
    typeof value.apiVersion === 'string' &&
    isPlainObject(value.metadata) &&
    typeof value.metadata.name === 'string'
  ) {
    return [withoutNulls(value) as KubeObject];
  }
  throw new DumpError(
    `${file}: holds ${JSON.stringify(value).slice(0, 60)}, which is no Kubernetes object; make it with: ${DUMP_COMMAND}`,
  );
}

/** A value without what is null in it: for diagnoses, null is the same as a field that is not there. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter(item => item !== null).map(withoutNulls);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}
