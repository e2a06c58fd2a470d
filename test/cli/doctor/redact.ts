import { isPlainObject } from '../../../src/plain-object';

export type Path = readonly (string | number)[];

/** Replacements for values that a user removes from a dump. `undefined` deletes the field. */
export const REPLACEMENTS: readonly unknown[] = [
  undefined,
  null,
  7,
  'REDACTED',
  [],
  ['REDACTED'],
  {},
  { REDACTED: { a: [null, 1] } },
];

/** The paths of all fields and entries of a value. */
export function pathsIn(value: unknown, path: Path = []): Path[] {
  const inner = Array.isArray(value) ? [...value.entries()] : isPlainObject(value) ? Object.entries(value) : [];
  return inner.flatMap(([key, item]) => [[...path, key], ...pathsIn(item, [...path, key])]);
}

/** A copy of a value with another one at a path. */
export function replaced(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  if (Array.isArray(value)) {
    const item = replaced(value[key as number], rest, replacement);
    return value.flatMap((old: unknown, index) => (index !== key ? [old] : item === undefined ? [] : [item]));
  }
  const { [key]: old, ...others } = value as Record<string, unknown>;
  const item = replaced(old, rest, replacement);
  return item === undefined ? others : { ...others, [key]: item };
}
