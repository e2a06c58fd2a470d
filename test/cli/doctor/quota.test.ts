import { formatAmount } from '../../../src/cli/doctor/requests';
import { check, Cluster, type Case } from './cluster';

const quota = (cluster: Cluster, hard: Record<string, string>, used: Record<string, string> = {}): void => {
  cluster.add({
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'ci', namespace: 'arc-runners' },
    spec: { hard },
    status: { hard, used },
  });
};
const greedy = (cluster: Cluster): void => {
  cluster.set.spec.minRunners = 3;
  cluster.pod.containers[0].resources = { requests: { cpu: '500m', memory: '4Gi' }, limits: { cpu: '2' } };
};
/** A runner without a pod. */
const waiting = (cluster: Cluster): void => {
  cluster.remove('Pod', '-runner-');
  cluster.one('EphemeralRunner').status = {};
};

test.each<Case>([
  [
    'fewer pods than idle runners',
    cluster => {
      greedy(cluster);
      quota(cluster, { pods: '2' });
    },
    {
      'quota-too-small': [
        'the idle runners (minRunners) in namespace arc-runners need pods 3, and its quota allows 2: some of ' +
          'them never start',
        'ResourceQuota arc-runners/ci allows pods: 2\nAutoscalingRunnerSet arc-runners/docs has minRunners: 3, ' +
          'which need 3',
      ],
    },
  ],
  [
    'less memory than idle runners request',
    cluster => {
      greedy(cluster);
      quota(cluster, { 'requests.memory': '8Gi' });
    },
    { 'quota-too-small': [/need requests\.memory 12Gi, and its quota allows 8Gi/] },
  ],
  [
    'less CPU, in its short form',
    cluster => {
      greedy(cluster);
      quota(cluster, { cpu: '1' });
    },
    { 'quota-too-small': [/need cpu 1\.5, and its quota allows 1/] },
  ],
  [
    'less CPU than idle runners may use',
    cluster => {
      greedy(cluster);
      quota(cluster, { 'limits.cpu': '5' });
    },
    { 'quota-too-small': [/need limits\.cpu 6, and its quota allows 5/] },
  ],
  [
    'a quota that is used up',
    cluster => {
      waiting(cluster);
      quota(cluster, { pods: '4' }, { pods: '4' });
    },
    {
      'quota-exhausted': [
        'the quota of namespace arc-runners is used up: 1 runner of docs cannot start',
        'ResourceQuota arc-runners/ci: 4 of 4 pods used, and a runner needs 1\nEphemeralRunner ' +
          'arc-runners/docs-x7x7x-runner-abcde has no pod',
      ],
    },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  [
    'a quota that is not used up',
    cluster => {
      greedy(cluster);
      quota(cluster, { pods: '3', 'requests.memory': '12Gi' });
    },
  ],
  [
    'a quota of other pods',
    cluster => {
      greedy(cluster);
      quota(cluster, { pods: '1' });
      cluster.one('ResourceQuota').spec.scopes = ['BestEffort'];
    },
  ],
  [
    'a quota of another namespace',
    cluster => {
      greedy(cluster);
      quota(cluster, { pods: '1' });
      cluster.one('ResourceQuota').metadata.namespace = 'web';
    },
  ],
  ['a quota that is used up while no runner waits', cluster => quota(cluster, { pods: '4' }, { pods: '4' })],
  [
    'a runner that waits for something else',
    cluster => {
      waiting(cluster);
      quota(cluster, { pods: '4' }, { pods: '3' });
    },
  ],
])('%s is fine', (_, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(cluster.findings).toEqual([]);
});

test('the needs of two sets together are one finding, about neither of them', () => {
  const cluster = new Cluster([{}, { name: 'web', githubConfigUrl: 'https://github.com/rubionic/web' }]);
  for (const set of cluster.objects.filter(({ kind }) => kind === 'AutoscalingRunnerSet')) set.spec.minRunners = 2;
  quota(cluster, { pods: '3' });
  expect(cluster.findings).toEqual([expect.objectContaining({ id: 'quota-too-small', set: undefined })]);
});

test.each([
  [2, '2'],
  [0.5, '0.5'],
  [2 ** 30, '1Gi'],
  [1.5 * 2 ** 30, '1.5Gi'],
  [512 * 2 ** 20, '512Mi'],
  [2048, '2Ki'],
])('%d is formatted as %s', (amount, text) => {
  expect(formatAmount(amount)).toBe(text);
});
