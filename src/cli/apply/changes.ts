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

/**
 * The fields in which two states of one object differ. What is there on one side only, such as a container or a volume, is one change,
 * however much it holds. The values of a Secret are not told, only that they change.
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

/** An object without its status and what the API server writes by itself. */
function comparable({ metadata, status: _, ...rest }: Manifest): Record<string, unknown> {
  const told = Object.fromEntries(Object.entries(metadata).filter(([key]) => !BOOKKEEPING.has(key)));
  // The first label of an object is a label, not a map that is added.
  return { ...rest, metadata: { labels: {}, annotations: {}, ...told } };
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

/** What is in a map, or in a list of maps; nothing for any other value. */
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

/** Items of lists go by mount path or name where they have one, so that one more does not change its neighbours. */
function nameOf(item: unknown): string | undefined {
  if (!isPlainObject(item)) return undefined;
  return ['mountPath', 'name', 'key'].map(key => item[key]).find(name => typeof name === 'string');
}
