import { RUNNER_IMAGE } from '../../../src/runners/runner-image';
import { everyMode } from '../../support/modes';
import { check, Cluster, type Case } from './cluster';

const POD_SECURITY =
  'pods "docs-x7x7x-runner-abcde" is forbidden: violates PodSecurity "baseline:latest": privileged (container ' +
  '"runner" must not set securityContext.privileged=true)';

/** Makes the runner fail and deletes its pod. */
const fail = (cluster: Cluster, message: string, reason = 'TooManyPodFailures'): void => {
  cluster.one('EphemeralRunner').status = { phase: 'Failed', reason, message };
  cluster.remove('Pod', '-runner-');
};

test.each<Case>([
  [
    'a runner that failed',
    cluster => fail(cluster, 'Pod has failed to start more than 5 times'),
    {
      'failed-runners': [
        '1 failed runner of docs counts against maxRunners (5)',
        'EphemeralRunner arc-runners/docs-x7x7x-runner-abcde failed (TooManyPodFailures): Pod has failed to ' +
          'start more than 5 times',
      ],
    },
  ],
  [
    'as many failed runners as maxRunners',
    cluster => {
      fail(cluster, 'no');
      cluster.set.spec.maxRunners = 2;
      const other = structuredClone(cluster.one('EphemeralRunner'));
      other.metadata.name = 'docs-x7x7x-runner-fghij';
      cluster.add(other);
    },
    { 'failed-runners': ['2 failed runners of docs count against maxRunners (2): no other runner can start'] },
  ],
  [
    'a runner that Pod Security rejected',
    cluster => fail(cluster, POD_SECURITY, 'InvalidPod'),
    {
      'refused-by-pod-security': [
        'Pod Security of namespace arc-runners rejects the pods of docs',
        /: violates PodSecurity "baseline:latest"/,
      ],
    },
  ],
  [
    'an event of a pod that Pod Security rejected',
    cluster => cluster.report(cluster.one('EphemeralRunner'), 'FailedCreate', POD_SECURITY),
    { 'refused-by-pod-security': [/rejects the pods of docs/] },
  ],
  [
    'a set that ARC disabled',
    cluster => {
      cluster.set.status.phase = 'Outdated';
      cluster.pod.containers[0].image = 'ghcr.io/actions/actions-runner:2.320.0';
    },
    {
      outdated: [
        /^GitHub refuses the runner version of docs/,
        /phase Outdated; its runner image: ghcr\.io\/actions\/actions-runner:2\.320\.0$/,
      ],
    },
  ],
  [
    'an old runner image',
    cluster => {
      cluster.pod.containers[0].image = 'ghcr.io/actions/actions-runner:2.331.0';
    },
    {
      'runner-image-old': [
        /^the runner image of docs is \d+ releases behind: GitHub refuses a release about 30 days after/,
        'AutoscalingRunnerSet arc-runners/docs runs ghcr.io/actions/actions-runner:2.331.0; the latest known ' +
          `release is ${RUNNER_IMAGE.split(':')[1] as string}`,
      ],
    },
  ],
])('%s', (...example) => check(example));

test('failed runners are listed in the command that deletes them', () => {
  const cluster = new Cluster();
  fail(cluster, 'no');
  expect(cluster.findings[0]?.remedy.at(-1)).toBe(
    'kubectl delete ephemeralrunner --namespace arc-runners docs-x7x7x-runner-abcde',
  );
});

const previous = RUNNER_IMAGE.replace(/2\.(\d+)/, (_, minor) => `2.${Number(minor) - 1}`);
test.each([
  RUNNER_IMAGE,
  previous,
  RUNNER_IMAGE.replace(/2\.\d+/, '2.999'),
  'registry.example/runner:2.1.0',
  'ghcr.io/actions/actions-runner:latest',
])('the runner image %s is not reported', image => {
  const cluster = new Cluster();
  cluster.pod.containers[0].image = image;
  expect(cluster.findings).toEqual([]);
});

const LEVEL = 'pod-security.kubernetes.io/enforce';

test.each<[string, ConstructorParameters<typeof Cluster>[0], RegExp]>([
  ['dind', [{ containerMode: everyMode.dind, jobPod: undefined }], /runner pods: container dind is privileged$/],
  [
    'cached-privileged-kubernetes',
    [{ containerMode: everyMode['cached-privileged-kubernetes'] }],
    /runner pods: container runner is privileged[\s\S]*job pods: container \$job is privileged/,
  ],
])('a namespace whose Pod Security level rejects mode %s', (_, sets, evidence) => {
  check(
    [
      '',
      cluster => {
        cluster.one('Namespace', 'arc-runners').metadata.labels = { [LEVEL]: 'baseline' };
      },
      {
        'pod-security-level': [/^Pod Security of namespace arc-runners rejects the pods of docs/, evidence],
      },
    ],
    new Cluster(sets),
  );
});
