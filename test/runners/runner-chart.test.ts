import { App, Chart } from 'cdk8s';
import {
  DindRunnerSet,
  KubernetesNoVolumeRunnerSet,
  NvmeCacheVolume,
  RunnerChart,
  type RunnerDefaults,
} from '../../src';
import { docs, findingsOf, synthSet } from '../support/sets';

const controller = { namespace: 'arc', name: 'controller' };

describe('a default of a chart', () => {
  test('can be the ServiceAccount of the controller', () => {
    const [subject] = synthSet({}, { controller: { serviceAccount: controller } }).one(
      'RoleBinding',
      '-manager',
    ).subjects;
    expect(subject).toMatchObject(controller);
  });

  test('can be the root of caches', () => {
    const { extension } = synthSet({ caches: [NvmeCacheVolume.named('npm')] }, { cacheRoot: '/nvme/cache' });
    expect(extension.spec.volumes).toEqual([
      { name: 'cache-npm', hostPath: { path: '/nvme/cache/docs/npm', type: 'DirectoryOrCreate' } },
    ]);
  });

  test('can be the directories that caches may use', () => {
    const caches = [NvmeCacheVolume.named('npm', { source: '/fast/npm' })];
    expect(findingsOf(() => synthSet({ caches }))).toEqual([
      expect.stringMatching(/^caches\[0\]\.source: "\/fast\/npm" is outside the directories that caches may use/),
    ]);
    expect(synthSet({ caches }, { hostRoots: ['/fast'] }).extension.spec.volumes[0].hostPath.path).toBe('/fast/npm');
  });

  test.each<[keyof RunnerDefaults, RunnerDefaults, RunnerDefaults]>([
    [
      'controller',
      { controller: { serviceAccount: controller } },
      { controller: { serviceAccount: { namespace: 'x', name: 'x' } } },
    ],
    ['cacheRoot', { cacheRoot: '/nvme/set' }, { cacheRoot: '/nvme/chart' }],
    ['hostRoots', { hostRoots: ['/fast'], cacheRoot: '/fast' }, { hostRoots: ['/slow'] }],
  ])('is overridden by a prop of a set: %s', (_, own, defaults) => {
    const caches = [NvmeCacheVolume.named('npm')];
    expect(synthSet({ caches, ...own }, defaults).manifests).toEqual(synthSet({ caches, ...own }).manifests);
  });

  test('is not overridden by an undefined prop', () => {
    const given = synthSet({ controller: undefined }, { controller: { serviceAccount: controller } });
    expect(given.one('RoleBinding', '-manager').subjects).toMatchObject([controller]);
  });
});

test.each(['', 'Arc', 'arc_runners', 'a.b', '-arc', 'n'.repeat(64)])('a namespace must not be %j', namespace => {
  expect(findingsOf(() => new RunnerChart(new App(), 'runners', { namespace }))).toEqual([
    `namespace: must be a DNS label of at most 63 characters, got ${JSON.stringify(namespace)}`,
  ]);
});

test('the error for a namespace has the path of the chart', () => {
  expect(() => new RunnerChart(new App(), 'runners', { namespace: '' })).toThrow('[runners] namespace: ');
});

test.each([
  [{ 'a b': 'c' }, '["a b"]: must be a name such as team or example.com/team, got "a b"'],
  [{ team: 'web app' }, '.team: must have at most 63 letters, digits, -, _ and ., starting and ending with a'],
])('the labels %j of a chart are refused', (labels, message) => {
  expect(() => new RunnerChart(new App(), 'runners', { namespace: 'arc-runners', labels })).toThrow(
    `[runners] labels${message}`,
  );
});

describe('in a plain cdk8s app and chart', () => {
  const plain = (namespace?: string) => new Chart(new App(), 'runners', { namespace });

  test('a set is the same as in a RunnerChart', () => {
    const chart = plain('arc-runners');
    new KubernetesNoVolumeRunnerSet(chart, 'set', docs);
    expect(chart.toJson()).toEqual(synthSet().manifests);
  });

  test('a set without a namespace is refused', () => {
    expect(findingsOf(() => new DindRunnerSet(plain(), 'set', docs))).toEqual([
      expect.stringMatching(/^namespace: is required, since the chart has no namespace; set it, or use RunnerChart$/),
    ]);
  });

  test('an invalid namespace is refused', () => {
    expect(findingsOf(() => new DindRunnerSet(plain('Arc_Runners'), 'set', docs))).toEqual([
      expect.stringMatching(/^namespace: must be a DNS label/),
    ]);
  });

  test('other objects can be in the chart', () => {
    const chart = plain('arc-runners');
    new DindRunnerSet(chart, 'set', docs);
    new NvmeCacheVolume(chart, 'scratch', { source: '/nvme/scratch', target: '/scratch' });
    expect(chart.toJson()).toHaveLength(4);
  });

  test("a field named defaults of the user's chart is not used", () => {
    class MyChart extends Chart {
      readonly defaults = { maxRunners: 99, env: { LANG: 'C' } };
    }
    const chart = new MyChart(new App(), 'runners', { namespace: 'arc-runners' });
    new KubernetesNoVolumeRunnerSet(chart, 'set', docs);
    expect(chart.toJson()).toEqual(synthSet().manifests);
  });
});
