import { presentSets, removalPlan, setsOfRunner } from '../../../src/cli/apply/removal';
import type { RunnerSummary } from '../../../src/cli/project';
import { applied, CONTROLLER, setObjects } from '../../support/cluster-states';

const runner = (name: string, instances?: number): RunnerSummary => ({
  name,
  repository: 'https://github.com/rubionic/docs',
  mode: 'dind',
  secret: 'github',
  ...(instances !== undefined && { instances }),
});
const secret = applied({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'github', namespace: 'ci' } });
const situation = (...names: string[]) => {
  const owned = [...names.flatMap(name => setObjects(name).map(object => applied(object))), secret];
  return {
    resources: [],
    owned,
    controllers: [CONTROLLER],
    runnerSets: owned.filter(({ kind }) => kind === 'AutoscalingRunnerSet'),
    listening: [],
  };
};

describe('the sets of a runner', () => {
  it.each([
    ['the set of its name', 'docs', ['ci/docs', 'ci/images'], [runner('docs')], ['ci/docs']],
    ['its instances', 'docs', ['ci/docs-1', 'ci/docs-2', 'ci/images'], [runner('docs', 2)], ['ci/docs-1', 'ci/docs-2']],
    ['former instances', 'docs', ['ci/docs-1', 'ci/docs-7'], [runner('docs', 1)], ['ci/docs-1', 'ci/docs-7']],
    [
      'not a set with the name of another runner',
      'docs',
      ['ci/docs', 'ci/docs-1'],
      [runner('docs'), runner('docs-1')],
      ['ci/docs'],
    ],
    [
      'not a set whose name only starts with it',
      'docs',
      ['ci/docs', 'ci/docs-old', 'ci/docs2'],
      [runner('docs')],
      ['ci/docs'],
    ],
    ['a set that only the cluster has', 'old', ['ci/old'], [runner('docs')], ['ci/old']],
    ['none if it is not in the cluster', 'docs', [], [runner('docs')], []],
  ])('are %s', (_, name, present, configured, expected) => {
    expect(setsOfRunner(name, present, configured)).toEqual(expected);
  });

  it.each([
    ['dcos', 'unknown runner "dcos"; did you mean docs?; known runners: docs, images'],
    ['something-else', 'unknown runner "something-else"; known runners: docs, images'],
  ])('are refused for %s, an unknown runner', (name, message) => {
    expect(() => setsOfRunner(name, ['ci/images'], [runner('docs')])).toThrow(message);
  });

  it('are refused without any runner', () => {
    expect(() => setsOfRunner('docs', [], [])).toThrow('unknown runner "docs"; known runners: none');
  });
});

describe('removal', () => {
  it('of one set keeps the others and their credentials', () => {
    const { sets, others } = removalPlan('tests', situation('docs', 'images'), ['ci/docs']);
    expect(sets.map(({ set, action }) => [set, action])).toEqual([['ci/docs', 'delete']]);
    expect(others).toEqual([]);
  });

  it('of all sets also deletes the credentials, last', () => {
    const { others, steps } = removalPlan('tests', situation('docs', 'images'), ['ci/docs', 'ci/images']);
    expect(others).toEqual([{ object: 'Secret ci/github', action: 'delete', fields: [] }]);
    expect(steps.at(-1)?.id).toBe('prune');
  });

  it('does not touch the controller', () => {
    expect(removalPlan('tests', situation('docs'), ['ci/docs'])).not.toHaveProperty('controller');
  });

  it('finds every set of the configuration', () => {
    expect(presentSets(situation('docs', 'images'))).toEqual(['ci/docs', 'ci/images']);
  });
});
