import { check, Cluster, type Case } from './cluster';
import type { Manifest } from '../../support/sets';
import { everyMode } from '../../support/modes';

/** A name of this length, with everything named by it. */
const rename = (cluster: Cluster, name: string): void => {
  const renamed = JSON.parse(
    JSON.stringify(cluster.objects).replaceAll('"docs', `"${name}`).replaceAll('/docs"', `/${name}"`),
  );
  cluster.objects.splice(0, Infinity, ...renamed);
};

test.each<Case>([
  [
    'no container named runner',
    cluster => {
      cluster.pod.containers[0].name = 'main';
    },
    { 'runner-container-missing': [/^no container of docs is named runner/, /has the containers main$/] },
  ],
  [
    'no restartPolicy',
    cluster => {
      delete cluster.pod.restartPolicy;
    },
    {
      'restart-policy': [
        /^the runners of docs are started again after each job/,
        /restartPolicy: nothing, which is Always$/,
      ],
    },
  ],
  [
    'another restartPolicy',
    cluster => {
      cluster.pod.restartPolicy = 'OnFailure';
    },
    { 'restart-policy': [/./, /restartPolicy: OnFailure$/] },
  ],
  [
    'a long name in mode kubernetes',
    cluster => rename(cluster, 'd'.repeat(36)),
    {
      'name-too-long': [
        /has 36 characters: job pods of two of its runners may get one name/,
        /runs kubernetes, where a name has at most 35$/,
      ],
    },
  ],
  [
    'a URL of nothing',
    cluster => {
      cluster.set.spec.githubConfigUrl = 'https://github.com/rubionic/docs/tree/main';
    },
    {
      'url-unusable': [
        'the controller cannot tell what docs is for',
        /githubConfigUrl: "https:\/\/github\.com\/rubionic\/docs\/tree\/main"$/,
      ],
    },
  ],
  [
    'no URL',
    cluster => {
      delete cluster.set.spec.githubConfigUrl;
    },
    { 'url-unusable': [/^the controller cannot tell/] },
  ],
  [
    'more runners at least than at most',
    cluster => {
      Object.assign(cluster.set.spec, { minRunners: 6, maxRunners: 5 });
    },
    {
      'scaling-impossible': [
        'docs has more runners at least than at most: its listener does not start',
        /minRunners: 6, maxRunners: 5$/,
      ],
    },
  ],
  [
    'no runner at all',
    cluster => {
      Object.assign(cluster.set.spec, { minRunners: 0, maxRunners: 0 });
    },
    { 'scaling-impossible': ['docs may have no runner: its jobs stay queued'] },
  ],
  [
    'a vault without its data',
    cluster => {
      cluster.set.spec.vaultConfig = {};
    },
    { 'vault-incomplete': [/^the vault of docs is not complete/, /vaultConfig\.type: none, and no azureKeyVault$/] },
  ],
  [
    'a work volume that is gone',
    cluster => {
      cluster.pod.volumes = cluster.pod.volumes.filter(({ name }) => name !== 'work');
    },
    { 'work-volume': [/^docs has no work volume that its job pods can share/, /has no volume work/] },
  ],
  [
    'a work volume that is no claim',
    cluster => {
      cluster.pod.volumes = cluster.pod.volumes.map(volume =>
        volume.name === 'work' ? { name: 'work', emptyDir: {} } : volume,
      );
    },
    { 'work-volume': [/./, /has a volume work of type emptyDir/] },
  ],
])('%s', (...example) => check(example));

test.each([
  [39, 'warning'],
  [40, 'error'],
] as const)('a name of %d characters in mode kubernetes: %s', (length, severity) => {
  const cluster = new Cluster();
  rename(cluster, 'd'.repeat(length));
  expect(cluster.findings[0]).toMatchObject({ id: 'name-too-long', severity });
});

test('a claim by another name serves as work volume', () => {
  const cluster = new Cluster();
  cluster.pod.volumes = cluster.pod.volumes.filter(({ name }) => name !== 'work');
  (cluster.pod.containers[0].env as Manifest[]).push({ name: 'ACTIONS_RUNNER_CLAIM_NAME', value: 'work' });
  expect(cluster.findings).toEqual([]);
});

test('a name of 36 characters is fine where there are no job pods', () => {
  const cluster = new Cluster([{ containerMode: everyMode.dind, jobPod: undefined }]);
  rename(cluster, 'd'.repeat(36));
  expect(cluster.findings).toEqual([]);
});

test('two sets that are one at GitHub are told of once', () => {
  const cluster = new Cluster([{}, { name: 'web', githubConfigUrl: 'https://github.com/rubionic/web' }]);
  Object.assign(cluster.one('AutoscalingRunnerSet', 'web').spec, {
    githubConfigUrl: 'https://github.com/Rubionic/docs/',
    runnerScaleSetName: 'Docs',
  });
  expect(cluster.findings).toEqual([
    expect.objectContaining({
      id: 'name-collision',
      cause:
        "arc-runners/web and arc-runners/docs are one runner set at GitHub: each takes the other's jobs, and deleting one signs off both",
    }),
  ]);
});

test('sets of one name in different groups are two', () => {
  const cluster = new Cluster([
    { githubConfigUrl: 'https://github.com/rubionic' },
    { name: 'web', githubConfigUrl: 'https://github.com/rubionic' },
  ]);
  Object.assign(cluster.one('AutoscalingRunnerSet', 'web').spec, {
    runnerGroup: 'trusted',
    runnerScaleSetName: 'docs',
  });
  expect(cluster.findings).toEqual([]);
});
