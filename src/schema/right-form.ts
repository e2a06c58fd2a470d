import { isObject } from '../plain-object';
import type { JsonSchema } from './json-schema';

/** What a value of the wrong shape is compared with. */
export interface Forms {
  readonly resolve: (schema: JsonSchema) => JsonSchema;
  readonly accepts: (schema: JsonSchema, value: unknown) => boolean;
}

const MOST_SHOWN = 120;
const DEEPEST = 3;

/**
 * How a value of the wrong shape is written in a form that its schema allows, as YAML on one line: `{ secret: github
 * }`.
 */
export function rightForm(schemas: readonly JsonSchema[], value: unknown, forms: Forms): string | undefined {
  for (const schema of schemas) {
    const candidate = candidates(schema, value, forms, 0).find(other => forms.accepts(schema, other));
    const text = candidate === undefined ? undefined : flow(candidate);
    if (text !== undefined && text.length <= MOST_SHOWN) return text;
  }
  if (typeof value === 'number' && schemas.some(schema => schema.type === 'string' && schema.enum === undefined))
    return QUOTED;
  return undefined;
}

/** For a number that is to be text. How it was written is lost: 1.30 is 1.3 by now. */
export const QUOTED = 'put it in quotes';

/** The lists of a map whose entries have a key that the map itself does not have. */
export function listsWith(schema: JsonSchema, key: string, { resolve }: Forms): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, reference]) => {
    const { items } = resolve(reference);
    return items !== undefined && Object.hasOwn(resolve(items).properties ?? {}, key) ? [name] : [];
  });
}

/** Where in a map of keys a key that it does not have belongs: `auth: { secret: github }`. */
export function rightPlaces(schema: JsonSchema, key: string, value: unknown, forms: Forms): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, reference]) => {
    const inner = forms.resolve(reference);
    const isKey =
      Object.hasOwn(inner.properties ?? {}, key) ||
      // A map of any names is meant only where there is nothing but such maps.
      (typeof inner.additionalProperties === 'object' &&
        Object.values(schema.properties ?? {}).every(isFreeMap(forms)));
    return isKey && forms.accepts({ ...inner, required: [] }, { [key]: value })
      ? [`${name}: ${flow({ [key]: value })}`]
      : [];
  });
}

const isFreeMap =
  ({ resolve }: Forms) =>
  (reference: JsonSchema): boolean =>
    typeof resolve(reference).additionalProperties === 'object';

/** Other shapes of what a value says, the likeliest first. Not all of them need to be allowed. */
function candidates(reference: JsonSchema, value: unknown, forms: Forms, depth: number): unknown[] {
  const schema = forms.resolve(reference);
  if (depth > DEEPEST) return [];
  if (schema.anyOf) return schema.anyOf.flatMap(other => candidates(other, value, forms, depth + 1));
  if (forms.accepts(schema, value)) return [value];
  const fromSingle = Array.isArray(value) && value.length === 1 ? candidates(schema, value[0], forms, depth + 1) : [];
  switch (schema.type) {
    case 'array':
      return Array.isArray(value) ? [] : lists(schema.items ?? {}, value, forms, depth);
    case 'object':
      return [...objects(schema, value, forms, depth), ...fromSingle];
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

function objects(schema: JsonSchema, value: unknown, forms: Forms, depth: number): unknown[] {
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
          candidates(properties[key] ?? {}, value, forms, depth + 1).map(inner => ({ [key]: inner })),
        )
    ).filter(() => required.length === 1 || Object.keys(properties).length === 1),
    ...(typeof additionalProperties === 'object' && name !== undefined && assigned !== undefined
      ? [{ [name]: assigned }]
      : []),
    ...(typeof additionalProperties === 'object' && Array.isArray(value) ? assignments(value) : []),
  ];
}

/** A list of `{ name, value }`, `{ NAME: value }` or `NAME=value` as a map. */
function assignments(list: readonly unknown[]): unknown[] {
  const pairs = list.flatMap((item): (readonly [string, unknown])[] => {
    if (typeof item === 'string' && item.includes('='))
      return [[item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)]];
    if (!isObject(item)) return [];
    return typeof item.name === 'string' && 'value' in item ? [[item.name, item.value]] : Object.entries(item);
  });
  return pairs.length >= list.length && list.length > 0 ? [Object.fromEntries(pairs)] : [];
}

function lists(items: JsonSchema, value: unknown, forms: Forms, depth: number): unknown[] {
  const asItems = (values: readonly unknown[]): unknown[] => {
    const written = values.map(item =>
      candidates(items, item, forms, depth + 1).find(other => forms.accepts(items, other)),
    );
    return written.length === 0 || written.includes(undefined) ? [] : [written];
  };
  if (typeof value === 'string' && /[,\s]/.test(value))
    return [...asItems(value.split(/[,\s]+/).filter(word => word !== '')), ...asItems([value])];
  return [...asItems([value]), ...(isObject(value) ? asItems(entries(value)) : [])];
}

/** The entries of a map as items of a list: by their names, or as source and target. */
function entries(map: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(map).map(([name, inner]) => {
    if (isObject(inner) || inner === null) return { name, ...inner };
    return name.startsWith('/') ? { source: name, target: inner } : { name, value: inner };
  });
}

/** A value as YAML on one line. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (!isObject(value)) return typeof value === 'string' ? flowText(value) : String(value);
  const pairs = Object.entries(value).map(([key, inner]) => `${flowText(key)}: ${flow(inner)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** Text that every reader of YAML takes for text as it stands. */
const PLAIN = /^(?!(?:y|yes|n|no|true|false|on|off|null)$)[a-z/$][\w/.$:@=-]*(?<!:)$/i;

function flowText(text: string): string {
  return PLAIN.test(text) ? text : JSON.stringify(text);
}
