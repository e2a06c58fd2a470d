import packageJson from '../../package.json';
import { checkSchema, type JsonSchema } from '../../src/schema/check';

/** The keywords of draft 2020-12 that the schema may use, with the schema of their values. */
const keywords: Record<string, JsonSchema> = {
  $schema: { type: 'string', const: 'https://json-schema.org/draft/2020-12/schema' },
  $id: { type: 'string', pattern: '^https://' },
  $defs: { type: 'object', additionalProperties: { $ref: '#/$defs/schema' } },
  $ref: { type: 'string', pattern: '^#/\\$defs/[a-zA-Z]+$' },
  title: { type: 'string' },
  description: { type: 'string', minLength: 1 },
  default: {},
  examples: { type: 'array', minItems: 1 },
  type: { type: 'string', enum: ['string', 'integer', 'number', 'boolean', 'array', 'object'] },
  anyOf: { type: 'array', minItems: 2, items: { $ref: '#/$defs/schema' } },
  enum: { type: 'array', minItems: 1, uniqueItems: true },
  minLength: { type: 'integer', minimum: 1 },
  pattern: { type: 'string', minLength: 1 },
  minimum: { type: 'number' },
  maximum: { type: 'number' },
  items: { $ref: '#/$defs/schema' },
  minItems: { type: 'integer', minimum: 1 },
  uniqueItems: { type: 'boolean', const: true },
  properties: { type: 'object', additionalProperties: { $ref: '#/$defs/schema' } },
  required: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string' } },
  additionalProperties: { anyOf: [{ type: 'boolean' }, { $ref: '#/$defs/schema' }] },
};

/** Keywords that only have an effect for one type. */
const keywordsOfType: Record<string, readonly string[]> = {
  string: ['minLength', 'pattern'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  array: ['items', 'minItems', 'uniqueItems'],
  object: ['properties', 'required', 'additionalProperties'],
};

/** Tests that hold for every schema of a configuration file. `exported` is its name in the package. */
export function testsOfJsonSchema(schema: JsonSchema, exported: './deskrun.schema.json' | './cinch.schema.json'): void {
  describe('as a JSON Schema', () => {
    test('it uses keywords of draft 2020-12, with values of the right type', () => {
      const metaSchema: JsonSchema = {
        $ref: '#/$defs/schema',
        $defs: { schema: { type: 'object', properties: keywords } },
      };
      expect(checkSchema(metaSchema, schema)).toEqual([]);
    });

    test('its $id is the URL of the file in the published package', () => {
      expect(schema.$id).toBe(
        `https://unpkg.com/${packageJson.name}/${packageJson.exports[exported].replace('./', '')}`,
      );
    });

    test('a keyword is only used with the type that it applies to', () => {
      const typed = Object.values(keywordsOfType).flat();
      const misplaced = subschemas(schema).flatMap(([place, { type = '', ...rest }]) =>
        Object.keys(rest)
          .filter(keyword => typed.includes(keyword) && !keywordsOfType[type]?.includes(keyword))
          .map(keyword => `${place} ${keyword}`),
      );
      expect(misplaced).toEqual([]);
    });

    test('every reference resolves, and every definition is used', () => {
      const references = subschemas(schema).flatMap(([, { $ref }]) => ($ref === undefined ? [] : [$ref]));
      expect([...new Set(references)].sort()).toEqual(
        Object.keys(schema.$defs ?? {})
          .map(name => `#/$defs/${name}`)
          .sort(),
      );
    });

    test('only annotations stand beside a reference', () => {
      const beside = subschemas(schema)
        .filter(([, { $ref }]) => $ref !== undefined)
        .flatMap(([, { $ref: _, ...rest }]) => Object.keys(rest));
      expect([...new Set(beside)].sort()).toEqual(['description', 'examples']);
    });

    test('an editor refuses unknown keys too', () => {
      const open = subschemas(schema).filter(
        ([, { properties, additionalProperties }]) => properties && additionalProperties !== false,
      );
      expect(open.map(([place]) => place)).toEqual([]);
    });

    test('every required key is a property', () => {
      for (const [, { properties = {}, required = [] }] of subschemas(schema))
        expect(Object.keys(properties)).toEqual(expect.arrayContaining([...required]));
    });

    test('every pattern is a regular expression', () => {
      const patterns = subschemas(schema).flatMap(([, { pattern }]) => pattern ?? []);
      expect(patterns.length).toBeGreaterThan(0);
      for (const pattern of patterns) expect(() => new RegExp(pattern, 'u')).not.toThrow();
    });

    test('every default and every example is valid', () => {
      const shown = subschemas(schema).flatMap(([place, sub]) =>
        [...('default' in sub ? [sub.default] : []), ...(sub.examples ?? [])].map(value => ({ place, sub, value })),
      );
      expect(shown.length).toBeGreaterThan(10);
      for (const { place, sub, value } of shown) {
        expect({ place, findings: checkSchema({ ...sub, $defs: schema.$defs }, value) }).toEqual({
          place,
          findings: [],
        });
      }
    });
  });

  describe('in an editor', () => {
    test('the description of every optional key ends with its default', () => {
      const optional = subschemas(schema).flatMap(([place, { properties = {}, required = [] }]) =>
        Object.entries(properties)
          .filter(([key]) => !required.includes(key))
          .map(([key, property]) => ({ place: `${place}/${key}`, ...resolvedIn(schema, property) })),
      );
      expect(optional.filter(({ description = '' }) => !/ Default: \S.*\.$/.test(description))).toEqual([]);
      for (const { place, description, default: value } of optional) {
        if (value === undefined) continue;
        expect({ place, description }).toEqual({
          place,
          description: expect.stringContaining(
            `Default: ${typeof value === 'string' ? value : JSON.stringify(value)}.`,
          ) as string,
        });
      }
    });
  });
}

/** The definition that a reference refers to, with the description next to the reference. */
export function resolvedIn(schema: JsonSchema, given: JsonSchema): JsonSchema {
  const { $ref, ...beside } = given;
  if ($ref === undefined) return given;
  const target = schema.$defs?.[$ref.slice('#/$defs/'.length)];
  if (!target) throw new Error(`the schema has no ${$ref}`);
  return { ...resolvedIn(schema, target), ...beside };
}

/** Every schema inside a schema, with its place. */
export function subschemas(given: JsonSchema, place = '#'): [place: string, schema: JsonSchema][] {
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
