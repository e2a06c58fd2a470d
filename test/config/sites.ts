import { KEYS, SCHEMA } from '../../src/cli/explain/keys';
import type { JsonSchema } from '../../src/schema/json-schema';

export const schema = SCHEMA;

/** Every key that the schema allows, in every place: `runners[].auth.secret`. */
export const sites = KEYS;

/** What a reference stands for, with the description at hand first. */
export function resolved(given: JsonSchema): JsonSchema {
  const { $ref, ...beside } = given;
  if ($ref === undefined) return given;
  const target = schema.$defs?.[$ref.slice('#/$defs/'.length)];
  if (!target) throw new Error(`the schema has no ${$ref}`);
  return { ...resolved(target), ...beside };
}

/** The places of the schema that a value has something at. */
export function sitesUsed(value: unknown): string[] {
  const used = new Set<string>();
  const walk = (inner: unknown, path: string): void => {
    if (Array.isArray(inner)) inner.forEach(item => walk(item, `${path}[]`));
    else if (typeof inner === 'object' && inner !== null) {
      for (const [key, next] of Object.entries(inner)) {
        const here = path === '' ? key : `${path}.${key}`;
        if (sites.some(site => site.path === here)) used.add(here);
        walk(next, here);
      }
    }
  };
  walk(value, '');
  return [...used];
}

/** Every schema that stands somewhere in the schema, with its place. */
export function subschemas(given: JsonSchema = schema, place = '#'): [place: string, schema: JsonSchema][] {
  const inner: [string, JsonSchema | undefined][] = [
    ...Object.entries(given.properties ?? {}).map(([key, property]): [string, JsonSchema] => [
      `properties/${key}`,
      property,
    ]),
    ...Object.entries(given.$defs ?? {}).map(([key, definition]): [string, JsonSchema] => [`$defs/${key}`, definition]),
    ...(given.anyOf ?? []).map((alternative, index): [string, JsonSchema] => [`anyOf/${index}`, alternative]),
    ['items', given.items],
    ['additionalProperties', typeof given.additionalProperties === 'object' ? given.additionalProperties : undefined],
  ];
  return [[place, given], ...inner.flatMap(([key, next]) => (next ? subschemas(next, `${place}/${key}`) : []))];
}
