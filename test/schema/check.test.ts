import * as fc from 'fast-check';
import { formatPath } from '../../src/errors';
import { checkSchema, type JsonSchema } from '../../src/schema/check';

/** Returns the findings as `path: message`. */
function check(schema: JsonSchema, value: unknown): string[] {
  return checkSchema(schema, value).map(({ path, message }) =>
    path.length > 0 ? `${formatPath(path)}: ${message}` : message,
  );
}

const text: JsonSchema = { type: 'string' };
const list = (items: JsonSchema, more: JsonSchema = {}): JsonSchema => ({ type: 'array', items, ...more });
const closed = (properties: Record<string, JsonSchema>, ...required: string[]): JsonSchema => ({
  type: 'object',
  properties,
  required,
});

describe('keys', () => {
  const runner = closed({ name: text, containerMode: text, minRunners: { type: 'integer' } });

  test('an unknown key that is similar to an allowed key is refused with a suggestion', () => {
    expect(check(runner, { containermode: 'dind' })).toEqual([
      'containermode: unknown key; did you mean containerMode?',
    ]);
  });

  test('an unknown key that is similar to no allowed key is refused with the allowed keys', () => {
    expect(check(runner, { colour: 'red' })).toEqual(['colour: unknown key; allowed: name, containerMode, minRunners']);
  });

  test('an optional key is allowed', () => {
    expect(check({ type: 'object', properties: { name: text } }, { name: 'docs' })).toEqual([]);
  });

  test('a key that the object already has is not suggested', () => {
    expect(check(runner, { name: 'a', nome: 'b' })).toEqual([
      'nome: unknown key; allowed: name, containerMode, minRunners',
    ]);
  });

  test('the message lists at most 15 allowed keys', () => {
    const letters = Object.fromEntries([...'abcdefghijklmnop'].map(letter => [letter, text]));
    expect(check(closed(letters), { colour: 'red' })).toEqual([
      'colour: unknown key; allowed: a, b, c, d, e, f, g, h, i, j, k, l and 4 more',
    ]);
  });

  test('an object without properties allows no keys', () => {
    expect(check(closed({}), { colour: 'red' })).toEqual(['colour: unknown key; no keys are allowed here']);
  });

  test('a finding about a key is marked as such', () => {
    expect(checkSchema(runner, { colour: 'red' })).toMatchObject([{ path: ['colour'], at: 'key' }]);
  });

  test('keys that every JavaScript object has are unknown too', () => {
    expect(check(runner, { constructor: 1 })).toHaveLength(1);
    expect(check(runner, JSON.parse('{"__proto__": 1}'))).toHaveLength(1);
  });

  test('additional properties are checked with their schema', () => {
    expect(check({ type: 'object', additionalProperties: text }, { 'a.b/c': 1 })).toEqual([
      'a.b/c: must be a string, got the number 1',
    ]);
  });

  test('additional properties are refused if the schema forbids them', () => {
    expect(check({ type: 'object', additionalProperties: false }, { a: 1 })).toHaveLength(1);
  });

  test('an object without a schema for its keys allows any key', () => {
    expect(check({ type: 'object' }, { anything: { goes: null } })).toEqual([]);
  });

  test('a missing required key is refused', () => {
    expect(check(closed({ name: text }, 'name'), {})).toEqual(['name: is required']);
  });

  test('an undefined property counts as missing', () => {
    expect(check(closed({ name: text }), { name: undefined, colour: undefined })).toEqual([]);
    expect(check(closed({ name: text }, 'name'), { name: undefined })).toEqual(['name: is required']);
  });
});

describe('types', () => {
  test.each([
    ['string', 5, 'must be a string, got the number 5'],
    ['string', true, 'must be a string, got true'],
    ['integer', '5', 'must be an integer, got "5"'],
    ['integer', 1.5, 'must be an integer, got the number 1.5'],
    ['number', NaN, 'must be a number, got the number NaN'],
    ['boolean', 'yes', 'must be true or false, got "yes"'],
    ['array', {}, 'must be a list, got an object'],
    ['object', [], 'must be an object, got a list'],
    ['object', new Map([['a', 'b']]), 'must be an object, got a Map'],
    ['object', new Date(0), 'must be an object, got a Date'],
    ['object', new Error('a'), 'must be an object, got an Error'],
    ['array', new Set(['a']), 'must be a list, got a Set'],
    ['null', 0, 'must be empty, got the number 0'],
  ] as const)('type %s does not allow %p', (type, value, message) => {
    expect(check({ type }, value)).toEqual([message]);
  });

  test.each([
    ['string', ''],
    ['integer', -3],
    ['integer', 3.0],
    ['number', 1.5],
    ['boolean', false],
    ['array', []],
    ['object', {}],
    ['object', Object.create(null)],
    ['object', new (class {})()],
    ['null', null],
  ] as const)('type %s allows %p', (type, value) => {
    expect(check({ type }, value)).toEqual([]);
  });

  test('the message shows at most 60 characters of a string', () => {
    expect(check({ type: 'integer' }, 'x'.repeat(100))).toEqual([`must be an integer, got "${'x'.repeat(60)}…"`]);
  });

  test('int-or-string allows neither a fraction nor a list', () => {
    const port: JsonSchema = { 'x-kubernetes-int-or-string': true };
    expect(check(list(port), [80, 'http'])).toEqual([]);
    expect(check(port, 1.5)).toEqual(['must be an integer or a string, got the number 1.5']);
    expect(check(port, [])).toEqual(['must be an integer or a string, got a list']);
  });

  test('an empty schema allows any value', () => {
    expect(check(list({}), [1, 'a', null, {}, []])).toEqual([]);
  });
});

describe('empty values', () => {
  test('an empty optional value is refused: give a value or leave it out', () => {
    expect(check(closed({ name: text }), { name: null })).toEqual(['name: is empty; give a string or leave it out']);
  });

  test('an empty required value is refused: give a value', () => {
    expect(check(closed({ name: text }, 'name'), { name: null })).toEqual(['name: is empty; give a string']);
  });

  test('the message for an empty value with an enum lists the allowed values', () => {
    expect(check(closed({ mode: { enum: ['dind', 'kata'], type: 'string' } }), { mode: null })).toEqual([
      'mode: is empty; give one of dind, kata or leave it out',
    ]);
  });

  test('an empty list item is refused', () => {
    expect(check(list(text), ['a', null])).toEqual(['[1]: is empty; give a string or leave it out']);
  });

  test('undefined as the top-level value is refused', () => {
    expect(check(closed({}), undefined)).toEqual(['is empty; give an object']);
  });
});

describe('values', () => {
  const mode: JsonSchema = { type: 'string', enum: ['dind', 'kubernetes', 'kata'] };

  test('a value that is similar to an allowed value is refused with a suggestion', () => {
    expect(check(mode, 'kuberentes')).toEqual([
      'must be one of dind, kubernetes, kata, got "kuberentes"; did you mean kubernetes?',
    ]);
  });

  test('a value that is similar to no allowed value is refused with the allowed values', () => {
    expect(check(mode, 'vm')).toEqual(['must be one of dind, kubernetes, kata, got "vm"']);
  });

  test('an allowed empty string is shown in quotes', () => {
    expect(check({ type: 'string', enum: ['', 'File'] }, 'socket')).toEqual(['must be one of "", File, got "socket"']);
  });

  test('an enum of numbers refuses other values', () => {
    expect(check({ enum: [1, 2] }, 3)).toEqual(['must be one of 1, 2, got the number 3']);
    expect(check({ enum: [1, 2] }, null)).toEqual(['must be one of 1, 2, got nothing']);
  });

  test('a value other than the constant is refused', () => {
    expect(check({ type: 'string', const: 'v1' }, 'v2')).toEqual(['must be v1, got "v2"']);
    expect(check({ const: false }, true)).toEqual(['must be false, got true']);
  });

  test('a number below the minimum or above the maximum is refused', () => {
    const count: JsonSchema = { type: 'integer', minimum: 0, maximum: 5 };
    expect(check(list(count), [0, 5])).toEqual([]);
    expect(check(count, -1)).toEqual(['must be at least 0, got -1']);
    expect(check(count, 6)).toEqual(['must be at most 5, got 6']);
  });

  test('a number with format int32 must fit in 32 bits', () => {
    const port: JsonSchema = { type: 'integer', format: 'int32' };
    expect(check(list(port), [-2147483648, 2147483647])).toEqual([]);
    expect(check(port, 2147483648)).toEqual(['must fit in 32 bits, got 2147483648']);
  });

  test('minLength and maxLength count Unicode characters', () => {
    const name: JsonSchema = { type: 'string', minLength: 2, maxLength: 3 };
    expect(check(list(name), ['ab', '🚀🚀🚀'])).toEqual([]);
    expect(check(name, 'a')).toEqual(['must have at least 2 characters, got 1']);
    expect(check(name, 'abcd')).toEqual(['must have at most 3 characters, got 4']);
  });

  test('minLength and maxLength work alone too', () => {
    expect(check({ type: 'string', maxLength: 2 }, 'abc')).toEqual(['must have at most 2 characters, got 3']);
    expect(check({ type: 'string', minLength: 2 }, 'a')).toEqual(['must have at least 2 characters, got 1']);
  });

  test('an empty string is refused with minLength 1', () => {
    expect(check({ type: 'string', minLength: 1 }, '')).toEqual(['must not be empty']);
  });

  test('an empty list is refused with minItems 1', () => {
    expect(check(list(text, { minItems: 1 }), [])).toEqual(['must not be empty']);
  });

  test('a list with fewer items than minItems is refused', () => {
    expect(check(list(text, { minItems: 2 }), ['a'])).toEqual(['must have at least 2 items, got 1']);
  });

  test('a string that does not match the pattern is refused with the pattern', () => {
    expect(check({ type: 'string', pattern: '^[a-z]+$' }, 'A')).toEqual(['must match ^[a-z]+$, got "A"']);
  });

  test('a string that does not match the pattern is refused with the examples, if there are any', () => {
    expect(check({ type: 'string', pattern: '^[0-9]+(Mi|Gi)?$', examples: ['2', '10Gi'] }, '1 GB')).toEqual([
      'must look like 2 or 10Gi, got "1 GB"',
    ]);
  });

  test('the pattern of int-or-string does not apply to integers', () => {
    expect(check(list({ 'x-kubernetes-int-or-string': true, pattern: '^[a-z]+$' }), [5, 'a', 'A'])).toEqual([
      '[2]: must match ^[a-z]+$, got "A"',
    ]);
  });

  test('a value that is not base64 is refused and not shown', () => {
    const data: JsonSchema = { type: 'string', format: 'byte' };
    expect(check(list(data), ['', 'YQ==', 'YWI=', 'YWJj'])).toEqual([]);
    expect(check(data, 'ghp_secret')).toEqual(['must be base64']);
  });
});

describe('duplicate list items', () => {
  const variable = closed({ name: text, value: text });
  const variables = list(variable, { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] });
  const port = closed({ containerPort: { type: 'integer' }, protocol: { type: 'string', default: 'TCP' } });
  const ports = list(port, {
    'x-kubernetes-list-type': 'map',
    'x-kubernetes-list-map-keys': ['containerPort', 'protocol'],
  });

  test('two items with the same key are refused, at the second item', () => {
    expect(
      check(closed({ env: variables }), { env: [{ name: 'FOO' }, { name: 'BAR' }, { name: 'FOO', value: 'x' }] }),
    ).toEqual(['env[2]: duplicate env name "FOO", first given at env[0]']);
  });

  test('several keys are compared together, after defaults are set', () => {
    const value = {
      ports: [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }, { containerPort: 53, protocol: 'TCP' }],
    };
    expect(check(closed({ ports }), value)).toEqual([
      'ports[2]: duplicate ports containerPort 53, protocol "TCP", first given at ports[0]',
    ]);
  });

  test('items without the key are not duplicates', () => {
    expect(check(variables, [{}, {}])).toEqual([]);
    expect(check(ports, [{}, {}])).toEqual([]);
  });

  test('items of the wrong type are not duplicates', () => {
    expect(check(variables, [null, null])).toEqual([
      '[0]: is empty; give an object or leave it out',
      '[1]: is empty; give an object or leave it out',
    ]);
  });

  test.each<JsonSchema>([{ uniqueItems: true }, { 'x-kubernetes-list-type': 'set' }])(
    'a duplicate in a set is refused: %j',
    set => {
      expect(check(closed({ labels: list(text, set) }), { labels: ['a', 'b', 'a'] })).toEqual([
        'labels[2]: duplicate labels "a", first given at labels[0]',
      ]);
    },
  );

  test('a duplicate in a top-level list is called an item', () => {
    expect(check(list(text, { uniqueItems: true }), ['a', 'a'])).toEqual([
      '[1]: duplicate item "a", first given at item[0]',
    ]);
  });

  test('other lists allow duplicates', () => {
    expect(check(list(text), ['a', 'a'])).toEqual([]);
  });
});

describe('alternatives', () => {
  const auth: JsonSchema = { anyOf: [text, closed({ secret: text }, 'secret')] };

  test('only the alternatives with the type of the value are checked', () => {
    expect(check(auth, 'github')).toEqual([]);
    expect(check(auth, { secret: 'github' })).toEqual([]);
    expect(check(auth, { sekret: 'github' })).toEqual(['sekret: unknown key; did you mean secret?']);
  });

  test('a value of another type is refused with all types', () => {
    expect(check(auth, 5)).toEqual(['must be a string or an object, got the number 5']);
  });

  test('the message names each type once', () => {
    expect(check({ anyOf: [list(text), list(closed({}))] }, 5)).toEqual(['must be a list, got the number 5']);
  });

  test('the message for an empty value names all types', () => {
    expect(check(closed({ auth }), { auth: null })).toEqual([
      'auth: is empty; give a string or an object or leave it out',
    ]);
  });

  test('of two alternatives of the same type, the one with fewer findings is reported', () => {
    const choice: JsonSchema = {
      anyOf: [closed({ a: text, b: text }, 'a', 'b'), closed({ c: text, d: text }, 'c', 'd')],
    };
    expect(check(choice, { c: 'x' })).toEqual(['d: is required']);
  });

  test('of two alternatives with the same number of findings, the first is reported', () => {
    expect(check({ anyOf: [closed({ a: text }, 'a'), closed({ b: text }, 'b')] }, {})).toEqual(['a: is required']);
  });

  test('a value that one alternative allows is accepted', () => {
    expect(
      check(
        {
          anyOf: [
            { type: 'string', const: 'a' },
            { type: 'string', pattern: '^b' },
          ],
        },
        'bc',
      ),
    ).toEqual([]);
  });
});

describe('references', () => {
  test('a reference is followed, also through another reference', () => {
    const schema: JsonSchema = {
      $ref: '#/$defs/a',
      $defs: { a: { $ref: '#/$defs/b' }, b: list({ $ref: '#/$defs/c' }), c: text },
    };
    expect(check(schema, ['x', 1])).toEqual(['[1]: must be a string, got the number 1']);
  });

  test('a reference to a missing definition throws an error', () => {
    expect(() => check({ $ref: '#/$defs/a' }, 1)).toThrow('the schema has no #/$defs/a');
  });
});

describe('all findings', () => {
  test('are reported at once, in the order of the value', () => {
    const schema = closed({ a: text, b: list(closed({ c: text, d: text }, 'd')), e: text }, 'e');
    expect(check(schema, { x: 1, b: [{ c: 2 }, 'y'], a: 3 })).toEqual([
      'e: is required',
      'x: unknown key; allowed: a, b, e',
      'b[0].d: is required',
      'b[0].c: must be a string, got the number 2',
      'b[1]: must be an object, got "y"',
      'a: must be a string, got the number 3',
    ]);
  });

  const everything: JsonSchema = {
    $defs: {
      node: {
        type: 'object',
        properties: { a: { $ref: '#/$defs/node' }, b: list({ $ref: '#/$defs/node' }, { uniqueItems: true }) },
        required: ['b'],
      },
    },
    anyOf: [
      { $ref: '#/$defs/node' },
      list(
        { anyOf: [{ $ref: '#/$defs/node' }, { type: 'integer', minimum: 0 }] },
        { 'x-kubernetes-list-map-keys': ['a'] },
      ),
      { type: 'string', minLength: 3, pattern: '^a', enum: ['abc'] },
    ],
  };

  test('have a message in lower case without a final period, for any value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        for (const { message } of checkSchema(everything, value)) expect(message).toMatch(/^[a-z].*[^.]$/s);
      }),
    );
  });

  test('are the same in a second check', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value =>
        expect(checkSchema(everything, value)).toEqual(checkSchema(everything, value)),
      ),
    );
  });
});
