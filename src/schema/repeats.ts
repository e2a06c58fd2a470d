import type { JsonSchema } from './json-schema';

/** A list item that may not be there again, and where it stands first. */
export interface Repeat {
  /** `name "FOO"`, or the item itself. */
  readonly what: string;
  readonly first: number;
}

const none: ReadonlyMap<number, Repeat> = new Map();

/** The items that repeat an earlier one although `schema` wants each only once, by position. */
export function repeats(
  schema: JsonSchema,
  itemSchema: JsonSchema,
  list: readonly unknown[],
): ReadonlyMap<number, Repeat> {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (!keys && !schema.uniqueItems && schema['x-kubernetes-list-type'] !== 'set') return none;

  const firsts = new Map<unknown, number>();
  const found = new Map<number, Repeat>();
  list.forEach((item, index) => {
    const identity = keys ? identityBy(keys, item, itemSchema) : JSON.stringify(item);
    if (identity === undefined) return;
    const first = firsts.get(identity);
    if (first === undefined) firsts.set(identity, index);
    else found.set(index, { first, what: keys ? named(keys, item, itemSchema) : JSON.stringify(item) });
  });
  return found;
}

/** Nothing for an item that lacks a key: that it is required is said elsewhere. */
function identityBy(keys: readonly string[], item: unknown, schema: JsonSchema): unknown {
  if (keys.length === 1) return valueOf(keys[0]!, item, schema);
  const values = keys.map(key => valueOf(key, item, schema));
  return values.includes(undefined) ? undefined : JSON.stringify(values);
}

function named(keys: readonly string[], item: unknown, schema: JsonSchema): string {
  return keys.map(key => `${key} ${JSON.stringify(valueOf(key, item, schema))}`).join(', ');
}

/** What the API server compares, which is after it has filled in defaults. */
function valueOf(key: string, item: unknown, schema: JsonSchema): unknown {
  if (typeof item !== 'object' || item === null) return undefined;
  return (item as Record<string, unknown>)[key] ?? schema.properties?.[key]?.default;
}
