import {
  ContainerMode,
  DeskrunApp,
  NvmeCacheVolume,
  RunnerChart,
  RunnerNamespace,
  RunnerSet,
  type RunnerNamespaceProps,
  type RunnerSetProps,
} from '../../src';
import { manifestProblems } from '../support/manifests';
import { everyMode } from '../support/modes';
import { docs, findingsOf, type Manifest } from '../support/sets';

/** A namespace `ci` in a chart of its own, and a chart in it with these sets. */
function chartsOf(
  sets: Partial<RunnerSetProps>[],
  props: Partial<RunnerNamespaceProps> = {},
): { made: RunnerNamespace; charts: RunnerChart[] } {
  const app = new DeskrunApp();
  const chart = new RunnerChart(app, 'namespaces', { namespace: 'ci' });
  const made = new RunnerNamespace(chart, 'ci', { name: 'ci', ...props });
  const runners = new RunnerChart(app, 'runners', { namespace: 'ci' });
  sets.forEach(
    (set, index) =>
      new RunnerSet(runners, `set-${index}`, {
        ...docs,
        name: `docs-${index}`,
        containerMode: everyMode.kubernetes,
        ...set,
      }),
  );
  return { made, charts: [chart, runners] };
}

function namespace(...of: Parameters<typeof chartsOf>): { manifest: Manifest; manifests: Manifest[] } {
  const manifests = chartsOf(...of).charts.flatMap((chart): Manifest[] => chart.toJson());
  return { manifest: manifests[0], manifests };
}

const levelOf = (...sets: Partial<RunnerSetProps>[]): string =>
  namespace(sets).manifest.metadata.labels['pod-security.kubernetes.io/enforce'];
const npm = [NvmeCacheVolume.named('npm')];

test.each<[string, Partial<RunnerSetProps>[], string]>([
  ['nothing', [], 'baseline'],
  ['sets whose runners only start job pods', [{}, { containerMode: everyMode['kubernetes-novolume'] }], 'baseline'],
  ['a cache that is gone with its pod', [{ caches: [NvmeCacheVolume.named('npm', { source: '' })] }], 'baseline'],
  [
    'a privileged mode without its privileges',
    [{ containerMode: ContainerMode.cachedPrivileged({ privileged: false, runAsRoot: false, capabilities: [] }) }],
    'baseline',
  ],
  ['a Docker daemon', [{ containerMode: everyMode.dind }], 'privileged'],
  [
    'job pods that are privileged, though no runner is',
    [{ containerMode: ContainerMode.cachedPrivileged({ requireJobContainer: true }) }],
    'privileged',
  ],
  ['a cache on the node', [{ caches: npm }], 'privileged'],
  [
    "an override that takes the node's network",
    [{ template: { spec: { containers: [], hostNetwork: true } } }],
    'privileged',
  ],
  ['one such set among others', [{}, { containerMode: everyMode.dind }, {}], 'privileged'],
  ['such a set of another namespace', [{}, { containerMode: everyMode.dind, namespace: 'other' }], 'baseline'],
])('a namespace with %s', (_, sets, level) => {
  expect(levelOf(...sets)).toBe(level);
});

test('a set of another chart in the same namespace counts', () => {
  const app = new DeskrunApp();
  const chart = new RunnerChart(app, 'all', { namespace: 'elsewhere' });
  new RunnerNamespace(chart, 'namespace', { name: 'ci' });
  new RunnerSet(chart, 'set', { ...docs, containerMode: everyMode.dind, namespace: 'ci' });
  expect(chart.toJson()[0].metadata.labels).toEqual({ 'pod-security.kubernetes.io/enforce': 'privileged' });
});

test('the Namespace is cluster-scoped, and has the given labels', () => {
  const { manifest, manifests } = namespace([{}], { labels: { team: 'web' } });
  expect(manifest).toEqual({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'ci', labels: { team: 'web', 'pod-security.kubernetes.io/enforce': 'baseline' } },
  });
  expect(manifestProblems(manifests)).toEqual([]);
});

test('a level that is too strict names every set that it would not admit, and why', () => {
  const { made } = chartsOf([{}, { containerMode: everyMode.dind }, { caches: npm }], { podSecurityLevel: 'baseline' });
  const remedy = 'set privileged, or move the runner set to another namespace';
  expect(made.node.validate()).toEqual([
    'podSecurityLevel: baseline would not admit the pods of runners/set-1 (docs-1): container dind is ' +
      `privileged; ${remedy}`,
    expect.stringMatching(
      /^podSecurityLevel: baseline would not admit the pods of runners\/set-2 \(docs-2\): host path of volume [^;]*npm/,
    ),
  ]);
});

test('a level that is less strict than needed is kept', () => {
  expect(
    namespace([{}], { podSecurityLevel: 'privileged' }).manifest.metadata.labels['pod-security.kubernetes.io/enforce'],
  ).toBe('privileged');
});

test('an invalid name of a namespace is refused', () => {
  expect(findingsOf(() => namespace([], { name: 'My_CI' }))).toEqual([
    'name: must be a DNS label of at most 63 characters, got "My_CI"',
  ]);
});

test('a label that Kubernetes would refuse is refused', () => {
  expect(findingsOf(() => namespace([], { labels: { team: 'not a label' } }))).toEqual([
    expect.stringMatching(/^labels\.team: /),
  ]);
});
