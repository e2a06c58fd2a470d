import { isObject } from '../plain-object';
import type { JsonSchema } from './json-schema';

/** Functions of the schema document in which a suggestion must be valid. */
export interface SchemaContext {
  /** Follows the reference of a schema. */
  readonly resolve: (schema: JsonSchema) => JsonSchema;

  /** Reports whether a value is valid. */
  readonly accepts: (schema: JsonSchema, value: unknown) => boolean;
}

const MAX_LENGTH = 120;
const MAX_DEPTH = 3;

/**
 * Returns YAML on one line that is valid for one of the schemas and means the same as a value of the wrong type. For
 * example, it returns `{ secret: github }` for `github`. Returns undefined when there is none.
 */
export function suggestForm(
  schemas: readonly JsonSchema[],
  value: unknown,
  context: SchemaContext,
): string | undefined {
  for (const schema of schemas) {
    const candidate = candidates(schema, value, context, 0).find(other => context.accepts(schema, other));
    const text = candidate === undefined ? undefined : flow(candidate);
    if (text !== undefined && text.length <= MAX_LENGTH) return text;
  }
  if (typeof value === 'number' && schemas.some(schema => schema.type === 'string' && schema.enum === undefined))
    return QUOTES;
  return undefined;
}

/** Suggestion for a number where a string is expected. YAML parsers lose its spelling: `1.30` becomes `1.3`. */
export const QUOTES = 'put it in quotes';

/** Returns the names of the lists in an object whose entries can have this key. */
export function listsWithKey(schema: JsonSchema, key: string, { resolve }: SchemaContext): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, reference]) => {
    const { items } = resolve(reference);
    return items !== undefined && Object.hasOwn(resolve(items).properties ?? {}, key) ? [name] : [];
  });
}

/** Returns YAML for the properties of an object that can have an unknown key: `auth: { secret: github }`. */
export function placesForKey(schema: JsonSchema, key: string, value: unknown, context: SchemaContext): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, reference]) => {
    const isPlace = alternatives(reference, context).some(inner => {
      const isKey =
        Object.hasOwn(inner.properties ?? {}, key) ||
        // A map accepts any key, so it is only suggested when all properties are maps.
        (typeof inner.additionalProperties === 'object' &&
          Object.values(schema.properties ?? {}).every(isMap(context)));
      return isKey && context.accepts({ ...inner, required: [] }, { [key]: value });
    });
    return isPlace ? [`${name}: ${flow({ [key]: value })}`] : [];
  });
}

function alternatives(reference: JsonSchema, { resolve }: SchemaContext): readonly JsonSchema[] {
  const schema = resolve(reference);
  return schema.anyOf?.map(resolve) ?? [schema];
}

const isMap =
  ({ resolve }: SchemaContext) =>
  (reference: JsonSchema): boolean =>
    typeof resolve(reference).additionalProperties === 'object';

/** Returns values with the same meaning in other forms, the most likely first. Not all of them are valid. */
function candidates(reference: JsonSchema, value: unknown, context: SchemaContext, depth: number): unknown[] {
  const schema = context.resolve(reference);
  if (depth > MAX_DEPTH) return [];
  if (schema.anyOf) return schema.anyOf.flatMap(other => candidates(other, value, context, depth + 1));
  if (context.accepts(schema, value)) return [value];
  const fromSingle = Array.isArray(value) && value.length === 1 ? candidates(schema, value[0], context, depth + 1) : [];
  switch (schema.type) {
    case 'array':
      return Array.isArray(value) ? [] : lists(schema.items ?? {}, value, context, depth);
    case 'object':
      return [...objects(schema, value, context, depth), ...fromSingle];
    default:
      return [...scalars(schema, value), ...fromSingle];
  }
}

function scalars({ type }: JsonSchema, value: unknown): unknown[] {
  if (isObject(value)) return Object.keys(value).length === 1 ? Object.values(value) : [];
  switch (type) {
    case 'string':
      return typeof value === 'boolean' || Number.isInteger(value) ? [String(value)] : [];
    case 'integer':
    case 'number':
      return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value.trim()) ? [Number(value)] : [];
    case 'boolean':
      return typeof value === 'string' && /^(true|yes|on|false|no|off)$/i.test(value) ? [/^(t|y|on)/i.test(value)] : [];
    default:
      return [];
  }
}

function objects(schema: JsonSchema, value: unknown, context: SchemaContext, depth: number): unknown[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const named = [...required, ...Object.keys(properties)];
  const [source, target] = typeof value === 'string' ? value.split(':') : [];
  const [name, assigned] = typeof value === 'string' ? value.split('=') : [];
  return [
    ...(value === true && required.length === 0 ? [{}] : []),
    ...('source' in properties && target !== undefined ? [{ source, target }] : []),
    ...(isObject(value) || Array.isArray(value)
      ? []
      : [...new Set(named)].flatMap(key =>
          candidates(properties[key] ?? {}, value, context, depth + 1).map(inner => ({ [key]: inner })),
        )
    ).filter(() => required.length === 1 || Object.keys(properties).length === 1),
    ...(typeof additionalProperties === 'object' && name !== undefined && assigned !== undefined
      ? [{ [name]: assigned }]
      : []),
    ...(typeof additionalProperties === 'object' && Array.isArray(value) ? assignments(value) : []),
  ];
}

/** Converts a list of `{ name, value }`, `{ NAME: value }` or `NAME=value` to a map. */
function assignments(list: readonly unknown[]): unknown[] {
  const pairs = list.flatMap((item): (readonly [string, unknown])[] => {
    if (typeof item === 'string' && item.includes('='))
      return [[item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)]];
    if (!isObject(item)) return [];
    return typeof item.name === 'string' && 'value' in item ? [[item.name, item.value]] : Object.entries(item);
  });
  return pairs.length >= list.length && list.length > 0 ? [Object.fromEntries(pairs)] : [];
}

function lists(items: JsonSchema, value: unknown, context: SchemaContext, depth: number): unknown[] {
  const asItems = (values: readonly unknown[]): unknown[] => {
    const written = values.map(item =>
      candidates(items, item, context, depth + 1).find(other => context.accepts(items, other)),
    );
    return written.length === 0 || written.includes(undefined) ? [] : [written];
  };
  if (typeof value === 'string' && /[,\s]/.test(value))
    return [...asItems(value.split(/[,\s]+/).filter(word => word !== '')), ...asItems([value])];
  return [...asItems([value]), ...(isObject(value) ? asItems(entries(value)) : [])];
}

/** Converts the entries of a map to items of a list, with `name` and `value` or with `source` and `target`. */
function entries(map: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(map).map(([name, inner]) => {
    if (isObject(inner) || inner === null) return { name, ...inner };
    return name.startsWith('/') ? { source: name, target: inner } : { name, value: inner };
  });
}

/** Formats a value as YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isObject(value)) return typeof value === 'string' ? flowText(value) : String(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${flowText(key)}: ${flow(inner)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** Strings that every YAML parser reads as strings without quotes. */
const PLAIN = /^(?!(?:y|yes|n|no|true|false|on|off|null)$)[a-z/$][\w/.$:@=-]*(?<!:)$/i;

function flowText(text: string): string {
  return PLAIN.test(text) ? text : JSON.stringify(text);
}
