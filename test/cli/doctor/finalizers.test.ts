import { pattern } from '../../support/pattern';
import type { Manifest } from '../../support/sets';
import { before, check, Cluster, type Case } from './cluster';

const deleting = (object: Manifest, minutes = 10): void => {
  object.metadata.deletionTimestamp = before(minutes);
};

/** The runner has a job. */
const busy = (cluster: Cluster): void => {
  cluster.one('EphemeralRunner').status = { phase: 'Running', jobRequestId: 7 };
};

/** No runner has a job. */
const idle = (cluster: Cluster): void => {
  cluster.remove('EphemeralRunner');
  cluster.remove('Pod', '-runner-');
};

test.each<Case>([
  [
    'a set that is stuck in deletion',
    cluster => {
      idle(cluster);
      deleting(cluster.set);
    },
    {
      'stuck-set': [
        /^AutoscalingRunnerSet arc-runners\/docs is stuck in deletion: the controller has not removed it from GitHub/,
        'AutoscalingRunnerSet arc-runners/docs has been in deletion for 10m; its finalizers: ' +
          'autoscalingrunnerset.actions.github.com/finalizer',
      ],
    },
  ],
  [
    'a listener that is stuck in deletion',
    cluster => deleting(cluster.one('AutoscalingListener')),
    {
      'stuck-listener': [
        /^AutoscalingListener arc-systems\/\S+ is stuck in deletion: the controller has not removed its pod/,
      ],
    },
  ],
  [
    'an EphemeralRunnerSet that is stuck in deletion',
    cluster => {
      idle(cluster);
      deleting(cluster.one('EphemeralRunnerSet'));
    },
    {
      'stuck-runner-set': [
        /^EphemeralRunnerSet arc-runners\/docs-x7x7x is stuck in deletion: its EphemeralRunners still exist/,
      ],
    },
  ],
  [
    'a runner that is stuck in deletion',
    cluster => {
      deleting(cluster.one('EphemeralRunner'));
      cluster.one('EphemeralRunner').status = {};
    },
    {
      'stuck-runner': [
        pattern(
          /^EphemeralRunner arc-runners\/\S+ is stuck in deletion: the controller has not removed its pod, its /,
          /Secret or its registration/,
        ),
      ],
    },
  ],
  [
    'a Role that no set names',
    cluster => {
      deleting(cluster.one('Role', 'kube-mode'));
      delete cluster.set.metadata.annotations['actions.github.com/cleanup-kubernetes-mode-role-name'];
      delete cluster.set.metadata.annotations['actions.github.com/cleanup-kubernetes-mode-role-binding-name'];
      cluster.one('RoleBinding', 'kube-mode').metadata.finalizers = [];
      cluster.one('ServiceAccount', 'kube-mode').metadata.name = 'docs-gha-rs-kube-mode-2';
      cluster.pod.serviceAccountName = 'docs-gha-rs-kube-mode-2';
      cluster.set.metadata.annotations['actions.github.com/cleanup-kubernetes-mode-service-account-name'] =
        'docs-gha-rs-kube-mode-2';
      cluster.one('RoleBinding', 'kube-mode').subjects[0].name = 'docs-gha-rs-kube-mode-2';
    },
    {
      'orphaned-finalizer': [/^Role arc-runners\/docs-gha-rs-kube-mode is stuck in deletion: no runner set names it/],
    },
  ],
  [
    'a Role in deletion whose set is not in deletion',
    cluster => deleting(cluster.one('Role', 'manager')),
    {
      'needed-object-terminating': [
        'an object that docs needs is in deletion, which completes only when the runner set is deleted',
        /^Role arc-runners\/docs-gha-rs-manager has been in deletion for 10m/,
      ],
    },
  ],
  [
    'a CRD that is stuck in deletion',
    cluster => deleting(cluster.one('CustomResourceDefinition', 'autoscalinglisteners')),
    {
      'crds-terminating': [
        /^CRD autoscalinglisteners\.actions\.github\.com is being deleted, .* finalizers of 1 object$/,
        /^AutoscalingListener arc-systems\//,
      ],
    },
  ],
  [
    'a Secret that no set names',
    cluster =>
      Object.assign(cluster.one('Secret').metadata, {
        finalizers: ['actions.github.com/cleanup-protection'],
        deletionTimestamp: before(5),
      }),
    {
      'orphaned-finalizer': [/^Secret arc-runners\/github is stuck in deletion/, /for 5m/],
    },
  ],
  [
    'a ServiceAccount that its set does not name',
    cluster =>
      cluster.add({
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: {
          name: 'docs-gha-rs-no-permission',
          namespace: 'arc-runners',
          labels: cluster.set.metadata.labels,
          finalizers: ['actions.github.com/cleanup-protection'],
        },
      }),
    {
      'finalizer-not-listed': [
        /^ServiceAccount arc-runners\/docs-gha-rs-no-permission will remain when docs is deleted/,
      ],
    },
  ],
])('%s', (...example) => check(example));

test('without a controller, the remedy is to start it', () => {
  const cluster = new Cluster();
  idle(cluster);
  deleting(cluster.set);
  cluster.one('Deployment').status = {};
  const stuck = cluster.findings.find(({ id }) => id === 'stuck-set');
  expect(stuck?.cause).toBe(
    'AutoscalingRunnerSet arc-runners/docs is stuck in deletion: only the controller removes its finalizer, and ' +
      'no controller runs',
  );
  expect(stuck?.remedy.at(-1)).toBe(
    'or, if ARC was uninstalled for good: kubectl patch autoscalingrunnersets.actions.github.com docs ' +
      '--namespace arc-runners --type merge --patch \'{"metadata":{"finalizers":null}}\'',
  );
});

test('with a controller, the remedy is to read its log', () => {
  const cluster = new Cluster();
  idle(cluster);
  deleting(cluster.set);
  expect(cluster.findings[0]?.remedy[0]).toBe(
    'read why in the log of the controller: kubectl logs --namespace arc-systems deployment/arc-gha-rs-controller',
  );
});

test.each(['AutoscalingRunnerSet', 'EphemeralRunnerSet'])('%s that waits for a job to end is not stuck', kind => {
  const cluster = new Cluster();
  busy(cluster);
  deleting(cluster.one(kind));
  expect(cluster.findings).toEqual([]);
});

test('an idle runner does not explain a deletion that takes long', () => {
  const cluster = new Cluster();
  deleting(cluster.set);
  expect(cluster.findings.map(({ id }) => id)).toEqual(['stuck-set']);
});

test('without a controller, a running job does not explain it either', () => {
  const cluster = new Cluster();
  busy(cluster);
  deleting(cluster.set);
  cluster.one('Deployment').status = {};
  expect(cluster.findings.map(({ id }) => id)).toEqual(['controller-down', 'stuck-set']);
});

describe('a set that is stuck in deletion, with its listener and its runner', () => {
  const stuck = () => {
    const cluster = new Cluster();
    for (const kind of ['AutoscalingRunnerSet', 'AutoscalingListener', 'EphemeralRunner', 'EphemeralRunnerSet'])
      deleting(cluster.one(kind));
    return cluster;
  };

  test('has only the missing Secret as a finding, where that is the cause', () => {
    const cluster = stuck();
    cluster.remove('Secret');
    expect(cluster.findings.map(({ id, cause }) => [id, cause])).toEqual([
      [
        'secret-missing',
        'Secret github of docs does not exist: the controller cannot remove the runner set from GitHub',
      ],
    ]);
  });

  test('has only the missing permissions as a finding, where those are the cause', () => {
    const cluster = stuck();
    cluster.remove('RoleBinding', 'docs-gha-rs-manager');
    expect(cluster.findings.map(({ id, cause, remedy }) => [id, cause, remedy[0]])).toEqual([
      [
        'manager-permissions',
        'the controller lacks permissions in namespace arc-runners: it cannot read the credential of docs, and ' +
          'cannot delete it',
        'run deskrun up, which restores the manager Role',
      ],
    ]);
  });

  test('is not reported as stuck', () => {
    expect(stuck().findings.map(({ id }) => id)).toEqual([
      'stuck-set',
      'stuck-listener',
      'stuck-runner-set',
      'stuck-runner',
    ]);
  });
});

test('an object that was just deleted is not stuck', () => {
  const cluster = new Cluster();
  idle(cluster);
  deleting(cluster.set, 1);
  expect(cluster.findings).toEqual([]);
});

test('a namespace that is stuck in deletion is reported with its objects and commands', () => {
  const cluster = new Cluster();
  deleting(cluster.one('Namespace', 'arc-runners'));
  const [finding] = cluster.findings;
  expect(finding?.id).toBe('namespace-terminating');
  expect(finding?.cause).toMatch(
    /^namespace arc-runners is stuck in deletion: 8 objects of ARC in it have finalizers$/,
  );
  expect(finding?.evidence).toHaveLength(5);
  expect(finding?.remedy).toContain(
    'kubectl patch serviceaccounts docs-gha-rs-kube-mode --namespace arc-runners --type merge --patch ' +
      '\'{"metadata":{"finalizers":null}}\'',
  );
});

test('a namespace that is stuck for another reason is not reported', () => {
  const cluster = new Cluster([]);
  cluster.add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere', deletionTimestamp: before(60) } });
  expect(cluster.findings).toEqual([]);
});
