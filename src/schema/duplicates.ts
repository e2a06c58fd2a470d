import type { JsonSchema } from './json-schema';

/** A list item that is equal to an earlier item. */
export interface Duplicate {
  /** What identifies the item: `name "FOO"`, or the item itself. */
  readonly what: string;

  /** Position of the earlier item. */
  readonly first: number;
}

const NONE: ReadonlyMap<number, Duplicate> = new Map();

/** Returns the duplicates in a list whose schema requires unique items, by position. */
export function findDuplicates(
  schema: JsonSchema,
  itemSchema: JsonSchema,
  list: readonly unknown[],
): ReadonlyMap<number, Duplicate> {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (!keys && !schema.uniqueItems && schema['x-kubernetes-list-type'] !== 'set') return NONE;

  const firsts = new Map<unknown, number>();
  const duplicates = new Map<number, Duplicate>();
  list.forEach((item, index) => {
    const identity = keys ? identityBy(keys, item, itemSchema) : JSON.stringify(item);
    if (identity === undefined) return;
    const first = firsts.get(identity);
    if (first === undefined) firsts.set(identity, index);
    else duplicates.set(index, { first, what: keys ? describeKeys(keys, item, itemSchema) : JSON.stringify(item) });
  });
  return duplicates;
}

/** Returns the identity of an item by its keys, or undefined when a key is missing, which is a finding of its own. */
function identityBy(keys: readonly string[], item: unknown, schema: JsonSchema): unknown {
  if (keys.length === 1) return valueOf(keys[0]!, item, schema);
  const values = keys.map(key => valueOf(key, item, schema));
  return values.includes(undefined) ? undefined : JSON.stringify(values);
}

function describeKeys(keys: readonly string[], item: unknown, schema: JsonSchema): string {
  return keys.map(key => `${key} ${JSON.stringify(valueOf(key, item, schema))}`).join(', ');
}

/** Returns the value of a key, or its default: the API server compares items after it sets defaults. */
function valueOf(key: string, item: unknown, schema: JsonSchema): unknown {
  if (typeof item !== 'object' || item === null) return undefined;
  return (item as Record<string, unknown>)[key] ?? schema.properties?.[key]?.default;
}
