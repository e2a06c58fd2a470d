import { isPlainObject } from '../../plain-object';

/** The objects in what kubectl prints: those of a list, also of one in a list, or the one object. */
export function itemsIn(value: unknown): unknown[] {
  if (value === null || value === undefined) return [];
  if (!isPlainObject(value)) return [value];
  if (Array.isArray(value.items)) return value.items.flatMap(item => (item === null ? [null] : itemsIn(item)));
  const isEmptyList = typeof value.kind === 'string' && value.kind.endsWith('List') && (value.items ?? null) === null;
  return isEmptyList ? [] : [value];
}
