import type { Manifest } from '../../support/sets';
import { before, check, Cluster, type Case } from './cluster';

const deleting = (object: Manifest, minutes = 10): void => { object.metadata.deletionTimestamp = before(minutes); };

/** No runner has a job, so that nothing has to be waited for. */
const idle = (cluster: Cluster): void => {
  cluster.remove('EphemeralRunner');
  cluster.remove('Pod', '-runner-');
};

test.each<Case>([
  ['a set that does not go', cluster => { idle(cluster); deleting(cluster.set); }, {
    'stuck-set': [/^AutoscalingRunnerSet arc-runners\/docs does not go away: the controller has not signed it off at GitHub/, 'AutoscalingRunnerSet arc-runners/docs is being deleted for 10m and has the finalizers autoscalingrunnerset.actions.github.com/finalizer'],
  }],
  ['a listener that does not go', cluster => deleting(cluster.one('AutoscalingListener')), {
    'stuck-listener': [/^AutoscalingListener arc-systems\/\S+ does not go away: the controller has not removed its pod/],
  }],
  ['a set of ephemeral runners that does not go', cluster => { idle(cluster); deleting(cluster.one('EphemeralRunnerSet')); }, {
    'stuck-runner-set': [/^EphemeralRunnerSet arc-runners\/docs-x7x7x does not go away: its runners are not gone yet/],
  }],
  ['a runner that does not go', cluster => { deleting(cluster.one('EphemeralRunner')); cluster.one('EphemeralRunner').status = {}; }, {
    'stuck-runner': [/^EphemeralRunner arc-runners\/\S+ does not go away: the controller has not removed its pod, its Secret or its registration/],
  }],
  ['a role that no set knows', cluster => {
    deleting(cluster.one('Role', 'kube-mode'));
    delete cluster.set.metadata.annotations['actions.github.com/cleanup-kubernetes-mode-role-name'];
    delete cluster.set.metadata.annotations['actions.github.com/cleanup-kubernetes-mode-role-binding-name'];
    cluster.one('RoleBinding', 'kube-mode').metadata.finalizers = [];
    cluster.one('ServiceAccount', 'kube-mode').metadata.name = 'docs-gha-rs-kube-mode-2';
    cluster.pod.serviceAccountName = 'docs-gha-rs-kube-mode-2';
    cluster.set.metadata.annotations['actions.github.com/cleanup-kubernetes-mode-service-account-name'] = 'docs-gha-rs-kube-mode-2';
    cluster.one('RoleBinding', 'kube-mode').subjects[0].name = 'docs-gha-rs-kube-mode-2';
  }, {
    'orphaned-finalizer': [/^Role arc-runners\/docs-gha-rs-kube-mode does not go away: no runner set names it/],
  }],
  ['a Secret that no set knows', cluster => Object.assign(cluster.one('Secret').metadata, { finalizers: ['actions.github.com/cleanup-protection'], deletionTimestamp: before(5) }), {
    'orphaned-finalizer': [/^Secret arc-runners\/github does not go away/, /for 5m/],
  }],
  ['an account that its set does not name', cluster => cluster.add({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'docs-gha-rs-no-permission', namespace: 'arc-runners', labels: cluster.set.metadata.labels, finalizers: ['actions.github.com/cleanup-protection'] } }), {
    'unnamed-guard': [/^ServiceAccount arc-runners\/docs-gha-rs-no-permission will not go when docs is deleted/],
  }],
])('%s', (...example) => check(example));

test('where no controller runs, it is what is missing', () => {
  const cluster = new Cluster();
  idle(cluster);
  deleting(cluster.set);
  cluster.one('Deployment').status = {};
  const stuck = cluster.findings.find(({ id }) => id === 'stuck-set');
  expect(stuck?.cause).toBe('AutoscalingRunnerSet arc-runners/docs does not go away: only the controller takes its finalizer off, and none runs');
  expect(stuck?.remedy.at(-1)).toBe('or, if ARC is gone for good: kubectl patch autoscalingrunnersets.actions.github.com docs --namespace arc-runners --type merge --patch \'{"metadata":{"finalizers":null}}\'');
});

test('where a controller runs, its log says more', () => {
  const cluster = new Cluster();
  idle(cluster);
  deleting(cluster.set);
  expect(cluster.findings[0]?.remedy[0]).toBe('see what stops it: kubectl logs --namespace arc-systems deployment/arc-gha-rs-controller');
});

test.each(['AutoscalingRunnerSet', 'EphemeralRunnerSet'])('%s that waits for a job to end is not stuck', kind => {
  const cluster = new Cluster();
  deleting(cluster.one(kind));
  expect(cluster.findings).toEqual([]);
});

test('what has just been deleted is not stuck', () => {
  const cluster = new Cluster();
  idle(cluster);
  deleting(cluster.set, 1);
  expect(cluster.findings).toEqual([]);
});

test('a namespace that does not go names what holds it, and how to let go', () => {
  const cluster = new Cluster();
  deleting(cluster.one('Namespace', 'arc-runners'));
  const [finding] = cluster.findings;
  expect(finding?.id).toBe('namespace-terminating');
  expect(finding?.cause).toMatch(/^namespace arc-runners does not go away: 8 of ARC's objects in it have finalizers$/);
  expect(finding?.evidence).toHaveLength(5);
  expect(finding?.remedy).toContain('kubectl patch serviceaccounts docs-gha-rs-kube-mode --namespace arc-runners --type merge --patch \'{"metadata":{"finalizers":null}}\'');
});

test('a namespace that waits for something else is none of ours', () => {
  const cluster = new Cluster([]);
  cluster.add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere', deletionTimestamp: before(60) } });
  expect(cluster.findings).toEqual([]);
});
