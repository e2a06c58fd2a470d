import * as fc from 'fast-check';
import { stringify } from 'yaml';
import { ConfigFileError } from '../../../src';
import { readCinchFile } from '../../../src/builds/cinch-file/read';
import { fileOf, keysOf, SAMPLES } from './samples';

const FORMS = ['nested', 'flat'] as const;

const words = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    'x',
    '/',
    '.',
    '..',
    '~',
    '~/x',
    './x',
    '/a/../b',
    'a:b',
    '/a:/b',
    '/a:/b:ro',
    'none',
    'auto',
    'host',
    'no',
    'on',
    '30m',
    '0s',
    '-5m',
    '4g',
    '4Gi',
    '0',
    '-1',
    '500m',
    'node:20',
    'Node',
    'devcontainer.json',
    '0 0 * * *',
    '@daily',
    'postgres',
    'localhost',
    'A_TOKEN',
    'toString',
    '__proto__',
    'constructor',
    '<<',
    'a\nb',
    '\0',
    '\ud800',
    'ключ',
    'x'.repeat(300),
  ),
  fc.string(),
);
const values = fc.oneof(
  words,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1,
    1.5,
    30,
    1e21,
    -0,
    NaN,
    Infinity,
    [],
    {},
    [null],
    [[]],
    ['x', 'x'],
  ),
  fc.constantFrom<unknown>({ name: 'x', path: 'y' }, [{ name: 'x', path: 'y' }], { x: { image: 'redis' } }, [
    { image: 1 },
  ]),
  fc.jsonValue(),
);
const names = fc.oneof(
  fc.constantFrom(...new Set(FORMS.flatMap(keysOf).map(path => path.split('.').at(-1)?.replace('[]', '') as string))),
  words,
);

/** Reads a text. If it is refused, each line of the error has a position in the text, and the last their number. */
function readsOrPoints(text: string): void {
  try {
    const { source, notices } = readCinchFile(text, '.cinch.yaml');
    expect(source.lines(notices)).toHaveLength(notices.length);
  } catch (error) {
    if (!(error instanceof ConfigFileError)) throw error;
    const lines = error.message.split('\n');
    expect(lines.pop()).toBe(`${lines.length} ${lines.length === 1 ? 'error' : 'errors'}; nothing was written`);
    for (const line of lines) {
      const [, row, column] = /^\.cinch\.yaml:(\d+):(\d+) {2}\S/.exec(line) ?? [];
      expect(text.split('\n')[Number(row) - 1]?.length).toBeGreaterThanOrEqual(Number(column) - 1);
    }
  }
}

test('any value of any keys is read or refused', () => {
  fc.assert(
    fc.property(fc.dictionary(names, values, { maxKeys: 5 }), fc.constantFrom('command', 'build', ''), (file, key) =>
      readsOrPoints(stringify(key === '' ? file : { ...file, [key]: 'make' })),
    ),
    { numRuns: 1000 },
  );
});

test('any value of any key is read or refused', () => {
  const places = FORMS.flatMap(form => keysOf(form).map(key => [form, key] as const));
  fc.assert(
    fc.property(fc.constantFrom(...places), values, ([form, key], value) =>
      readsOrPoints(fileOf(form, key, SAMPLES[form][key] as never, value)),
    ),
    { numRuns: 1000 },
  );
});

test('any text is read or refused', () => {
  const pieces = fc.oneof(
    names,
    fc.constantFrom(
      ': ',
      '\n',
      '  ',
      '- ',
      '[',
      ']',
      '{',
      '}',
      ', ',
      '&a ',
      '*a',
      '!!str ',
      '"',
      "'",
      '#',
      '|\n',
      '---\n',
      '\t',
    ),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 20 }), list => readsOrPoints(list.join(''))),
    { numRuns: 1000 },
  );
  fc.assert(fc.property(values, value => readsOrPoints(stringify(value))));
});

test('a file is read the same twice, and in any order of its keys', () => {
  const samples = FORMS.flatMap(form =>
    Object.entries(SAMPLES[form]).map(([key, sample]) => fileOf(form, key, sample)),
  );
  fc.assert(
    fc.property(fc.constantFrom(...samples), text => {
      const file = JSON.parse(text) as object;
      const reversed = Object.fromEntries(Object.entries(file).reverse());
      const [once, twice, other] = [text, text, stringify(reversed)].map(each => readCinchFile(each, 'a').config);
      expect(twice).toEqual(once);
      expect(other).toEqual(once);
    }),
  );
});
