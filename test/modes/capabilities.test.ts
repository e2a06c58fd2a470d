import { effectiveJobPod, MODE_CAPABILITIES } from '../../src';
import { modes } from '../support/modes';
import { envOf, findingsOf, synthSet, type Manifest, type PodManifest, type SynthesizedSet } from '../support/sets';

const hookPaths = { '0.7.0': '/home/runner/k8s/index.js', '0.8.1': '/home/runner/k8s-novolume/index.js' };

/** Whether the Pod Security level `baseline` refuses a pod, for the reasons that this library can give it. */
function needsPrivilege(pod: PodManifest): boolean {
  const containers = [...(pod.initContainers ?? []), ...pod.containers];
  return (
    containers.some(({ securityContext }) => securityContext?.privileged === true) ||
    ['hostPID', 'hostIPC', 'hostNetwork'].some(field => pod[field] === true) ||
    pod.volumes.some(volume => 'hostPath' in volume)
  );
}

function pods(set: SynthesizedSet): PodManifest[] {
  const pod = { ...set.pod, volumes: (set.pod.volumes as PodManifest['volumes'] | undefined) ?? [] };
  return [pod, ...set.set.scaleSets.flatMap(scaleSet => (scaleSet.effectiveJobPod()?.spec ?? []) as PodManifest)];
}

test('the table has exactly the modes', () => {
  expect(modes.map(([, mode]) => [mode.type, mode.capabilities])).toEqual(Object.entries(MODE_CAPABILITIES));
});

describe.each(modes)('what the row of %s says is so:', (type, containerMode) => {
  const row = MODE_CAPABILITIES[type];
  const set = synthSet({ containerMode });
  const env = envOf(set.runner);

  test('the hook version is that of the runner pod', () => {
    expect(env.ACTIONS_RUNNER_CONTAINER_HOOKS).toBe(row.hook && hookPaths[row.hook]);
  });

  test('the runner pod has a Docker sidecar only with docker: sidecar', () => {
    const names = pods(set)
      .flatMap(({ initContainers = [], containers }) => [...initContainers, ...containers])
      .map(({ name }) => name);
    expect(names.includes('dind')).toBe(row.docker === 'sidecar');
  });

  test('the ServiceAccount may create Jobs only with batchJobs', () => {
    const resources: string[] = set
      .ofKind('Role')
      .flatMap(({ rules }) => rules as Manifest[])
      .flatMap(rule => rule.resources);
    expect(resources.includes('jobs')).toBe(row.batchJobs);
  });

  test('jobs must have container: where steps run in job pods only', () => {
    const expected = { runner: undefined, 'job pod': 'true', 'runner or job pod': 'false' };
    expect(env.ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER).toBe(expected[row.steps]);
  });

  test('needs lists container: where jobs must have it', () => {
    expect(row.needs.includes('container: in every job')).toBe(row.steps === 'job pod');
  });

  test('podSecurityLevel is the strictest level that admits its pods', () => {
    expect(pods(set).some(needsPrivilege)).toBe(row.podSecurityLevel === 'privileged');
  });

  test('a name of nameBudget characters is accepted', () => {
    expect(synthSet({ containerMode, name: 'n'.repeat(row.nameBudget) }).runnerSet.metadata.name).toHaveLength(
      row.nameBudget,
    );
  });

  test('a name that is one character longer is refused', () => {
    expect(findingsOf(() => synthSet({ containerMode, name: 'n'.repeat(row.nameBudget + 1) }))).toEqual([
      expect.stringContaining(
        `name: must have at most ${row.nameBudget} characters in containerMode ${type}, got ${row.nameBudget + 1}`,
      ),
    ]);
  });

  test("the name of ARC's listener fits with the longest name", () => {
    expect(`${'n'.repeat(row.nameBudget)}-12345678-listener`.length).toBeLessThanOrEqual(63);
  });
});

test.each(modes.filter(([, { capabilities }]) => capabilities.hook))(
  'two runners of a set with the longest name have two job pods in mode %s',
  (_, { capabilities }) => {
    const jobPodOf = (random: string) => {
      const runnerPod = `${'n'.repeat(capabilities.nameBudget)}-vwxyz-runner-${random}`;
      const job = { runnerPod, runnerImage: 'runner', workspace: 'docs/docs', image: 'node', services: [] };
      return effectiveJobPod(capabilities.hook!, job, {}).metadata.name;
    };
    expect(jobPodOf('abcde')).not.toBe(jobPodOf('abcdf'));
  },
);
