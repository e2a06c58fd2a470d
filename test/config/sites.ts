import { KEYS, SCHEMA } from '../../src/cli/explain/keys';
import type { JsonSchema } from '../../src/schema/json-schema';
import { resolvedIn } from '../support/json-schema-tests';

export const schema = SCHEMA;

/** Every key that the schema allows, in every place: `runners[].auth.secret`. */
export const sites = KEYS;

/** The definition that a reference refers to, with the description next to the reference. */
export const resolved = (given: JsonSchema): JsonSchema => resolvedIn(schema, given);

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
