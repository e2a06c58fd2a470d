import { isPlainObject } from '../../plain-object';
import type { LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';

/** One field that is to be something else: what it was and what it will be, undefined where it is missing. */
export interface FieldChange {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What the API server writes by itself. */
const BOOKKEEPING = new Set(['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp', 'selfLink']);

/** The fields in which two states of one object differ. What a Secret holds is not told, only that it changes. */
export function fieldChanges(before: Manifest | LiveObject, after: Manifest | LiveObject): FieldChange[] {
  const [was, is] = [leavesOf(before), leavesOf(after)];
  const secret = before.kind === 'Secret';
  const different = [...new Set([...was.keys(), ...is.keys()])].filter(
    path => JSON.stringify(was.get(path)) !== JSON.stringify(is.get(path)),
  );
  return (
    different
      // A map that was or becomes empty is not missed where something is in it. Asked of few paths: a definition has thousands.
      .filter(path => !different.some(other => other.startsWith(`${path}.`)))
      .map(path =>
        secret && /^(data|stringData)\b/.test(path)
          ? { path, ...(was.has(path) && { before: '(secret)' }), ...(is.has(path) && { after: '(secret)' }) }
          : { path, ...(was.has(path) && { before: was.get(path) }), ...(is.has(path) && { after: is.get(path) }) },
      )
  );
}

function leavesOf({ metadata, status: _, ...rest }: Manifest): Map<string, unknown> {
  const told = Object.fromEntries(Object.entries(metadata).filter(([key]) => !BOOKKEEPING.has(key)));
  return leaves({ ...rest, metadata: told }, '', new Map());
}

/** Entries of lists go by name or mount path where they have one, so that one more does not change its neighbours. */
function leaves(value: unknown, path: string, found: Map<string, unknown>): Map<string, unknown> {
  if (Array.isArray(value) && value.some(isPlainObject)) {
    value.forEach((item: unknown, index) => {
      const key = isPlainObject(item)
        ? ['mountPath', 'name', 'key'].find(name => typeof item[name] === 'string')
        : undefined;
      leaves(item, `${path}[${String(key === undefined ? index : (item as Record<string, unknown>)[key])}]`, found);
    });
  } else if (isPlainObject(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value)) leaves(inner, path === '' ? key : `${path}.${key}`, found);
  } else {
    found.set(path, value);
  }
  return found;
}
