import { clusterStatus } from '../../../src/cli/status/cluster-status';
import { screen } from '../../../src/cli/status/screen';
import { before, Cluster } from '../doctor/cluster';
import type { Manifest } from '../../support/sets';

const statusOf = (cluster: Cluster) => clusterStatus('kind-deskrun', cluster.facts, cluster.facts.scaleSets);
const setOf = (cluster: Cluster) => statusOf(cluster).sets[0];

/** Adds a runner to the existing one. */
const another = (cluster: Cluster, status: Manifest): void => {
  const runner = structuredClone(cluster.objects.find(({ kind }) => kind === 'EphemeralRunner'));
  cluster.add({
    ...runner,
    metadata: { ...runner.metadata, name: `${String(runner.metadata.name)}-${cluster.objects.length}` },
    status,
  });
};

test('a runner set without problems', () => {
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

test('runners are counted by state', () => {
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

test('the desired runners of two EphemeralRunnerSets are added', () => {
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
])('the state of a listener: %s', (health, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(setOf(cluster)?.listener).toBe(health);
});

test('the version of a runner set with another minor version does not fit', () => {
  const cluster = new Cluster();
  cluster.set.metadata.labels['app.kubernetes.io/version'] = '0.13.1';
  expect(setOf(cluster)).toMatchObject({ version: '0.13.1', versionFits: false, errors: 1 });
  expect(screen(statusOf(cluster))).toContain('0.13.1, not 0.14.2');
});

test('a problem of the cluster is not counted as a problem of a runner set', () => {
  const cluster = new Cluster();
  cluster.one('Node').status.conditions[0].status = 'False';
  expect(statusOf(cluster)).toMatchObject({ sets: [{ errors: 0 }], findings: [{ id: 'node-not-ready' }] });
});

test('runner sets of the configuration that are missing in the cluster', () => {
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

test('the table has one line for each runner set', () => {
  expect(screen(statusOf(new Cluster([{}, { name: 'web', githubConfigUrl: 'https://github.com/rubionic/web' }]))))
    .toBe(`\
CLUSTER  kind-deskrun   controller 0.14.2 ok   listeners 2/2
SET   MODE        DESIRED  RUNNING  BUSY  PENDING  FAILED  LISTENER  VERSION  AGE  HEALTH
docs  kubernetes  1        1        0     0        0       ok        0.14.2   60m  ok
web   kubernetes  1        1        0     0        0       ok        0.14.2   60m  ok
`);
});

test('the findings follow the table, each with its first remedy, and then a hint to deskrun doctor', () => {
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
    'a runner set in deletion',
    cluster => {
      cluster.set.metadata.deletionTimestamp = before(1);
    },
    'deleting',
  ],
  [
    'a runner set that ARC disabled',
    cluster => {
      cluster.set.status.phase = 'Outdated';
    },
    'Outdated, 1 error',
  ],
])('the table shows %s', (_, change, health) => {
  const cluster = new Cluster();
  change(cluster);
  expect(screen(statusOf(cluster)).split('\n')[2]).toMatch(new RegExp(` ${health}$`));
});

test('runner sets of several namespaces are shown with their namespace', () => {
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
