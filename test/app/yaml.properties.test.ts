import fc from 'fast-check';
import { Yaml } from 'cdk8s';
import { parse } from 'yaml';
import { toYaml } from '../../src/app/yaml';

const { load } = jest.requireActual<{ load: (yaml: string) => unknown }>('js-yaml');

const readers: [string, (yaml: string) => unknown][] = [
  ['yaml, by YAML 1.2', yaml => parse(yaml) as unknown],
  ['yaml, by YAML 1.1', yaml => parse(yaml, { version: '1.1' }) as unknown],
  ['js-yaml', load],
];

const odd = [
  '',
  ' ',
  '~',
  'null',
  'NULL',
  'y',
  'NO',
  'on',
  'tRue',
  '=',
  '<<',
  '1_000',
  '+_2',
  '0_x1F',
  '0o7',
  '017',
  '08',
  '0x1F',
  '0b11',
  '1:30',
  '1:30.5',
  '.inf',
  '.NaN',
  '1e3',
  'e5',
  '+E4',
  '1.',
  '.',
  '0.14.2',
  '2026-11-21',
  '2026-1-2',
  '2026-11-21T10:00:00Z',
  '- a',
  '?',
  ': a',
  '---',
  '...',
  '[',
  '{}',
  ',',
  'a #b',
  '&a',
  '*a',
  '!!str',
  '|',
  '>-\n a',
  "'",
  '"',
  '%a',
  '@a',
  '`a',
  'a:',
  'a: b',
  'a ',
  'a\t',
  'a\tb',
  '\u2028',
  'a\u2029b',
  '\u0085',
  '\u007f',
  '\ufeffa',
  '\ufffe',
  '\0',
  '\ud83d',
  'é😀',
  'a\n',
  'a\nb',
  'a\n\n\nb\n\n',
  '\na',
  ' a\nb',
  'a\n\tb',
  'a\n \nb',
  'a\n  ',
  'a\r\nb',
  '# a\nb',
  '---\na\n',
  'a\n...\n',
  '%YAML\nb',
  '\\n',
];
const indicators = fc.constantFrom(...' \n\t-?:#,[]{}&*!|>\'"%@`~=<.+0159eExob_TZyYnNaf');
const text = fc.oneof(
  fc.constantFrom(...odd),
  fc.string({ unit: indicators, maxLength: 8 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.string({ maxLength: 12 }),
);
const key = text.filter(name => name !== '__proto__');
const scalar = fc.oneof(
  { weight: 4, arbitrary: text },
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).filter(value => !Object.is(value, -0)),
  fc.boolean(),
  fc.constant(null),
);
const { value } = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const documents = fc.dictionary(key, value, { maxKeys: 5, noNullPrototype: true });

describe.each(readers)('%s', (_, read) => {
  test('reads every document unchanged', () => {
    fc.assert(
      fc.property(documents, document => expect(read(toYaml(document))).toEqual(document)),
      { numRuns: 1500 },
    );
  });

  test.each(odd)('reads %j as key and value, in lists and maps', text => {
    const document = { [text]: text, list: [text, [text], { [text]: [text] }], last: text };
    expect(read(toYaml(document))).toEqual(document);
  });
});

test('documents of ordinary words and numbers are written exactly as by cdk8s', () => {
  const words = fc.oneof(fc.stringMatching(/^[a-z][-a-z0-9._/ ]{0,20}[a-z]\n?$/), fc.integer(), fc.boolean());
  const { tree } = fc.letrec(tie => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      words,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[a-z]{2,12}$/), tie('tree'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{2,12}$/), tree, { noNullPrototype: true }), document => {
      expect(toYaml(document)).toBe(Yaml.stringify(document));
    }),
    { numRuns: 500 },
  );
});
