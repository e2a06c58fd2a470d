import * as fc from 'fast-check';
import file from '../../../src/builds/cinch-file/cinch.schema.json';
import { NESTED } from '../../../src/builds/cinch-file/schema';
import { checkSchema, type JsonSchema } from '../../../src/schema/check';
import { resolvedIn, subschemas, testsOfJsonSchema } from '../../support/json-schema-tests';
import { configOf } from './files';
import { fileOf } from '../../support/cinch-samples';

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

describe('an editor accepts every value that the reader accepts', () => {
  const pieces = [
    ...[
      '1',
      '30',
      '0.5',
      '.',
      'm',
      'h',
      's',
      'ms',
      'g',
      'Gi',
      'b',
      ' ',
      ':',
      '/',
      './',
      '~/',
      '-',
      '_',
      'a',
      'B',
      'ro',
    ],
    ...['none', 'auto', '.json', '*', '5432', '$', '..'],
  ];
  const words = fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map(list => list.join(''));
  const schedules = fc.array(fc.constantFrom('*', '0', '*/5', '1-5', 'mon', '?'), { minLength: 4, maxLength: 6 });
  const values = fc.oneof(
    fc.constantFrom('none', 'auto', '30m', '4g', '/a:/b', '0 0 * * *', 'a.json', 'node:20', 'a', '80'),
    words,
    schedules.map(list => list.join(' ')),
    fc.integer({ min: 0 }),
    fc.double(),
  );
  const definitions = Object.entries(NESTED.$defs ?? {}).filter(([, { problem }]) => problem);

  test.each(definitions)('%s', (name, definition) => {
    const accepted: unknown[] = [];
    fc.assert(
      fc.property(values, value => {
        if (checkSchema(definition, value).length > 0) return;
        accepted.push(value);
        // For these words of YAML 1.1 the reader has a notice, and an editor an error.
        if (name !== 'devcontainer') expect(checkSchema(schema.$defs?.[name] as JsonSchema, value)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
    expect(accepted).not.toEqual([]);
  });
});
