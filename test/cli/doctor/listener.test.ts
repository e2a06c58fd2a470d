import { pattern } from '../../support/pattern';
import { before, check, Cluster, type Case } from './cluster';

/** Some seconds before the cluster was read. */
const seconds = (count: number): string => before(count / 60);

test.each<Case>([
  [
    'no listener',
    cluster => {
      cluster.remove('AutoscalingListener');
      cluster.remove('Pod', '-listener');
    },
    {
      'listener-missing': [
        'docs has no listener: it gets no jobs',
        'AutoscalingRunnerSet arc-runners/docs is 60m old and registered at GitHub as scale set 17\nthe cluster ' +
          'has no AutoscalingListener for it',
      ],
    },
  ],
  [
    'no pod of the listener',
    cluster => cluster.remove('Pod', '-listener'),
    {
      'listener-missing': [
        /^docs has no listener/,
        /AutoscalingListener arc-systems\/docs-7d5f8c-listener has no pod$/,
      ],
    },
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
        'the listener of docs crashes: its runners get no jobs',
        'Pod arc-systems/docs-7d5f8c-listener is Failed\ncontainer listener exited with code 1 (Error), 4 restarts',
      ],
    },
  ],
  [
    'a listener that crashed before',
    cluster => {
      cluster.listenerPod.status.containerStatuses[0].lastState = { terminated: { exitCode: 2 } };
    },
    { 'listener-failing': [/crashes/, /exited with code 2 \(no reason\)$/] },
  ],
  [
    'a listener for a runner set that was deleted',
    cluster => {
      cluster.one('AutoscalingListener').spec.ephemeralRunnerSetName = 'docs-gone1';
      cluster.listenerPod.metadata.creationTimestamp = seconds(1);
    },
    {
      'listener-stale': [
        'the listener of docs reports to an EphemeralRunnerSet that does not exist: its runners get no jobs, and ' +
          'the controller does not repair it',
        'AutoscalingListener arc-systems/docs-7d5f8c-listener has ephemeralRunnerSetName: docs-gone1; ' +
          'EphemeralRunnerSets of arc-runners/docs: docs-x7x7x',
      ],
    },
  ],
  [
    'a listener where there is no runner set, with no pod at the moment',
    cluster => {
      cluster.remove('EphemeralRunnerSet');
      cluster.one('AutoscalingListener').metadata.creationTimestamp = seconds(20);
      cluster.remove('Pod', '-listener');
    },
    { 'listener-stale': [/^the listener of docs reports to an EphemeralRunnerSet that does not exist/] },
  ],
  [
    'a listener whose pod was just created',
    cluster => {
      cluster.listenerPod.metadata.creationTimestamp = seconds(3);
    },
    {
      'listener-recreated': [
        /^the listener pod of docs was just recreated/,
        'AutoscalingListener arc-systems/docs-7d5f8c-listener is 50m old, Pod arc-systems/docs-7d5f8c-listener 3s',
      ],
    },
  ],
  [
    'a listener that exits repeatedly',
    cluster => {
      cluster.listenerPod.metadata.creationTimestamp = seconds(3);
      for (const uid of ['a', 'b', 'c']) {
        cluster.report(cluster.listenerPod, 'Scheduled', 'Successfully assigned');
        cluster.objects.at(-1).involvedObject.uid = uid;
      }
    },
    {
      'listener-recreated': [
        'the listener of docs exits repeatedly: its runners get no jobs',
        /events are about 3 pods with this name$/,
      ],
    },
  ],
  [
    'a listener from before an upgrade of the controller',
    cluster => {
      cluster.one('AutoscalingListener').spec.image = 'ghcr.io/actions/gha-runner-scale-set-controller:0.14.0';
    },
    {
      'listener-old-image': [
        /^the listener of docs runs another image than the controller gives to new listeners/,
        'AutoscalingListener arc-systems/docs-7d5f8c-listener has image: ' +
          'ghcr.io/actions/gha-runner-scale-set-controller:0.14.0\nDeployment arc-systems/arc-gha-rs-controller ' +
          'creates listeners with image ghcr.io/actions/gha-runner-scale-set-controller:0.14.2',
      ],
    },
  ],
  [
    'a listener that is Terminating on a node that is not ready',
    cluster => {
      cluster.listenerPod.metadata.deletionTimestamp = before(10);
      cluster.listenerPod.spec.nodeName = 'deskrun-control-plane';
      cluster.one('Node').status.conditions[0].status = 'Unknown';
    },
    {
      'node-not-ready': [/^node deskrun-control-plane is not ready/],
      'pod-on-lost-node': [
        'the listener of docs is Terminating on a lost node, and the controller waits for it: its runners get no jobs',
        'Pod arc-systems/docs-7d5f8c-listener has been in deletion for 10m\nNode deskrun-control-plane is Ready: ' +
          'Unknown',
      ],
    },
  ],
  [
    'a listener that is Terminating on a node that the cluster no longer has',
    cluster => {
      cluster.listenerPod.metadata.deletionTimestamp = before(10);
      cluster.listenerPod.spec.nodeName = 'desk-2';
    },
    { 'pod-on-lost-node': [/^the listener of docs is Terminating on a lost node/, /the cluster has no Node desk-2$/] },
  ],
  [
    'a runner that is Terminating on a node that the cluster no longer has',
    cluster => {
      cluster.runnerPod.metadata.deletionTimestamp = before(10);
      cluster.runnerPod.spec.nodeName = 'desk-2';
    },
    {
      'pod-on-lost-node': [/^a pod of docs is Terminating on a lost node: its runner counts against maxRunners/],
    },
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
    'a listener whose set does not exist',
    cluster => {
      cluster.add({
        ...structuredClone(cluster.one('AutoscalingListener')),
        metadata: { name: 'old', namespace: 'arc-systems' },
        spec: { autoscalingRunnerSetName: 'gone', autoscalingRunnerSetNamespace: 'arc-runners' },
      });
    },
    {
      'listener-orphaned': [
        'a listener exists for runner set arc-runners/gone, which does not: no runner runs the jobs it takes',
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
        /^docs has 2 listeners: one remained/,
        /AutoscalingListener arc-systems\/docs-older-listener, created /,
      ],
    },
  ],
  [
    'a set that is not registered at GitHub',
    cluster => {
      delete cluster.set.metadata.annotations['runner-scale-set-id'];
      cluster.remove('AutoscalingListener');
      cluster.remove('Pod', '-listener');
    },
    {
      unregistered: [
        'docs is not registered at GitHub: it gets no jobs',
        pattern(
          /is 60m old and has no annotation runner-scale-set-id\ngithubConfigUrl: /,
          /https:\/\/github\.com\/rubionic\/docs, runnerGroup: \(default\)/,
        ),
      ],
    },
  ],
  [
    'a set that is not registered at GitHub because its Secret is missing',
    cluster => {
      delete cluster.set.metadata.annotations['runner-scale-set-id'];
      cluster.remove('Secret');
    },
    { 'secret-missing': [/^Secret github of docs does not exist/] },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  [
    'a set that was just created',
    cluster => {
      cluster.set.metadata.creationTimestamp = before(1);
      delete cluster.set.metadata.annotations['runner-scale-set-id'];
    },
  ],
  [
    'a registered set that was just created',
    cluster => {
      cluster.set.metadata.creationTimestamp = before(1);
      cluster.remove('Pod', '-listener');
    },
  ],
  [
    'a pod of a listener that was just created',
    cluster => {
      cluster.one('AutoscalingListener').metadata.creationTimestamp = seconds(10);
      cluster.listenerPod.metadata.creationTimestamp = seconds(2);
    },
  ],
  [
    'a listener that was just deleted with its runner set',
    cluster => {
      cluster.one('AutoscalingListener').metadata.deletionTimestamp = seconds(5);
      cluster.one('EphemeralRunnerSet').metadata.deletionTimestamp = seconds(5);
    },
  ],
  [
    'a pod that is Terminating on a node that is ready',
    cluster => {
      cluster.runnerPod.metadata.deletionTimestamp = before(10);
      cluster.runnerPod.spec.nodeName = 'deskrun-control-plane';
    },
  ],
  [
    'a listener that was just created',
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
