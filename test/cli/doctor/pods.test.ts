import { before, check, Cluster, type Case } from './cluster';

/** Makes the runner pod Pending. */
const pending = (cluster: Cluster, containerStatuses: unknown[] = []): void => {
  cluster.runnerPod.status = { phase: 'Pending', containerStatuses };
};
const waits =
  (reason: string, message?: string) =>
  (cluster: Cluster): void =>
    pending(cluster, [
      { name: 'runner', image: 'ghcr.io/actions/actions-runner:2.999.0', state: { waiting: { reason, message } } },
    ]);
const POD = 'Pod arc-runners/docs-x7x7x-runner-abcde';
const unschedulable = (cluster: Cluster): void => {
  cluster.runnerPod.status = {
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: '0/1 nodes are available: 1 Insufficient cpu.',
      },
    ],
  };
};

test.each<Case>([
  [
    'a pod that cannot be scheduled',
    unschedulable,
    {
      unschedulable: [
        'pods of docs cannot be scheduled to any node',
        `${POD}: 0/1 nodes are available: 1 Insufficient cpu.`,
      ],
    },
  ],
  [
    'an image that cannot be pulled',
    waits('ImagePullBackOff', 'Back-off pulling image'),
    {
      'image-pull': [
        'a node cannot pull an image of docs: ghcr.io/actions/actions-runner:2.999.0',
        `${POD}: container runner is waiting: ImagePullBackOff: Back-off pulling image`,
      ],
    },
  ],
  [
    "an init container's image that cannot be pulled",
    cluster => {
      cluster.runnerPod.status = {
        phase: 'Pending',
        initContainerStatuses: [{ name: 'dind', image: 'docker:0', state: { waiting: { reason: 'ErrImagePull' } } }],
      };
    },
    { 'image-pull': ['a node cannot pull an image of docs: docker:0'] },
  ],
  [
    'a sidecar that exits soon after each start',
    cluster => {
      cluster.runnerPod.status = {
        phase: 'Pending',
        initContainerStatuses: [
          {
            name: 'dind',
            restartCount: 4,
            state: { waiting: { reason: 'CrashLoopBackOff' } },
            lastState: { terminated: { reason: 'Error', exitCode: 1 } },
          },
        ],
      };
    },
    {
      'crash-loop': [
        'container dind of docs exits soon after each start',
        `${POD}: container dind was restarted 4 times (CrashLoopBackOff); its last exit code: 1 (Error)`,
      ],
    },
  ],
  [
    'a container that exits soon after each start, of which the node reports only the exit code',
    cluster => {
      cluster.runnerPod.status.containerStatuses[0] = {
        name: 'runner',
        restartCount: 4,
        state: { terminated: { reason: 'Error', exitCode: 1 } },
      };
    },
    {
      'crash-loop': [
        'container runner of docs exits soon after each start',
        `${POD}: container runner was restarted 4 times; its last exit code: 1 (Error)`,
      ],
    },
  ],
  [
    'a container without its Secret',
    waits('CreateContainerConfigError', 'secret "proxy" not found'),
    {
      'container-config': [
        'a container of docs cannot be created',
        `${POD}: container runner is waiting: CreateContainerConfigError: secret "proxy" not found`,
      ],
    },
  ],
  [
    'a container that ran out of memory',
    cluster => {
      cluster.runnerPod.spec.containers[0].resources = { limits: { memory: '2Gi' } };
      cluster.runnerPod.status.containerStatuses[0].lastState = { terminated: { reason: 'OOMKilled', exitCode: 137 } };
    },
    {
      'out-of-memory': [
        /^a pod of docs ran out of memory/,
        `${POD}: container runner was OOMKilled; its memory limit is 2Gi`,
      ],
    },
  ],
  [
    'a node that ran out of memory',
    cluster => {
      cluster.runnerPod.status.containerStatuses[0].state = { terminated: { reason: 'OOMKilled', exitCode: 137 } };
    },
    { 'out-of-memory': [/./, /its memory limit is not set, so the node was out of memory$/] },
  ],
  [
    'an evicted runner',
    cluster => {
      cluster.runnerPod.status = {
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource: ephemeral-storage.',
      };
    },
    { evicted: ['a node evicted a pod of docs: the jobs are lost', /low on resource: ephemeral-storage/] },
  ],
  [
    'an evicted runner that exited cleanly, and left only an event',
    cluster => {
      cluster.runnerPod.status = { phase: 'Succeeded' };
      cluster.report(cluster.runnerPod, 'Evicted', 'Usage of EmptyDir volume "cache-0" exceeds the limit "1Mi". ');
    },
    {
      evicted: [
        'a node evicted a pod of docs: the jobs are lost',
        `${POD}: Usage of EmptyDir volume "cache-0" exceeds the limit "1Mi".`,
      ],
    },
  ],
  [
    'a directory that does not exist',
    cluster => {
      pending(cluster);
      cluster.report(
        cluster.runnerPod,
        'FailedMount',
        'MountVolume.SetUp failed for volume "nix" : hostPath type check failed: /nix/store is not a directory',
      );
    },
    {
      'host-path-missing': [
        'a path of the node that docs mounts does not exist, or is not of the type that the volume names',
        /\/nix\/store is not a directory$/,
      ],
    },
  ],
  [
    'a volume that cannot be mounted',
    cluster => {
      pending(cluster);
      cluster.report(
        cluster.runnerPod,
        'FailedMount',
        'MountVolume.SetUp failed for volume "vault" : secret "vault" not found',
      );
    },
    {
      'mount-failed': [
        'a volume of docs cannot be mounted: its pods do not start',
        /FailedMount: MountVolume\.SetUp failed for volume "vault"/,
      ],
    },
  ],
  [
    'a job pod whose image cannot be pulled',
    cluster =>
      cluster.add({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: {
          name: 'docs-x7x7x-runner-abcde-workflow',
          namespace: 'arc-runners',
          labels: { 'runner-pod': 'docs-x7x7x-runner-abcde' },
        },
        status: {
          phase: 'Pending',
          containerStatuses: [{ name: 'job', image: 'node:0', state: { waiting: { reason: 'ErrImagePull' } } }],
        },
      }),
    {
      'image-pull': [
        'a node cannot pull an image of docs: node:0',
        /-workflow: container job is waiting: ErrImagePull$/,
      ],
    },
  ],
  [
    'a listener whose image cannot be pulled',
    cluster => {
      cluster.listenerPod.status = {
        phase: 'Pending',
        containerStatuses: [{ name: 'listener', image: 'arc:0', state: { waiting: { reason: 'InvalidImageName' } } }],
      };
    },
    { 'image-pull': [/arc:0$/] },
  ],
])('%s', (...example) => check(example));

test('of many pods with the same problem, three are shown', () => {
  const cluster = new Cluster();
  unschedulable(cluster);
  for (const letter of ['f', 'g', 'h']) {
    const other = structuredClone(cluster.runnerPod);
    cluster.add({ ...other, metadata: { ...other.metadata, name: `docs-other-${letter}` } });
  }
  expect(cluster.findings[0]?.evidence).toHaveLength(4);
  expect(cluster.findings[0]?.evidence.at(-1)).toBe('and 1 more pods');
});

test.each<[string, (cluster: Cluster) => void]>([
  [
    'a pod that was just created',
    cluster => {
      unschedulable(cluster);
      cluster.runnerPod.metadata.creationTimestamp = before(1);
    },
  ],
  [
    'an event of a pod that has started since',
    cluster => cluster.report(cluster.runnerPod, 'FailedMount', 'timed out waiting for the condition'),
  ],
  ['a container that is being created', waits('ContainerCreating')],
])('%s is not reported', (_, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(cluster.findings).toEqual([]);
});
