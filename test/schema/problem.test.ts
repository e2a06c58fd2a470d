import { checkSchema, checkYaml, type JsonSchema } from '../../src/schema/check';

const even = (value: number) => (value % 2 === 0 ? undefined : `must be even, got ${value}`);

const messagesOf = (schema: JsonSchema, value: unknown) => checkSchema(schema, value).map(({ message }) => message);

test('a problem function is called only for values of the right type', () => {
  const schema: JsonSchema = { type: 'number', problem: even };
  expect(messagesOf(schema, 2)).toEqual([]);
  expect(messagesOf(schema, 3)).toEqual(['must be even, got 3']);
  expect(messagesOf(schema, 'x')).toEqual(['must be a number, got "x"']);
});

test('a problem function replaces the other rules', () => {
  expect(messagesOf({ type: 'number', minimum: 10, problem: even }, 2)).toEqual([]);
  expect(messagesOf({ type: 'string', enum: ['a'], pattern: '^a', problem: () => undefined }, 'b')).toEqual([]);
});

test('a problem function is called when one of several alternatives has the type of the value', () => {
  const schema: JsonSchema = {
    anyOf: [{ type: 'number', minimum: 10 }, { type: 'string' }],
    problem: (value: number | string) => even(Number(value)),
  };
  expect(messagesOf(schema, 2)).toEqual([]);
  expect(messagesOf(schema, '3')).toEqual(['must be even, got 3']);
  expect(messagesOf(schema, true)).toEqual(['must be a number or a string, got true']);
});

test('a key of an object that is one of several alternatives is suggested in its place', () => {
  const schema: JsonSchema = {
    type: 'object',
    properties: {
      container: { anyOf: [{ type: 'string' }, { type: 'object', properties: { cpus: { type: 'number' } } }] },
    },
  };
  expect(checkYaml(schema, { cpus: 2 })).toEqual([
    { path: ['cpus'], at: 'key', message: 'unknown key; write container: { cpus: 2 }' },
  ]);
});
