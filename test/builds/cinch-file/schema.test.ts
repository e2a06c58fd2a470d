import file from '../../../src/builds/cinch-file/cinch.schema.json';
import type { JsonSchema } from '../../../src/schema/check';
import { resolvedIn, subschemas, testsOfJsonSchema } from '../../support/json-schema-tests';
import { configOf } from './files';
import { fileOf } from './samples';

const schema = file as JsonSchema;

testsOfJsonSchema(schema, './cinch.schema.json');

/** Every key in the place where the schema defines it. */
const keys = subschemas(schema).flatMap(([place, { properties = {} }]) =>
  Object.entries(properties).map(([key, property]) => ({ place: `${place}/${key}`, ...resolvedIn(schema, property) })),
);

test('every key is described by sentences', () => {
  expect(keys.length).toBeGreaterThan(40);
  expect(keys.filter(({ description = '' }) => !/^[A-Z].*\.$/.test(description))).toEqual([]);
});

test('every key that takes an object has an example', () => {
  const objects = keys.filter(({ anyOf = [], ...key }) =>
    [key, ...anyOf].some(form => resolvedIn(schema, form).type === 'object'),
  );
  expect(objects.length).toBeGreaterThan(8);
  expect(objects.filter(({ examples }) => !examples).map(({ place }) => place)).toEqual([]);
});

describe('every example passes all checks of the file', () => {
  const shown = (['nested', 'flat'] as const).flatMap(form =>
    Object.entries(schema.$defs?.[form]?.properties ?? {}).flatMap(([key, property]) =>
      (resolvedIn(schema, property).examples ?? []).map(example => [form, key, example] as const),
    ),
  );

  test.each(shown)('%s %s: %j', (form, key, example) => {
    expect(() => configOf(fileOf(form, key, { value: undefined }, example))).not.toThrow();
  });
});
