import { everyMode, modes } from '../support/modes';
import { findingsOf, synthSet } from '../support/sets';

describe.each(modes)('a name in mode %s', (type, containerMode) => {
  const budget = ['runner', 'dind'].includes(type) ? 45 : 35;

  test('may have the maximum length', () => {
    expect(synthSet({ containerMode, name: 'n'.repeat(budget) }).runnerSet.metadata.name).toHaveLength(budget);
  });

  test('may have the maximum length with the number of an instance', () => {
    const names = synthSet({ containerMode, name: 'n'.repeat(budget - 2), instances: 9 })
      .ofKind('AutoscalingRunnerSet')
      .map(({ metadata }) => metadata.name);
    expect(names.at(-1)).toHaveLength(budget);
  });

  test('is too long if the name of its highest instance is too long', () => {
    const name = 'n'.repeat(budget - 2);
    expect(findingsOf(() => synthSet({ containerMode, name, instances: 10 }))).toEqual([
      expect.stringContaining(
        `must have at most ${budget} characters with its instance number (${name}-10) in containerMode ` +
          `${type}, got ${budget + 1}`,
      ),
    ]);
  });

  test('that is too long is refused with the number of characters to remove', () => {
    expect(findingsOf(() => synthSet({ containerMode, name: 'n'.repeat(budget + 7) }))).toEqual([
      expect.stringMatching(/^name: .*; shorten it by 7$/),
    ]);
  });
});

test('a long name is refused since job pods would get the same name, in modes with job pods', () => {
  expect(findingsOf(() => synthSet({ containerMode: everyMode.kubernetes, name: 'n'.repeat(36) }))).toEqual([
    expect.stringContaining('longer names give job pods of two runners the same name'),
  ]);
});

test('a long name is refused since ARC would build invalid names, in modes without job pods', () => {
  expect(findingsOf(() => synthSet({ containerMode: everyMode.dind, name: 'n'.repeat(46) }))).toEqual([
    expect.stringContaining('longer names give objects of ARC names that Kubernetes refuses'),
  ]);
});

test.each(['', 'Docs', 'my_docs', 'docs-', '-docs', 'my.docs', 'my docs', 'dócs', 'docs\n'])(
  'the name %j is refused',
  name => {
    expect(findingsOf(() => synthSet({ name }))).toEqual([
      'name: must be lower-case letters, digits and -, starting and ending with a letter or digit, got ' +
        `${JSON.stringify(name)}`,
    ]);
  },
);

test.each(['d', '1', '4ci', 'a--b', 'rubionic-workspace'])('the name %j is written unchanged', name => {
  expect(synthSet({ name }).runnerSet).toMatchObject({ metadata: { name }, spec: { runnerScaleSetName: name } });
});
