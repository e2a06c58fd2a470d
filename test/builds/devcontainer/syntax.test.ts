import { read, refusal, notices } from './reading';
import { unmarked } from '../../config/files';

/** Expects the mistake at the mark ➤ of the text. */
function expectMistakes(marked: string, ...messages: string[]): void {
  const { text, places } = unmarked(marked);
  expect(refusal(text)).toEqual(
    messages.map((message, index) => `.devcontainer/devcontainer.json:${places[index]}  ${message}`),
  );
}

describe('a syntax error is refused at its position', () => {
  test.each([
    ['an empty file', '➤', 'is empty; give an object'],
    ['comments alone', '➤// later\n', 'is empty; give an object'],
    [
      'a word that is no value',
      '{ "image": ➤yes }',
      'is no JSON value; write a string in double quotes, a number, true, false, null, a list or an object',
    ],
    [
      'single quotes',
      '{ "image": ➤\'debian:12\' }',
      'is no JSON value; write a string in double quotes, a number, true, false, null, a list or an object',
    ],
    ['a number that ends early', '{ "image": ➤1. }', 'the number does not end'],
    [
      'a key without quotes',
      '{ ➤image: "debian:12" }',
      'is no JSON value; write a string in double quotes, a number, true, false, null, a list or an object',
    ],
    ['a key that is missing', '{ ➤: 1 }', 'a key in double quotes is missing'],
    ['a value that is missing', '{ "image": ➤}', 'a value is missing'],
    ['a colon that is missing', '{ "image" ➤"debian:12" }', 'a colon is missing after the key'],
    ['a comma that is missing', '{ "image": "debian:12" ➤"init": true }', 'a comma is missing'],
    ['a brace that is missing', '{ "image": "debian:12"➤', 'a closing brace is missing'],
    ['a bracket that is missing', '{ "runArgs": [ "--init"➤', 'a closing bracket is missing'],
    ['text after the object', '{ "image": "debian:12" } ➤}', 'text after the end of the object; remove it'],
    ['a comment without an end', '{ "image": "debian:12" } ➤/* later', 'the comment does not end; write */'],
    [
      'a string without an end',
      '{ "image": ➤"debian:12\n}',
      'the string does not end on its line; write \\n for a line break',
    ],
    [
      'an invalid Unicode escape',
      '{ "image": ➤"\\u12" }',
      'is no Unicode escape; write four hexadecimal digits after \\u',
    ],
    ['an invalid escape', '{ "image": ➤"\\d" }', 'is no escape; write \\\\ for a backslash'],
    [
      'a tab in a string',
      '{ "image": ➤"a\tb" }',
      'a control character must be escaped in a string; write \\t for a tab',
    ],
  ])('%s', (_, text, message) => expectMistakes(text, message));

  test('with others, in the order of the file', () => {
    expectMistakes('{\n  "image": ➤,\n  "init" ➤true\n}', 'a value is missing', 'a colon is missing after the key');
  });

  test('also in a text that would overflow the parser', () => {
    const deep = `${'['.repeat(100_000)}`;
    expect(refusal(deep)).toEqual(['.devcontainer/devcontainer.json:1:101  is nested too deeply']);
  });
});

test('comments are allowed', () => {
  expect(read('// Base\n{ /* pinned */ "image": "debian:12" }').image).toEqual({ kind: 'image', image: 'debian:12' });
});

test('a byte order mark is allowed', () => {
  expect(read('\ufeff{ "image": "debian:12" }').image).toEqual({ kind: 'image', image: 'debian:12' });
});

test('a trailing comma is allowed with a notice', () => {
  expect(notices('{\n  "image": "debian:12", // pinned\n}')).toEqual([
    '.devcontainer/devcontainer.json:1:1  trailing comma in line 2; JSON does not allow it',
  ]);
  expect(notices('{ "image": "debian:12", "runArgs": ["--init",] }')).toHaveLength(1);
  expect(notices('{ "image": "debian:12", "runArgs": ["--init"], "mounts": [] }')).toEqual([]);
});

describe('JSON that tools read differently is refused', () => {
  test('a duplicate key', () => {
    expectMistakes(
      '{ "image": "debian:11", ➤"image": "debian:12" }',
      'image: duplicate key; other tools use only the last one; remove one',
    );
  });

  test('a key that would be the prototype of its object', () => {
    expectMistakes(
      '{ "image": "debian:12", ➤"__proto__": { "privileged": true } }',
      '__proto__: is not allowed: other tools read it as keys of its parent',
    );
  });

  test('a NUL character', () => {
    expectMistakes(
      '{ "image": "debian:12", "postCreateCommand": ➤"a\\u0000b" }',
      'postCreateCommand: must not contain a NUL character (\\u0000)',
    );
  });

  test('half of a surrogate pair', () => {
    expectMistakes(
      '{ "image": "debian:12", "containerEnv": { "A": ➤"\\ud800" } }',
      'containerEnv.A: must not contain half of a surrogate pair',
    );
  });

  test('but not in what only editors read', () => {
    expect(notices('{ "image": "debian:12", "customizations": { "a": 1, "a": "\\ud800" } }')).toEqual([]);
  });
});
