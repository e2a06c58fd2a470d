import { check, Cluster, type Case } from './cluster';
import type { Manifest } from '../../support/sets';
import { everyMode } from '../../support/modes';

/** Gives the set, and all objects that refer to it, a name of this length. */
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
    {
      'runner-container-missing': [
        /^no container of docs is named runner/,
        /^containers of AutoscalingRunnerSet arc-runners\/docs: main$/,
      ],
    },
  ],
  [
    'no restartPolicy',
    cluster => {
      delete cluster.pod.restartPolicy;
    },
    {
      'restart-policy': [/^the runners of docs restart after each job/, /has no restartPolicy, which means Always$/],
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
        /has 36 characters: job pods of two runners may get the same name/,
        /a name may have at most 35 characters in containerMode kubernetes$/,
      ],
    },
  ],
  [
    'a URL without an owner',
    cluster => {
      cluster.set.spec.githubConfigUrl = 'https://github.com/rubionic/docs/tree/main';
    },
    {
      'url-invalid': [
        'the controller cannot use the githubConfigUrl of docs',
        /githubConfigUrl: "https:\/\/github\.com\/rubionic\/docs\/tree\/main"$/,
      ],
    },
  ],
  [
    'no URL',
    cluster => {
      delete cluster.set.spec.githubConfigUrl;
    },
    { 'url-invalid': [/^the controller cannot use the githubConfigUrl/] },
  ],
  [
    'minRunners above maxRunners',
    cluster => {
      Object.assign(cluster.set.spec, { minRunners: 6, maxRunners: 5 });
    },
    {
      'scaling-impossible': [
        'minRunners of docs is greater than maxRunners: its listener does not start',
        /minRunners: 6, maxRunners: 5$/,
      ],
    },
  ],
  [
    'maxRunners of 0',
    cluster => {
      Object.assign(cluster.set.spec, { minRunners: 0, maxRunners: 0 });
    },
    { 'scaling-impossible': ['maxRunners of docs is 0: its jobs stay queued'] },
  ],
  [
    'an incomplete vaultConfig',
    cluster => {
      cluster.set.spec.vaultConfig = {};
    },
    {
      'vault-incomplete': [
        /^the vaultConfig of docs is incomplete/,
        /vaultConfig\.type: \(none\), and no azureKeyVault$/,
      ],
    },
  ],
  [
    'no work volume',
    cluster => {
      cluster.pod.volumes = cluster.pod.volumes.filter(({ name }) => name !== 'work');
    },
    { 'work-volume': [/^docs has no work volume that runner and job pods can share/, /has no volume named work;/] },
  ],
  [
    'a work volume without a claim',
    cluster => {
      cluster.pod.volumes = cluster.pod.volumes.map(volume =>
        volume.name === 'work' ? { name: 'work', emptyDir: {} } : volume,
      );
    },
    { 'work-volume': [/./, /has a volume named work of type emptyDir/] },
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

test('a claim with another name can be the work volume', () => {
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

test('two sets with the same name at GitHub are one finding', () => {
  const cluster = new Cluster([{}, { name: 'web', githubConfigUrl: 'https://github.com/rubionic/web' }]);
  Object.assign(cluster.one('AutoscalingRunnerSet', 'web').spec, {
    githubConfigUrl: 'https://github.com/Rubionic/docs/',
    runnerScaleSetName: 'Docs',
  });
  expect(cluster.findings).toEqual([
    expect.objectContaining({
      id: 'name-collision',
      cause:
        'arc-runners/web and arc-runners/docs are the same runner set at GitHub: each takes jobs of the other, ' +
        'and deleting one removes both from GitHub',
    }),
  ]);
});

test('sets with the same name in different runner groups are different sets', () => {
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
