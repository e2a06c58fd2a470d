import { clusterStatus } from '../../../src/cli/status/cluster-status';
import { screen } from '../../../src/cli/status/screen';
import { before, Cluster } from '../doctor/cluster';
import type { Manifest } from '../../support/sets';

const statusOf = (cluster: Cluster) => clusterStatus('kind-deskrun', cluster.facts, cluster.facts.scaleSets);
const setOf = (cluster: Cluster) => statusOf(cluster).sets[0];

/** A runner beside the one that there is. */
const another = (cluster: Cluster, status: Manifest): void => {
  const runner = structuredClone(cluster.objects.find(({ kind }) => kind === 'EphemeralRunner'));
  cluster.add({
    ...runner,
    metadata: { ...runner.metadata, name: `${String(runner.metadata.name)}-${cluster.objects.length}` },
    status,
  });
};

test('a set that works', () => {
  expect(setOf(new Cluster())).toEqual({
    set: 'docs',
    namespace: 'arc-runners',
    mode: 'kubernetes',
    desired: 1,
    running: 1,
    busy: 0,
    pending: 0,
    failed: 0,
    listener: 'ok',
    version: '0.14.2',
    versionFits: true,
    ageSeconds: 3600,
    phase: 'Running',
    errors: 0,
    warnings: 0,
  });
});

test('runners are counted by what they do', () => {
  const cluster = new Cluster();
  cluster.one('EphemeralRunnerSet').spec.replicas = 7;
  for (const status of [
    { phase: 'Running', jobRequestId: 12 },
    { phase: 'Running', jobId: 'a' },
    { phase: 'Pending' },
    {},
    { phase: 'Failed' },
    { phase: 'Succeeded' },
  ])
    another(cluster, status);
  expect(setOf(cluster)).toMatchObject({ desired: 7, running: 3, busy: 2, pending: 2, failed: 1, warnings: 1 });
});

test('the runners of an old and a new set of ephemeral runners are wanted together', () => {
  const cluster = new Cluster();
  const old = structuredClone(cluster.one('EphemeralRunnerSet'));
  old.metadata.name = 'docs-older';
  cluster.add(old);
  expect(setOf(cluster)?.desired).toBe(2);
});

test.each<[string, (cluster: Cluster) => void]>([
  ['missing', cluster => cluster.remove('Pod', '-listener')],
  [
    'starting',
    cluster => {
      cluster.listenerPod.status = { phase: 'Pending' };
    },
  ],
  [
    'failing',
    cluster => {
      cluster.listenerPod.status = { phase: 'Failed' };
    },
  ],
  [
    'failing',
    cluster => {
      cluster.listenerPod.status.containerStatuses[0].lastState = { terminated: { exitCode: 1 } };
    },
  ],
  [
    'failing',
    cluster => {
      cluster.one('AutoscalingListener').spec.ephemeralRunnerSetName = 'docs-gone1';
      cluster.remove('Pod', '-listener');
    },
  ],
  [
    'failing',
    cluster => {
      cluster.listenerPod.metadata.creationTimestamp = before(0.05);
    },
  ],
])('a listener that is %s', (health, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(setOf(cluster)?.listener).toBe(health);
});

test('a set of another minor version does not fit', () => {
  const cluster = new Cluster();
  cluster.set.metadata.labels['app.kubernetes.io/version'] = '0.13.1';
  expect(setOf(cluster)).toMatchObject({ version: '0.13.1', versionFits: false, errors: 1 });
  expect(screen(statusOf(cluster))).toContain('0.13.1, not 0.14.2');
});

test('a set without an error of its own has none, whatever is wrong with the cluster', () => {
  const cluster = new Cluster();
  cluster.one('Node').status.conditions[0].status = 'False';
  expect(statusOf(cluster)).toMatchObject({ sets: [{ errors: 0 }], findings: [{ id: 'node-not-ready' }] });
});

test('sets of the configuration that the cluster does not have', () => {
  const cluster = new Cluster();
  const runner = { repository: '', mode: 'dind', secret: 'github' } as const;
  const project = {
    namespace: 'arc-runners',
    runners: [
      { ...runner, name: 'docs' },
      { ...runner, name: 'web', instances: 2 },
    ],
  };
  expect(clusterStatus('kind-deskrun', cluster.facts, cluster.facts.scaleSets, project).missing).toEqual([
    'web-1',
    'web-2',
  ]);
});

test('the table is read in a second', () => {
  expect(screen(statusOf(new Cluster([{}, { name: 'web', githubConfigUrl: 'https://github.com/rubionic/web' }]))))
    .toBe(`\
CLUSTER  kind-deskrun   controller 0.14.2 ok   listeners 2/2
SET   MODE        DESIRED  RUNNING  BUSY  PENDING  FAILED  LISTENER  VERSION  AGE  HEALTH
docs  kubernetes  1        1        0     0        0       ok        0.14.2   60m  ok
web   kubernetes  1        1        0     0        0       ok        0.14.2   60m  ok
`);
});

test('below it stands what is wrong, what to do, and who says more', () => {
  const cluster = new Cluster();
  cluster.remove('Secret');
  expect(screen(statusOf(cluster)).split('\n').slice(2)).toEqual([
    'docs  kubernetes  1        1        0     0        0       ok        0.14.2   60m  1 error',
    '',
    'error  arc-runners/docs: Secret github of docs does not exist: the controller cannot register the runner ' +
      'set at GitHub',
    expect.stringMatching(/^ {2}do: tr -d .* \| kubectl create secret generic github --namespace arc-runners /),
    '',
    '-> deskrun doctor shows the evidence, and what else to do',
    '',
  ]);
});

test.each<[string, (cluster: Cluster) => void, string]>([
  [
    'a set that is being deleted',
    cluster => {
      cluster.set.metadata.deletionTimestamp = before(1);
    },
    'deleting',
  ],
  [
    'a set that was switched off',
    cluster => {
      cluster.set.status.phase = 'Outdated';
    },
    'Outdated, 1 error',
  ],
])('%s says so', (_, change, health) => {
  const cluster = new Cluster();
  change(cluster);
  expect(screen(statusOf(cluster)).split('\n')[2]).toMatch(new RegExp(` ${health}$`));
});

test('sets of several namespaces are named by them', () => {
  const cluster = new Cluster([
    {},
    { name: 'web', githubConfigUrl: 'https://github.com/rubionic/web', namespace: 'web' },
  ]);
  expect(screen(statusOf(cluster))).toMatch(/^arc-runners\/docs .*\nweb\/web /m);
});

test.each<[string, (cluster: Cluster) => void, string]>([
  [
    'without a controller',
    cluster => cluster.remove('Deployment'),
    'CLUSTER  kind-deskrun   no controller   listeners 1/1',
  ],
  [
    'with a controller that does not run',
    cluster => {
      cluster.one('Deployment').status = {};
    },
    'CLUSTER  kind-deskrun   controller 0.14.2 down   listeners 1/1',
  ],
  [
    'with a controller built from source',
    cluster => {
      cluster.one('Deployment').spec.template.spec.containers[0].image = 'arc:dev';
    },
    'CLUSTER  kind-deskrun   controller of unknown version ok   listeners 1/1',
  ],
])('a cluster %s', (_, change, header) => {
  const cluster = new Cluster();
  change(cluster);
  expect(screen(statusOf(cluster)).split('\n')[0]).toBe(header);
});

test('a cluster without sets', () => {
  expect(screen(statusOf(new Cluster([])))).toBe(
    'CLUSTER  kind-deskrun   controller 0.14.2 ok   listeners 0/0\nno runner sets; deskrun up creates those of ' +
      'the configuration\n',
  );
});
