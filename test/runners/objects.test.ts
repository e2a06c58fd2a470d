import { DindRunnerSet } from '../../src';
import { everyMode, modes } from '../support/modes';
import { docs, runnerChart, synthSet, type Manifest } from '../support/sets';

const hooked = [
  'ServiceAccount docs-gha-rs-kube-mode',
  'Role docs-gha-rs-kube-mode',
  'RoleBinding docs-gha-rs-kube-mode',
  'Role docs-gha-rs-manager',
  'RoleBinding docs-gha-rs-manager',
];

const unhooked = [
  'ServiceAccount docs-gha-rs-no-permission',
  'Role docs-gha-rs-manager',
  'RoleBinding docs-gha-rs-manager',
  'AutoscalingRunnerSet docs',
];

test.each([
  ['runner', unhooked],
  ['kubernetes', [...hooked, 'AutoscalingRunnerSet docs']],
  ['kubernetes-novolume', [...hooked, 'AutoscalingRunnerSet docs']],
  ['dind', unhooked],
  ['cached-privileged-kubernetes', [...hooked, 'ConfigMap docs-gha-rs-hook-extension', 'AutoscalingRunnerSet docs']],
] as const)('a set of mode %s has these objects', (type, names) => {
  expect(synthSet({ containerMode: everyMode[type] }).names).toEqual(names);
});

test('a hook extension adds one object', () => {
  const [plain, extended] = [synthSet(), synthSet({ jobPod: { labels: { team: 'web' } } })];
  expect(extended.names.filter(name => !plain.names.includes(name))).toEqual(['ConfigMap docs-gha-rs-hook-extension']);
});

describe.each(modes)('a set of mode %s', (_, containerMode) => {
  test('has every object in the namespace of its chart', () => {
    const { manifests } = synthSet({ containerMode }, { namespace: 'ci' });
    expect(new Set(manifests.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['ci']));
  });

  test('uses the ServiceAccount that it creates for its pods', () => {
    const set = synthSet({ containerMode });
    expect(set.pod.serviceAccountName).toBe(set.one('ServiceAccount').metadata.name);
  });

  test('has no Secret, since credentials are references', () => {
    expect(synthSet({ containerMode }).ofKind('Secret')).toEqual([]);
  });

  test('never restarts a runner in its pod, which runs one job', () => {
    expect(synthSet({ containerMode }).pod.restartPolicy).toBe('Never');
  });

  test('has a container named runner, which ARC requires', () => {
    expect(synthSet({ containerMode }).pod.containers[0]?.name).toBe('runner');
  });

  test('writes no null and no empty object without a prop', () => {
    const nothing = (value: Manifest, path: string): string[] => {
      if (value === null || value === undefined) return [path];
      if (typeof value !== 'object') return [];
      const entries = Object.entries(value);
      // An emptyDir without options is an empty object.
      return entries.length === 0 && !path.endsWith('.emptyDir')
        ? [path]
        : entries.flatMap(([key, inner]) => nothing(inner, `${path}.${key}`));
    };
    expect(synthSet({ containerMode }).manifests.flatMap(manifest => nothing(manifest, manifest.kind))).toEqual([]);
  });
});

test('the AutoscalingRunnerSet has the GitHub URL and the Secret', () => {
  expect(synthSet().runnerSet.spec).toMatchObject({
    githubConfigUrl: 'https://github.com/rubionic/docs',
    githubConfigSecret: 'github',
    runnerScaleSetName: 'docs',
  });
});

test('fields without a prop can be set on the AutoscalingRunnerSet', () => {
  const chart = runnerChart();
  const set = new DindRunnerSet(chart, 'set', docs);
  set.scaleSets[0]?.resource.metadata.addAnnotation('example.com/owner', 'web');
  const manifest = chart.toJson().find(({ kind }) => kind === 'AutoscalingRunnerSet');
  expect(manifest.metadata.annotations).toHaveProperty(['example.com/owner'], 'web');
});

describe('several instances', () => {
  const three = synthSet({ name: 'web', instances: 3 });

  test('are scale sets with a number each', () => {
    expect(three.ofKind('AutoscalingRunnerSet').map(({ metadata }) => metadata.name)).toEqual([
      'web-1',
      'web-2',
      'web-3',
    ]);
    expect(three.set.scaleSets.map(({ runnerScaleSetName }) => runnerScaleSetName)).toEqual([
      'web-1',
      'web-2',
      'web-3',
    ]);
  });

  test('have their own objects', () => {
    expect(new Set(three.names).size).toBe(3 * synthSet().names.length);
  });

  test('differ only in their number', () => {
    const [first, second] = three.ofKind('AutoscalingRunnerSet').map(manifest => JSON.stringify(manifest));
    expect(first?.replaceAll('web-1', 'web-2')).toBe(second);
  });

  test('have no number if there is one', () => {
    expect(synthSet({ instances: 1 }).manifests).toEqual(synthSet().manifests);
  });
});
