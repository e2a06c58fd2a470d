import { isPlainObject } from '../../plain-object';
import type { LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';

/** A change of one field. `before` or `after` is missing where the field is. */
export interface FieldChange {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Metadata that the API server sets. */
const BOOKKEEPING = new Set(['managedFields', 'resourceVersion', 'generation', 'uid', 'creationTimestamp', 'selfLink']);

/**
 * The fields in which two states of an object differ. A container, volume or other item that only one state has is one
 * change. Changes of a Secret's data do not contain the values.
 */
export function fieldChanges(before: Manifest | LiveObject, after: Manifest | LiveObject): FieldChange[] {
  const changes = differences(comparable(before), comparable(after), '');
  if (before.kind !== 'Secret') return changes;
  return changes.map(change => (/^(data|stringData)\b/.test(change.path) ? withoutValues(change) : change));
}

function withoutValues({ path, ...values }: FieldChange): FieldChange {
  return {
    path,
    ...('before' in values && { before: '(secret)' }),
    ...('after' in values && { after: '(secret)' }),
  };
}

/** The object without its status and without metadata that the API server sets. */
function comparable({ metadata, status: _, ...rest }: Manifest): Record<string, unknown> {
  const own = Object.fromEntries(Object.entries(metadata).filter(([key]) => !BOOKKEEPING.has(key)));
  // With empty maps on both sides, the first label is one added label, not an added map.
  return { ...rest, metadata: { labels: {}, annotations: {}, ...own } };
}

function differences(before: unknown, after: unknown, path: string): FieldChange[] {
  if (before === undefined && after === undefined) return [];
  if (before === undefined) return [{ path, after }];
  if (after === undefined) return [{ path, before }];
  const [was, is] = [entriesOf(before), entriesOf(after)];
  if (was && is && was.isList === is.isList) {
    const keys = new Set([...was.entries.keys(), ...is.entries.keys()]);
    return [...keys].flatMap(key => {
      const inner = was.isList ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      return differences(was.entries.get(key), is.entries.get(key), inner);
    });
  }
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [{ path, before, after }];
}

interface Entries {
  readonly isList: boolean;
  readonly entries: ReadonlyMap<string, unknown>;
}

/** The entries of a map or of a list of maps; `undefined` for any other value. */
function entriesOf(value: unknown): Entries | undefined {
  if (isPlainObject(value)) return { isList: false, entries: new Map(Object.entries(value)) };
  if (!Array.isArray(value) || !value.some(isPlainObject)) return undefined;
  const items = value as unknown[];
  const names = items.map(nameOf);
  const areUnique = new Set(names).size === names.length && !names.includes(undefined);
  return {
    isList: true,
    entries: new Map(items.map((item, index) => [areUnique ? String(names[index]) : String(index), item])),
  };
}

/** Items of lists are compared by mount path, name or key, so that an inserted one does not change those after it. */
function nameOf(item: unknown): string | undefined {
  if (!isPlainObject(item)) return undefined;
  return ['mountPath', 'name', 'key'].map(key => item[key]).find(name => typeof name === 'string');
}
