import { interpolate } from '../../../../src/builds/devcontainer/compose/interpolate';

const ENV = { A: 'a', EMPTY: '', NESTED: '$A' };

test.each([
  ['$A ${A}', 'a a'],
  ['$A_B-$A.b', '-a.b'],
  ['${NONE-x}${NONE:-x}${EMPTY-x}${EMPTY:-x}', 'xxx'],
  ['${A-x}${A:-x}', 'aa'],
  ['${A+x}${EMPTY+x}${EMPTY:+x}${NONE+x}', 'xx'],
  ['${NONE:-${OTHER:-$A}}b', 'ab'],
  ['${NONE:-}', ''],
  ['${NONE:-a:-b-c}', 'a:-b-c'],
  ['${NONE:-{"a": 1}}', '{"a": 1}'],
  ['$$A $${A} 5$$', '$A ${A} 5$'],
  ['${NESTED}', '$A'],
  ['${A?needed}${A:?needed}', 'aa'],
  ['no variable', 'no variable'],
])('%s', (text, result) => {
  expect(interpolate(text, ENV)).toMatchObject({ text: result, problems: [] });
});

test.each([
  ['${1A}', '"${1A}" is no variable; write $$ for a dollar sign'],
  ['${A B}', '"${A B}" is no variable; write $$ for a dollar sign'],
  ['${A', '"${A" is no variable; write $$ for a dollar sign'],
  ['5$', '"$" is no variable; write $$ for a dollar sign'],
  ['$-', '"$-" is no variable; write $$ for a dollar sign'],
  ['${NONE?}', 'NONE must have a value'],
  ['${EMPTY:?say which}', 'EMPTY must have a value: say which'],
])('%s is a problem', (text, problem) => {
  expect(interpolate(text, ENV).problems).toEqual([problem]);
});

test('a variable without a value and without a default is told', () => {
  expect(interpolate('$NONE ${OTHER} ${NONE:-x} ${toString}', ENV).unset).toEqual(['NONE', 'OTHER', 'toString']);
});
