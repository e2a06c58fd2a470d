import { EditError, ListEdit } from '../../../src/cli/configuration/list-edit';

const text = [
  '# who may change this: everybody',
  'namespace:   arc-runners',
  '',
  'runners:   # in the order of their importance',
  '  # the first one',
  '  - name: one          # aligned by hand',
  '    cachePaths: [{target: /a}]',
  '',
  '  # the second one,',
  '  # in two lines',
  '  - name: two',
  '    env:',
  '      TEXT: |',
  '        several lines',
  '',
  'arcVersion: "0.14.2"   # last',
  '',
].join('\n');

const edit = (of: string) => new ListEdit(of, 'runners');

test('braces without a list to add to are told from a file that lacks one', () => {
  expect(() => edit('{ namespace: ci }').append({ name: 'x' })).toThrow(
    new EditError('the configuration is written in braces, without a list runners to add to; write runners: [] there'),
  );
});

describe('an entry more', () => {
  test('stands behind the last one, and every other line is as it was', () => {
    const lines = text.split('\n');
    const added = edit(text).append({ name: 'three', instances: 2 }).split('\n');
    expect(added.filter(line => !lines.includes(line))).toEqual(['  - name: three', '    instances: 2']);
    expect(added.filter(line => lines.includes(line))).toEqual(lines);
    expect(added.indexOf('  - name: three')).toBeGreaterThan(added.indexOf('        several lines'));
    expect(added.indexOf('  - name: three')).toBeLessThan(added.indexOf('arcVersion: "0.14.2"   # last'));
  });

  test.each([
    ['an empty list', 'runners: []\n', 'runners:\n  - name: x\n'],
    [
      'an empty list with a comment',
      'runners: [] # none yet\nnext: 1\n',
      'runners: # none yet\n  - name: x\nnext: 1\n',
    ],
    ['a key without a value', 'runners:\nnext: 1\n', 'runners:\n  - name: x\nnext: 1\n'],
    ['no key at all', 'namespace: ci', 'namespace: ci\nrunners:\n  - name: x\n'],
    [
      'an empty list in braces',
      '{ "namespace": "ci", "runners": [] }\n',
      '{ "namespace": "ci", "runners": [ { name: x } ] }\n',
    ],
    [
      'a list in braces',
      '{ runners: [{ name: y }], namespace: ci }',
      '{ runners: [ { name: y }, { name: x } ], namespace: ci }',
    ],
    ['an empty text', '', 'runners:\n  - name: x\n'],
    ['a list that is not indented', 'runners:\n- name: a\nnext: 1\n', 'runners:\n- name: a\n- name: x\nnext: 1\n'],
    ['a last line without its end', 'runners:\n  - name: a', 'runners:\n  - name: a\n  - name: x\n'],
    ['a list on one line', 'runners: [{ name: a }]  # short\n', 'runners: [ { name: a }, { name: x } ]  # short\n'],
    ['lines that end as on Windows', 'runners:\r\n  - name: a\r\n', 'runners:\r\n  - name: a\r\n  - name: x\r\n'],
    [
      'an entry with an anchor',
      'runners:\n  - &my-base\n    name: a\n',
      'runners:\n  - &my-base\n    name: a\n  - name: x\n',
    ],
  ])('follows %s', (_, before, after) => {
    expect(edit(before).append({ name: 'x' })).toBe(after);
  });
});

describe('an entry less', () => {
  test('takes the comment right above it along, and leaves every other line as it was', () => {
    expect(edit(text).remove(1)).toBe(text.replace(/ {2}# the second one[\s\S]*several lines\n/, ''));
  });

  test('leaves one blank line, not two, where it stood', () => {
    expect(edit(text).remove(0)).toBe(text.replace(/ {2}# the first one[\s\S]*?\n\n/, ''));
  });

  test.each([
    ['the last one is an empty list', 'runners:  # sets\n  - name: a\nnext: 1\n', 'runners: []  # sets\nnext: 1\n'],
    ['one of a list on one line', 'runners: [{ name: b }, { name: a }]\n', 'runners: [ { name: a } ]\n'],
  ])('when it was %s', (_, before, after) => {
    expect(edit(before).remove(0)).toBe(after);
  });
});

describe('an entry changed', () => {
  test('keeps its other keys and its comments', () => {
    const changed = edit(text).change(1, { name: 'two', instances: 3 });
    expect(changed).toBe(text.replace('        several lines\n', '        several lines\n    instances: 3\n'));
  });

  test('has the new value where the old one stood', () => {
    expect(
      edit('runners:\n  - name: a # it\n    instances: 1 # yet\n    auth: { secret: s }\n').change(0, { instances: 2 }),
    ).toBe('runners:\n  - name: a # it\n    instances: 2 # yet\n    auth: { secret: s }\n');
  });

  test('in a list on one line, the list is written anew', () => {
    expect(edit('runners: [{ name: a }]\n').change(0, { instances: 2 })).toBe(
      'runners: [ { name: a, instances: 2 } ]\n',
    );
  });

  test('is refused when it is written elsewhere', () => {
    const shared = 'base: &base { secret: s }\nrunners:\n  - name: a\n    auth: *base\n';
    expect(() => edit(shared).change(0, { instances: 2 })).toThrow(
      new EditError('runners[0] uses *base of elsewhere in the file; change it there, in an editor'),
    );
  });
});
