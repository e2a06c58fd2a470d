import type { Manifest } from '../../support/sets';
import { before, check, Cluster, type Case } from './cluster';

const deleting = (object: Manifest, minutes = 10): void => {
  object.metadata.deletionTimestamp = before(minutes);
};

/** The runner has a job. */
const busy = (cluster: Cluster): void => {
  cluster.one('EphemeralRunner').status = { phase: 'Running', jobRequestId: 7 };
};

/** No runner has a job, so that nothing has to be waited for. */
const idle = (cluster: Cluster): void => {
  cluster.remove('EphemeralRunner');
  cluster.remove('Pod', '-runner-');
};

test.each<Case>([
  [
    'a set that does not go',
    cluster => {
      idle(cluster);
      deleting(cluster.set);
    },
    {
      'stuck-set': [
        /^AutoscalingRunnerSet arc-runners\/docs does not go away: the controller has not signed it off at GitHub/,
        'AutoscalingRunnerSet arc-runners/docs is being deleted for 10m and has the finalizers autoscalingrunnerset.actions.github.com/finalizer',
      ],
    },
  ],
  [
    'a listener that does not go',
    cluster => deleting(cluster.one('AutoscalingListener')),
    {
      'stuck-listener': [
        /^AutoscalingListener arc-systems\/\S+ does not go away: the controller has not removed its pod/,
      ],
    },
  ],
  [
    'a set of ephemeral runners that does not go',
    cluster => {
      idle(cluster);
      deleting(cluster.one('EphemeralRunnerSet'));
    },
    {
      'stuck-runner-set': [
        /^EphemeralRunnerSet arc-runners\/docs-x7x7x does not go away: its runners are not gone yet/,
      ],
    },
  ],
  [
    'a runner that does not go',
    cluster => {
      deleting(cluster.one('EphemeralRunner'));
      cluster.one('EphemeralRunner').status = {};
    },
    {
      'stuck-runner': [
        /^EphemeralRunner arc-runners\/\S+ does not go away: the controller has not removed its pod, its Secret or its registration/,
      ],
    },
  ],
  [
    'a role that no set knows',
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
      'orphaned-finalizer': [/^Role arc-runners\/docs-gha-rs-kube-mode does not go away: no runner set names it/],
    },
  ],
  [
    'a role that waits for its set, which is not deleted',
    cluster => deleting(cluster.one('Role', 'manager')),
    {
      'guard-waiting': [
        '1 of what docs needs is deleted, and goes only with it',
        /^Role arc-runners\/docs-gha-rs-manager is being deleted for 10m/,
      ],
    },
  ],
  [
    'a definition that is deleted and does not go',
    cluster => deleting(cluster.one('CustomResourceDefinition', 'autoscalinglisteners')),
    {
      'crds-leaving': [
        /^the definition of autoscalinglisteners\.actions\.github\.com is being deleted: .* clean up 1 objects?$/,
        /^AutoscalingListener arc-systems\//,
      ],
    },
  ],
  [
    'a Secret that no set knows',
    cluster =>
      Object.assign(cluster.one('Secret').metadata, {
        finalizers: ['actions.github.com/cleanup-protection'],
        deletionTimestamp: before(5),
      }),
    {
      'orphaned-finalizer': [/^Secret arc-runners\/github does not go away/, /for 5m/],
    },
  ],
  [
    'an account that its set does not name',
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
      'unnamed-guard': [/^ServiceAccount arc-runners\/docs-gha-rs-no-permission will not go when docs is deleted/],
    },
  ],
])('%s', (...example) => check(example));

test('where no controller runs, it is what is missing', () => {
  const cluster = new Cluster();
  idle(cluster);
  deleting(cluster.set);
  cluster.one('Deployment').status = {};
  const stuck = cluster.findings.find(({ id }) => id === 'stuck-set');
  expect(stuck?.cause).toBe(
    'AutoscalingRunnerSet arc-runners/docs does not go away: only the controller takes its finalizer off, and none runs',
  );
  expect(stuck?.remedy.at(-1)).toBe(
    'or, if ARC is gone for good: kubectl patch autoscalingrunnersets.actions.github.com docs --namespace arc-runners --type merge --patch \'{"metadata":{"finalizers":null}}\'',
  );
});

test('where a controller runs, its log says more', () => {
  const cluster = new Cluster();
  idle(cluster);
  deleting(cluster.set);
  expect(cluster.findings[0]?.remedy[0]).toBe(
    'see what stops it: kubectl logs --namespace arc-systems deployment/arc-gha-rs-controller',
  );
});

test.each(['AutoscalingRunnerSet', 'EphemeralRunnerSet'])('%s that waits for a job to end is not stuck', kind => {
  const cluster = new Cluster();
  busy(cluster);
  deleting(cluster.one(kind));
  expect(cluster.findings).toEqual([]);
});

test('a runner without a job is not waited for', () => {
  const cluster = new Cluster();
  deleting(cluster.set);
  expect(cluster.findings.map(({ id }) => id)).toEqual(['stuck-set']);
});

test('where no controller runs, a job is not waited for either', () => {
  const cluster = new Cluster();
  busy(cluster);
  deleting(cluster.set);
  cluster.one('Deployment').status = {};
  expect(cluster.findings.map(({ id }) => id)).toEqual(['controller-down', 'stuck-set']);
});

describe('a set that does not go, with its listener and its runner, for want of', () => {
  const stuck = () => {
    const cluster = new Cluster();
    for (const kind of ['AutoscalingRunnerSet', 'AutoscalingListener', 'EphemeralRunner', 'EphemeralRunnerSet'])
      deleting(cluster.one(kind));
    return cluster;
  };

  test('its Secret is said to want that, and nothing else', () => {
    const cluster = stuck();
    cluster.remove('Secret');
    expect(cluster.findings.map(({ id, cause }) => [id, cause])).toEqual([
      [
        'secret-missing',
        'the Secret github of docs is not there: the controller cannot sign the runner set off at GitHub',
      ],
    ]);
  });

  test("the controller's rights is said to want those, and nothing else", () => {
    const cluster = stuck();
    cluster.remove('RoleBinding', 'docs-gha-rs-manager');
    expect(cluster.findings.map(({ id, cause, remedy }) => [id, cause, remedy[0]])).toEqual([
      [
        'manager-rights',
        'the controller may not do in namespace arc-runners what docs needs: it cannot read the credential, and nothing goes',
        'deskrun up gives the rights back',
      ],
    ]);
  });

  test('nothing of that kind is said to be stuck', () => {
    expect(stuck().findings.map(({ id }) => id)).toEqual([
      'stuck-set',
      'stuck-listener',
      'stuck-runner-set',
      'stuck-runner',
    ]);
  });
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
  expect(finding?.remedy).toContain(
    'kubectl patch serviceaccounts docs-gha-rs-kube-mode --namespace arc-runners --type merge --patch \'{"metadata":{"finalizers":null}}\'',
  );
});

test('a namespace that waits for something else is none of ours', () => {
  const cluster = new Cluster([]);
  cluster.add({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'elsewhere', deletionTimestamp: before(60) } });
  expect(cluster.findings).toEqual([]);
});
