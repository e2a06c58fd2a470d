import { Yaml } from 'cdk8s';
import { toYaml } from '../../src/app/yaml';

/** Formats a string as the value of a key. */
const written = (value: string) =>
  toYaml({ key: value })
    .replace(/^key: /, '')
    .replace(/\n$/, '');

describe('strings that all parsers read as strings have no quotes', () => {
  test.each([
    'runner',
    'ghcr.io/actions/actions-runner:2.337.0',
    '0.14.2',
    '10Gi',
    '500m',
    '--dns=1.1.1.1',
    '-c',
    '/var/lib/docker',
    '$(id -u)',
    'a b',
    'a-b_c',
    "it's",
    '1.2.3.4',
    '8080:80',
    'sh -c "exit 1"',
    'a, b',
    'a#b',
    'a:b',
    '10:99',
    'https://github.com/example/project',
    'v1',
    '0.1-rc',
    'é',
    '日本',
    '😀',
    'nothing',
    'only',
    'yesterday',
  ])('%j', text => expect(written(text)).toBe(text));
});

describe('strings that some parser does not read as strings are quoted', () => {
  test.each([
    ['nothing at all', ['', '~', 'null', 'Null', 'NULL']],
    ['a truth value', ['true', 'False', 'yes', 'NO', 'on', 'Off', 'y', 'N']],
    [
      'a number',
      [
        '0',
        '-1',
        '+1',
        '1_000',
        '0o7',
        '017',
        '0x1F',
        '0b11',
        '1e3',
        '1E+3',
        '.5',
        '1.',
        '.',
        '.inf',
        '-.INF',
        '.NaN',
        '+_2',
        '-_38',
        '0_x1F',
        'e5',
        '+E4',
      ],
    ],
    ['a time or an angle', ['1:30', '-1:30', '1:30:05', '22:22', '1:30.5']],
    ['a date', ['2026-11-21', '2026-1-2', '2026-11-21T10:00:00Z', '2026-11-21 10:00:00']],
    ['a merge, a default', ['<<', '=']],
    [
      'an indicator',
      [
        '-',
        '- a',
        '?',
        ':',
        ': a',
        '[',
        ']',
        '{}',
        ',',
        '#',
        'a #b',
        '&a',
        '*/5 * * * *',
        '!a',
        '|',
        '>',
        "'a",
        '%a',
        '@a',
        '`a',
        'a: b',
        'a:',
        '---',
        '...',
      ],
    ],
    ['blanks to be cut off', [' a', 'a ', '\ta', 'a\t', ' ']],
  ])('%s', (_, texts) => {
    for (const text of texts) expect(written(text)).toBe(JSON.stringify(text));
  });

  test('single quotes when there is a double quote', () => expect(written('"a"')).toBe('\'"a"\''));

  test('double quotes when there are both', () => expect(written('"it\'s"')).toBe(String.raw`"\"it's\""`));
});

describe('characters that parsers fold, drop or refuse are escaped', () => {
  test.each([
    ['U+2028', '\u2028', String.raw`\u2028`],
    ['U+2029', '\u2029', String.raw`\u2029`],
    ['U+0085', '\u0085', String.raw`\u0085`],
    ['U+007F', '\u007f', String.raw`\u007f`],
    ['a byte order mark', '\ufeff', String.raw`\ufeff`],
    ['U+FFFE', '\ufffe', String.raw`\ufffe`],
    ['a carriage return', '\r', String.raw`\r`],
    ['an escape', '\u001b', String.raw`\u001b`],
    ['half a character, the first', '\ud83d', String.raw`\ud83d`],
    ['half a character, the second', '\ude00', String.raw`\ude00`],
    ['nothing', '\0', String.raw`\u0000`],
  ])('%s', (_, character, escape) => {
    expect(written(`a${character}b`)).toBe(`"a${escape}b"`);
    expect(written(`a\n${character}`)).toBe(`"a\\n${escape}"`);
  });
});

describe('a string of several lines', () => {
  test('is a block scalar', () =>
    expect(toYaml({ script: 'set -e\n\nmake\n' })).toBe('script: |\n  set -e\n\n  make\n'));

  test('is stripped (|-) when it has no final newline', () =>
    expect(toYaml({ script: 'a\nb' })).toBe('script: |-\n  a\n  b\n'));

  test('is kept (|+) when it has several final newlines', () =>
    expect(toYaml({ script: 'a\n\n\n', then: 1 })).toBe('script: |+\n  a\n\n\nthen: 1\n'));

  test('keeps its own indentation', () =>
    expect(toYaml({ make: { file: 'all:\n\tgo build\n' } })).toBe('make:\n  file: |\n    all:\n    \tgo build\n'));

  test.each(['a\n \nb', 'a\n  ', ' a\nb', '\ta\nb', '\na', '\n', 'a\r\nb'])(
    'is on one line where parsers differ: %j',
    text => expect(written(text)).toBe(JSON.stringify(text)),
  );

  test('is quoted on one line when it is a key', () => expect(toYaml({ 'a\nb': 1 })).toBe('"a\\nb": 1\n'));
});

describe('maps and lists', () => {
  test('are indented by two spaces', () =>
    expect(toYaml({ a: { b: [{ c: 1, d: { e: true } }, ['f', ['g']]] } })).toBe(
      'a:\n  b:\n    - c: 1\n      d:\n        e: true\n    - - f\n      - - g\n',
    ));

  test('are on the line of their key when empty', () =>
    expect(toYaml({ a: {}, b: [], c: [{}, []] })).toBe('a: {}\nb: []\nc:\n  - {}\n  - []\n'));

  test('have null for undefined values', () =>
    expect(toYaml({ a: null, b: undefined, c: [undefined] })).toBe('a: null\nb: null\nc:\n  - null\n'));

  test('are written in full at each occurrence, without anchors', () => {
    const shared = { b: 1 };
    expect(toYaml({ a: shared, c: shared })).toBe('a:\n  b: 1\nc:\n  b: 1\n');
  });
});

describe('numbers', () => {
  test.each([
    [0, '0'],
    [-0, '-0'],
    [1.5, '1.5'],
    [-1e-7, '-1.0e-7'],
    [1e21, '1.0e+21'],
    [1.5e300, '1.5e+300'],
  ])('%d is %s', (value, yaml) => expect(toYaml({ a: value })).toBe(`a: ${yaml}\n`));
});

describe('values that manifests do not have are written by cdk8s', () => {
  test.each<[string, unknown]>([
    ['an infinite number', { a: [Infinity, -Infinity, NaN] }],
    ['a large integer', { a: 10n ** 30n }],
    ['a date', { a: new Date(0) }],
    ['a map', { a: new Map([['b', 1]]) }],
    ['a long key', { ['a'.repeat(200)]: 1 }],
    ['a list', [1]],
    ['a string', 'a'],
    ['nothing', undefined],
  ])('%s', (_, value) => expect(toYaml(value)).toBe(Yaml.stringify(value)));
});
