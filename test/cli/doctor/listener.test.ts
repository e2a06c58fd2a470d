import { before, check, Cluster, type Case } from './cluster';

test.each<Case>([
  [
    'no listener',
    cluster => {
      cluster.remove('AutoscalingListener');
      cluster.remove('Pod', '-listener');
    },
    {
      'listener-missing': [
        'nothing listens for jobs of docs',
        'AutoscalingRunnerSet arc-runners/docs is registered at GitHub as 17 for 60m\nthere is no AutoscalingListener for it',
      ],
    },
  ],
  [
    'no pod of the listener',
    cluster => cluster.remove('Pod', '-listener'),
    { 'listener-missing': [/^nothing listens/, /AutoscalingListener arc-systems\/docs-7d5f8c-listener has no pod$/] },
  ],
  [
    'a listener that crashes',
    cluster => {
      cluster.listenerPod.status = {
        phase: 'Failed',
        containerStatuses: [
          { name: 'listener', restartCount: 4, state: { terminated: { exitCode: 1, reason: 'Error' } } },
        ],
      };
    },
    {
      'listener-failing': [
        'the listener of docs crashes: no job reaches the runners',
        'Pod arc-systems/docs-7d5f8c-listener is Failed\ncontainer listener ended with exit code 1 (Error), 4 restarts',
      ],
    },
  ],
  [
    'a listener that crashed before',
    cluster => {
      cluster.listenerPod.status.containerStatuses[0].lastState = { terminated: { exitCode: 2 } };
    },
    { 'listener-failing': [/crashes/, /exit code 2 \(no reason\)$/] },
  ],
  [
    'a listener that was evicted',
    cluster => {
      cluster.listenerPod.status = {
        phase: 'Failed',
        reason: 'Evicted',
        message: 'The node was low on resource: memory.',
      };
    },
    {
      'listener-failing': [
        /^the listener of docs was evicted from its node/,
        /is Failed \(Evicted\): The node was low on resource: memory\.$/,
      ],
    },
  ],
  [
    'a listener of a set that is gone',
    cluster => {
      cluster.add({
        ...structuredClone(cluster.one('AutoscalingListener')),
        metadata: { name: 'old', namespace: 'arc-systems' },
        spec: { autoscalingRunnerSetName: 'gone', autoscalingRunnerSetNamespace: 'arc-runners' },
      });
    },
    {
      'listener-orphaned': [
        'a listener is left of runner set arc-runners/gone, which is gone: it takes jobs that nobody runs',
        /^AutoscalingListener arc-systems\/old/,
      ],
    },
  ],
  [
    'two listeners of one set',
    cluster => {
      const other = structuredClone(cluster.one('AutoscalingListener'));
      other.metadata.name = 'docs-older-listener';
      cluster.add(other);
    },
    {
      'listener-orphaned': [
        /^docs has 2 listeners: one was left behind/,
        /AutoscalingListener arc-systems\/docs-older-listener, made /,
      ],
    },
  ],
  [
    'a set that GitHub does not know',
    cluster => {
      delete cluster.set.metadata.annotations['runner-scale-set-id'];
      cluster.remove('AutoscalingListener');
      cluster.remove('Pod', '-listener');
    },
    {
      unregistered: [
        'docs is not registered at GitHub: no job reaches it',
        /is 60m old and has no annotation runner-scale-set-id\ngithubConfigUrl: https:\/\/github\.com\/rubionic\/docs, runnerGroup: the default/,
      ],
    },
  ],
  [
    'a set that GitHub does not know for want of the Secret',
    cluster => {
      delete cluster.set.metadata.annotations['runner-scale-set-id'];
      cluster.remove('Secret');
    },
    { 'secret-missing': [/^the Secret github of docs is not there/] },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  [
    'a set that was just made',
    cluster => {
      cluster.set.metadata.creationTimestamp = before(1);
      delete cluster.set.metadata.annotations['runner-scale-set-id'];
    },
  ],
  [
    'a registered set that was just made',
    cluster => {
      cluster.set.metadata.creationTimestamp = before(1);
      cluster.remove('Pod', '-listener');
    },
  ],
  [
    'a listener that was just made',
    cluster => {
      cluster.one('AutoscalingListener').metadata.creationTimestamp = before(1);
      cluster.remove('Pod', '-listener');
    },
  ],
])('%s is given time', (_, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(cluster.findings).toEqual([]);
});
