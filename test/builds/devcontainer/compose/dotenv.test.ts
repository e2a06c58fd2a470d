import { readDotenv } from '../../../../src/builds/devcontainer/compose/dotenv';

const values = (text: string) => Object.fromEntries(readDotenv(text).map(({ name, value }) => [name, value]));

test.each<[string, string, object]>([
  ['a value', 'A=1', { A: '1' }],
  ['spaces', '  A = 1  ', { A: '1' }],
  ['an empty value', 'A=', { A: '' }],
  ['a name alone', 'A', { A: undefined }],
  ['export', 'export A=1', { A: '1' }],
  ['double quotes', 'A="a b"', { A: 'a b' }],
  ['single quotes', 'A=\'a "b"\'', { A: 'a "b"' }],
  ['escapes', 'A="a\\nb\\t\\"c\\""', { A: 'a\nb\t"c"' }],
  ['no escapes in single quotes', "A='a\\nb'", { A: 'a\\nb' }],
  ['comments', '# A=1\n\nB=2 # two\nC=a#b\nD="a # b" # c', { B: '2', C: 'a#b', D: 'a # b' }],
  ['several lines in quotes', 'A="one\ntwo"\nB=2', { A: 'one\ntwo', B: '2' }],
  ['an equals sign', 'A=b=c', { A: 'b=c' }],
  ['a quote in a value', "A=it's\nB=2", { A: "it's", B: '2' }],
  ['a byte order mark and CRLF', '\ufeffA=1\r\nB=2\r\n', { A: '1', B: '2' }],
])('%s', (_, text, expected) => {
  expect(values(text)).toEqual(expected);
});

test('variables are replaced except in single quotes', () => {
  expect(readDotenv('A=$X\nB="$X"\nC=\'$X\'').map(({ expands }) => expands)).toEqual([true, true, false]);
});
