import * as fc from 'fast-check';
import { ContainerMode, NvmeCacheVolume, RunnerNamespace, RunnerSet, type RunnerSetProps } from '../../src';
import { propsOf, recipe } from '../support/arbitrary-sets';
import { Cluster, podsOf } from '../support/cluster';
import { everyMode, modes } from '../support/modes';
import { docs, ifAccepted, runnerChart, type Manifest } from '../support/sets';

const STRICTER: Record<string, string> = { privileged: 'baseline', baseline: 'restricted' };

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
  await cluster.apply(
    ['privileged', 'baseline', 'restricted'].map(level => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: level, labels: { 'pod-security.kubernetes.io/enforce': level } },
    })),
  );
});
afterAll(() => cluster.stop());

/**
 * The level that the namespace of a set is given, and every pod of the set: the runner's, and a job's where there are
 * any.
 */
function synthesized(props: RunnerSetProps): { level: string; pods: Manifest[] } {
  const chart = runnerChart();
  const set = new RunnerSet(chart, 'set', { ...props, namespace: 'arc-runners' });
  new RunnerNamespace(chart, 'namespace', { name: 'arc-runners' });
  const manifests: Manifest[] = chart.toJson();
  const jobPods = set.scaleSets.map(scaleSet => scaleSet.effectiveJobPod()).filter(pod => pod !== undefined);
  const pods = [
    ...manifests.flatMap(podsOf),
    ...jobPods.flatMap(pod =>
      podsOf({ kind: 'Pod', metadata: pod.metadata, spec: { ...pod.spec, nodeName: undefined } }),
    ),
  ];
  return {
    level: manifests.find(({ kind }) => kind === 'Namespace').metadata.labels['pod-security.kubernetes.io/enforce'],
    pods,
  };
}

/** Why a namespace of that level would not have one of the pods; nothing, where it would have all. */
async function refusalAt(level: string, pods: readonly Manifest[]): Promise<string> {
  return cluster.refusal(
    pods.map((pod, index) => {
      // What a pod names and the cluster has to have is not what this is about.
      const { priorityClassName: _, ...spec } = pod.spec;
      return { ...pod, metadata: { ...pod.metadata, namespace: level, name: `pod-${index}` }, spec };
    }),
  );
}

const sets: [string, Partial<RunnerSetProps>][] = [
  ...modes.map(([name, containerMode]): [string, Partial<RunnerSetProps>] => [name, { containerMode }]),
  [
    'cached-privileged-kubernetes without its privileges',
    { containerMode: ContainerMode.cachedPrivileged({ privileged: false, runAsRoot: false, capabilities: [] }) },
  ],
  [
    'kubernetes with a cache on the node',
    { containerMode: everyMode.kubernetes, caches: [NvmeCacheVolume.named('npm')] },
  ],
  [
    'kubernetes with a cache that goes with the pod',
    { containerMode: everyMode.kubernetes, caches: [NvmeCacheVolume.named('npm', { source: '' })] },
  ],
  [
    'kubernetes on the network of the node',
    { containerMode: everyMode.kubernetes, template: { spec: { containers: [], hostNetwork: true } } },
  ],
];

describe.each(sets)('the namespace of %s', (_, props) => {
  const { level, pods } = synthesized({ ...docs, containerMode: everyMode.kubernetes, ...props });

  test('allows its pods', async () => {
    expect(await refusalAt(level, pods)).toBe('');
  });

  test('does not admit them at the next stricter level', async () => {
    expect(await refusalAt(STRICTER[level] as string, pods)).toContain(
      `violates PodSecurity "${STRICTER[level]}:latest"`,
    );
  });
});

test('the namespace of any set has the strictest level that admits its pods', async () => {
  await fc.assert(
    fc.asyncProperty(recipe, async any => {
      const made = ifAccepted(() => synthesized(propsOf(any)));
      fc.pre(made !== undefined);
      const { level, pods } = made;
      expect(await refusalAt(level, pods)).toBe('');
      if (level === 'privileged') expect(await refusalAt('baseline', pods)).toContain('violates PodSecurity');
    }),
    { numRuns: 30 },
  );
});
