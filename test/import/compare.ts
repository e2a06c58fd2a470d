import type { Data } from './chart-objects';

/** A difference between two renderings. */
export interface Difference {
  /** `Kind path.to[name].leaf`, or the kind and the name of an object that only one rendering has. */
  readonly at: string;
  readonly helm?: string;
  readonly ours?: string;
}

/**
 * Compares the objects of two renderings, leaf by leaf. Values that the API server treats as equal are equal:
 *
 * - null, an empty map and an empty list, except under `emptyDir`
 * - a quantity written as a number or as a string
 * - rules of a role and lists with named entries, in any order. The order counts for init containers, which start one
 *   after the other, and for variables that refer to earlier ones.
 */
export function differences(helm: readonly Data[], ours: readonly Data[]): Difference[] {
  const [left, right] = [byIdentity(helm), byIdentity(ours)];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap(identity => {
    const [one, other] = [left.get(identity), right.get(identity)];
    if (one === undefined || other === undefined)
      return [{ at: identity, helm: one ? 'present' : 'absent', ours: other ? 'present' : 'absent' }];
    const [a, b] = [leaves(one), leaves(other)];
    return [...new Set([...a.keys(), ...b.keys()])]
      .filter(path => a.get(path) !== b.get(path))
      .map(path => ({ at: `${one.kind} ${path}`, helm: String(a.get(path)), ours: String(b.get(path)) }));
  });
}

/** Objects whose names differ only in underscores and dots are the same object. The names are a difference. */
function byIdentity(objects: readonly Data[]): Map<string, Data> {
  return new Map(
    objects.map(object => [
      `${object.kind} ${object.metadata.namespace}/${String(object.metadata.name).replaceAll(/[_.]/g, '-')}`,
      object,
    ]),
  );
}

const KEYS: Record<string, string> = { volumeMounts: 'mountPath' };

/** Returns every leaf of a value as JSON, by its path. List entries are identified by name. */
function leaves(value: Data, path = '', key = ''): Map<string, string> {
  if (value === undefined || value === null) return new Map();
  if (typeof value !== 'object')
    return new Map([
      [path, /\.(limits|requests)\./.test(path) ? JSON.stringify(String(value)) : JSON.stringify(value)],
    ]);
  const entries = Object.entries<Data>(
    key === 'rules' ? [...value].sort((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b))) : value,
  );
  if (entries.length === 0) return key === 'emptyDir' ? new Map([[path, '{}']]) : new Map();
  const step = (name: string, inner: Data) => {
    const identity = Array.isArray(value) ? inner?.[KEYS[key] ?? 'name'] : undefined;
    if (Array.isArray(value)) return `${path}[${identity ?? name}]`;
    return path === '' ? name : `${path}.${name}`;
  };
  return new Map([
    ...orderLeaves(value, path, key),
    ...entries.flatMap(([name, inner]) => [...leaves(inner, step(name, inner), Array.isArray(value) ? '' : name)]),
  ]);
}

/** Returns leaves for the order of a list, where the order counts. */
function orderLeaves(list: Data, path: string, key: string): [string, string][] {
  if (!Array.isArray(list) || !['initContainers', 'env'].includes(key)) return [];
  const names = list.map(({ name }) => String(name));
  if (key === 'initContainers') return [[`${path}.order`, names.join()]];
  return list.flatMap(({ name, value }, index): [string, string][] => {
    const found = names.slice(0, index).filter(other => String(value).includes(`$(${other})`));
    return found.length > 0 ? [[`${path}[${name}].finds`, found.join()]] : [];
  });
}
