import { ListEdit } from '../../../src/cli/configuration/list-edit';
import { EditError } from '../../../src/cli/configuration/yaml-text';

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

test('a file in braces without the list is refused', () => {
  expect(() => edit('{ namespace: ci }').append({ name: 'x' })).toThrow(
    new EditError('the configuration is written in braces and has no list runners; add runners: [] to it'),
  );
});

describe('an added entry', () => {
  test('follows the last entry, and no other line changes', () => {
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
      '{ runners: [{ name: y }, { name: x }], namespace: ci }',
    ],
    ['an empty text', '', 'runners:\n  - name: x\n'],
    ['a list that is not indented', 'runners:\n- name: a\nnext: 1\n', 'runners:\n- name: a\n- name: x\nnext: 1\n'],
    ['a last line without a line break', 'runners:\n  - name: a', 'runners:\n  - name: a\n  - name: x\n'],
    ['a list on one line', 'runners: [{ name: a }]  # short\n', 'runners: [{ name: a }, { name: x }]  # short\n'],
    ['a list without spaces', 'runners: [{name: a},]\n', 'runners: [{name: a}, {name: x},]\n'],
    [
      'a list in brackets on several lines',
      '{\n  "runners": [\n    {"name": "a"}  # it\n  ]\n}\n',
      '{\n  "runners": [\n    {"name": "a"},\n    {name: x}  # it\n  ]\n}\n',
    ],
    ['line breaks of Windows', 'runners:\r\n  - name: a\r\n', 'runners:\r\n  - name: a\r\n  - name: x\r\n'],
    [
      'an entry with an anchor',
      'runners:\n  - &my-base\n    name: a\n',
      'runners:\n  - &my-base\n    name: a\n  - name: x\n',
    ],
  ])('follows %s', (_, before, after) => {
    expect(edit(before).append({ name: 'x' })).toBe(after);
  });
});

describe('a removed entry', () => {
  test('is removed with the comment right above it, and no other line changes', () => {
    expect(edit(text).remove(1)).toBe(text.replace(/ {2}# the second one[\s\S]*several lines\n/, ''));
  });

  test('leaves one blank line, not two', () => {
    expect(edit(text).remove(0)).toBe(text.replace(/ {2}# the first one[\s\S]*?\n\n/, ''));
  });

  test.each([
    [
      'that was the last one: the list is empty',
      'runners:  # sets\n  - name: a\nnext: 1\n',
      'runners: []  # sets\nnext: 1\n',
    ],
    ['that was the first of a list on one line', 'runners: [{name: b}, {name: a}]\n', 'runners: [{name: a}]\n'],
    ['that was the only one of a list on one line', 'runners: [{ name: b }] # it\n', 'runners: [] # it\n'],
  ])('%s', (_, before, after) => {
    expect(edit(before).remove(0)).toBe(after);
  });
});

test('the last entry of a list in brackets is removed with the comma before it', () => {
  expect(edit('runners: [ { name: a },\n  { name: b } ]\n').remove(1)).toBe('runners: [ { name: a } ]\n');
});

describe('a changed entry', () => {
  test('keeps its other keys and its comments', () => {
    const changed = edit(text).change(1, { name: 'two', instances: 3 });
    expect(changed).toBe(text.replace('        several lines\n', '        several lines\n    instances: 3\n'));
  });

  test('has the new value in the place of the old one', () => {
    expect(
      edit('runners:\n  - name: a # it\n    instances: 1 # yet\n    auth: { secret: s }\n').change(0, { instances: 2 }),
    ).toBe('runners:\n  - name: a # it\n    instances: 2 # yet\n    auth: { secret: s }\n');
  });

  const ugly = [
    'runners:',
    '  - {name: z,   instances:  1}',
    '',
    '  -   name:   "a"     # it',
    "      caches: [npm,  'go-mod']",
    '      auth:           # mine',
    '        # the Secret',
    '        secret:   s   # here',
    '      env: {A:  "1"}',
    '      cachePaths:     # on NVMe',
    '        - {target: /a}',
    '        -   target: /b',
    '      instances:',
    '',
    '# the end',
    '',
  ];

  test.each([
    ['an equal value', { caches: ['npm', 'go-mod'], name: 'a', cachePaths: [{ target: '/a' }, { target: '/b' }] }, {}],
    ['a list in brackets', { caches: ['npm', 'pip, too'] }, { 4: '      caches: [npm, "pip, too"]' }],
    ['a key without a value', { instances: 2 }, { 12: '      instances: 2' }],
    ['a quoted value', { name: 'b' }, { 3: '  -   name:   b     # it' }],
    ['a key of a map', { auth: { secret: 't' } }, { 7: '        secret:   t   # here' }],
    [
      'a further key of a map',
      { auth: { secret: 's', revision: '2' } },
      { 7: '        secret:   s   # here\n        revision: "2"' },
    ],
    ['a further key', { minRunners: 1 }, { 12: '      instances:\n      minRunners: 1' }],
    ['a list of lines', { cachePaths: [{ target: '/c' }] }, { 10: '        - target: /c', 11: undefined }],
    [
      'a list of lines by an empty list',
      { cachePaths: [] },
      { 9: '      cachePaths: []', 10: undefined, 11: undefined },
    ],
    ['two keys', { name: 'b', instances: 2 }, { 3: '  -   name:   b     # it', 12: '      instances: 2' }],
  ])('with no other character changed: %s', (_, values, lines: Record<number, string | undefined>) => {
    const expected = ugly.flatMap((line, number) => (number in lines ? (lines[number] ?? []) : [line]));
    expect(edit(ugly.join('\n')).change(1, values)).toBe(expected.join('\n'));
    const onWindows = edit(ugly.join('\r\n')).change(1, values);
    expect(onWindows).toBe(expected.join('\n').replaceAll('\n', '\r\n'));
  });

  test.each([
    ['{name: z,   instances:  1}', { instances: 2 }, '{name: z,   instances:  2}'],
    ['{name: z,   instances:  1}', { mode: 'a, b', min: 1 }, '{name: z,   instances:  1, mode: "a, b", min: 1}'],
    [
      '{ name: z, auth: {secret: s} }',
      { auth: { secret: 's', revision: 'r' } },
      '{ name: z, auth: {secret: s, revision: r} }',
    ],
    ['{ name: z, auth: { secret: s, revision: q } }', { auth: { secret: 't' } }, '{ name: z, auth: { secret: t } }'],
    ['{ name: z,\n      instances: 1 }', { min: 1 }, '{ name: z,\n      instances: 1,\n      min: 1 }'],
    ['{ name: z, instances: }', { instances: 1, min: 0 }, '{ name: z, instances: 1, min: 0 }'],
  ])('in braces: %s', (entry, values, changed) => {
    for (const list of ['runners:\n  - X # it\n', 'runners: [ X ]\n', '{ runners: [X, {name: other}] }'])
      expect(edit(list.replace('X', entry)).change(0, values)).toBe(list.replace('X', changed));
  });

  test.each([
    ['a string of several lines', 'name: |\n      old\n    next: 1\n', { name: 'b' }, 'name: b\n    next: 1\n'],
    ['a last line without a line break', 'name: a', { next: 1 }, 'name: a\n    next: 1\n'],
    ['an alias of a whole value', 'auth: *base\n', { auth: { secret: 't' } }, 'auth: { secret: t }\n'],
    ['an alias next to it', 'auth: *base\n', { instances: 2 }, 'auth: *base\n    instances: 2\n'],
  ])('with %s', (_, entry, values, changed) => {
    const head = 'base: &base { secret: s }\nrunners:\n  - ';
    expect(edit(head + entry).change(0, values)).toBe(head + changed);
  });

  test.each([
    [
      '  - auth: &own { secret: s }\n  - auth: *own\n',
      'has the anchor &own, and *own elsewhere in the file would change too',
    ],
    ['  - &one\n    name: a\n  - *one\n', 'has the anchor &one, and *one elsewhere in the file would change too'],
  ])('is refused if another part of the file would change too: %j', (entries, message) => {
    const refused = new EditError(`runners[0] ${message}; edit the file yourself`);
    expect(() => edit(`runners:\n${entries}`).change(0, { name: 'b', auth: { secret: 't' } })).toThrow(refused);
  });

  test('is refused if the entry is an alias', () => {
    expect(() => edit('runners:\n  - &one { name: a }\n  - *one\n').change(1, { name: 'b' })).toThrow(
      new EditError('runners[1] is the alias *one; edit the file yourself'),
    );
  });
});
