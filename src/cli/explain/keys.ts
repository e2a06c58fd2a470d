import deskrun from '../../config/deskrun.schema.json';
import type { JsonSchema } from '../../schema/json-schema';

export const SCHEMA = deskrun as JsonSchema;

/** A key that may stand somewhere in deskrun.yaml. */
export interface Key {
  /** From the top of the file: `runners[].cachePaths[].target`. */
  readonly path: string;
  /** As people ask for it: `cachePaths.target`. */
  readonly name: string;
  /** Its definition, behind all references. */
  readonly schema: JsonSchema;
}

/** What a reference stands for, with the description at hand first. */
export function resolved(given: JsonSchema): JsonSchema {
  const { $ref, ...beside } = given;
  if ($ref === undefined) return given;
  return { ...resolved(SCHEMA.$defs?.[$ref.slice('#/$defs/'.length)] as JsonSchema), ...beside };
}

/** Every key, in every place, those of the file before those of a runner. */
export const KEYS: readonly Key[] = keysIn(SCHEMA, '');

function keysIn(given: JsonSchema, above: string): Key[] {
  const { properties = {}, items, anyOf = [] } = resolved(given);
  return [
    ...Object.entries(properties).flatMap(([key, property]) => {
      const path = above === '' ? key : `${above}.${key}`;
      return [{ path, name: nameOf(path), schema: resolved(property) }, ...keysIn(property, path)];
    }),
    ...(items ? keysIn(items, `${above}[]`) : []),
    ...anyOf.flatMap(alternative => keysIn(alternative, above)),
  ];
}

/** The keys that somebody may mean who writes them in full, without `runners[]`, or only their end. */
export function keysCalled(topic: string): readonly Key[] {
  const asked = nameOf(topic);
  const exact = KEYS.filter(({ path, name }) => path === topic || name === asked);
  return exact.length > 0 ? exact : KEYS.filter(({ name }) => name.endsWith(`.${asked}`));
}

function nameOf(path: string): string {
  return path.replace(/^runners\[\]\./, '').replaceAll('[]', '');
}

/** What a key takes, in a few words. */
export function typeOf({
  type,
  items,
  anyOf,
  enum: choices,
  minimum,
  maximum,
  default: otherwise,
  properties,
}: JsonSchema): string {
  const numbers = [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined ? [] : [`at most ${maximum}`]),
  ];
  return [
    choices
      ? `one of ${choices.join(', ')}`
      : anyOf
        ? [...new Set(anyOf.map(alternative => typeOf(resolved(alternative))))].join(' or ')
        : type === 'array'
          ? `list of ${items ? typeOf(resolved(items)) : 'anything'}`
          : (type ?? 'anything'),
    ...numbers,
    ...(properties && type === 'object' ? [`with ${Object.keys(properties).join(', ')}`] : []),
    ...(otherwise === undefined ? [] : [`default ${JSON.stringify(otherwise)}`]),
  ].join(', ');
}
