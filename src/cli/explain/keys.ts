import deskrun from '../../config/deskrun.schema.json';
import type { JsonSchema } from '../../schema/json-schema';

export const SCHEMA = deskrun as JsonSchema;

/** A key of deskrun.yaml. */
export interface Key {
  /** Its path in the file, such as `runners[].cachePaths[].target`. */
  readonly path: string;
  /** The path without `runners[]` and brackets, such as `cachePaths.target`. */
  readonly name: string;
  /** Its schema, with references resolved. */
  readonly schema: JsonSchema;
}

/** Resolves the reference of a schema. Keywords next to the reference, such as a description, take precedence. */
export function resolveRef(given: JsonSchema): JsonSchema {
  const { $ref, ...beside } = given;
  if ($ref === undefined) return given;
  return { ...resolveRef(SCHEMA.$defs?.[$ref.slice('#/$defs/'.length)] as JsonSchema), ...beside };
}

/** All keys, in the order of the schema. A key with several paths is listed for each of them. */
export const KEYS: readonly Key[] = keysIn(SCHEMA, '');

function keysIn(given: JsonSchema, above: string): Key[] {
  const { properties = {}, items, anyOf = [] } = resolveRef(given);
  return [
    ...Object.entries(properties).flatMap(([key, property]) => {
      const path = above === '' ? key : `${above}.${key}`;
      return [{ path, name: nameOf(path), schema: resolveRef(property) }, ...keysIn(property, path)];
    }),
    ...(items ? keysIn(items, `${above}[]`) : []),
    ...anyOf.flatMap(alternative => keysIn(alternative, above)),
  ];
}

/** Returns the keys below a key, or those of the file. */
export function keysBelow(key: Pick<Key, 'path'> | undefined): readonly Key[] {
  const prefixes = key === undefined ? [''] : [`${key.path}.`, `${key.path}[].`];
  return KEYS.filter(({ path }) => prefixes.includes(path.slice(0, path.lastIndexOf('.') + 1)));
}

/** Finds keys by their path, by their path without `runners[]`, or by the end of it. */
export function findKeys(topic: string): readonly Key[] {
  const asked = nameOf(topic);
  const exact = KEYS.filter(({ path, name }) => path === topic || name === asked);
  return exact.length > 0 ? exact : KEYS.filter(({ name }) => name.endsWith(`.${asked}`));
}

function nameOf(path: string): string {
  return path.replace(/^runners\[\]\./, '').replaceAll('[]', '');
}

/** Returns the first sentence of a description. */
export function firstSentence(description = ''): string {
  return description.replace(/(?<=\.) .*$/s, '');
}

/** Describes the type of a key's value. */
export function typeOf({
  type,
  items,
  anyOf,
  enum: choices,
  minimum,
  maximum,
  default: otherwise,
}: JsonSchema): string {
  const numbers = [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ];
  return [
    choices
      ? `one of ${choices.join(', ')}`
      : anyOf
        ? [...new Set(anyOf.map(alternative => typeOf(resolveRef(alternative))))].join(' or ')
        : type === 'array'
          ? `list of ${items ? typeOf(resolveRef(items)) : 'anything'}`
          : (type ?? 'anything'),
    ...numbers,
    ...(otherwise === undefined ? [] : [`default ${JSON.stringify(otherwise)}`]),
  ].join(', ');
}
