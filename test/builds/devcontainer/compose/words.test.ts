import { splitWords } from '../../../../src/builds/devcontainer/compose/words';

test.each<[string, string[] | undefined]>([
  ['npm start', ['npm', 'start']],
  ['  a   b\n c ', ['a', 'b', 'c']],
  [`sh -c "a 'b' \\"c\\" \\n"`, ['sh', '-c', `a 'b' "c" \\n`]],
  [`a'b c'"d e"f\\ g`, ['ab cd ef g']],
  [`'' ""`, ['', '']],
  ['', []],
  [`a 'b`, undefined],
  ['a "b', undefined],
  ['a \\', undefined],
])('%j', (command, words) => {
  expect(splitWords(command)).toEqual(words);
});
