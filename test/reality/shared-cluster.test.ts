import { collect } from '../../src/cli/doctor/collect';
import { examine } from '../../src/cli/doctor/examine';
import { synthController } from '../controller/controllers';
import { arcBuild } from '../support/arc-build';
import { ArcDesk } from '../support/arc-desk';
import type { Manifest } from '../support/sets';

// A real controller, which somebody has installed with kubectl; that its Deployment is available is said by the
// harness.
let desk: ArcDesk;
let controller: Manifest[];
beforeAll(async () => {
  desk = await ArcDesk.start();
  await desk.cluster.applyCrds();
  await desk.cluster.apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'arc-systems' } },
    ...synthController({}, { arcVersion: arcBuild().version }).manifests,
  ]);
  controller = await theirs();
});
afterAll(() => desk.stop());

/** Objects that deskrun does not manage, without those that their controller changes. */
async function theirs(): Promise<Manifest[]> {
  const objects = await desk.cluster.list(
    'customresourcedefinitions',
    'clusterroles',
    'clusterrolebindings',
    'namespaces',
    'deployments',
    'serviceaccounts',
  );
  const installed = objects.filter(({ metadata }) => /^arc-|\.actions\.github\.com$/.test(String(metadata.name)));
  return installed.map(
    ({ status: _, metadata: { resourceVersion: _version, managedFields: _fields, ...metadata }, ...rest }) => ({
      ...rest,
      metadata,
    }),
  );
}

test('two configurations use an existing controller, and change neither it nor each other', async () => {
  const [one, two] = [
    (await desk.project('one').createNamespace()).configure({ name: 'docs' }),
    (await desk.project('two').createNamespace()).configure({ name: 'web' }),
  ];
  for (const project of [one, two]) {
    expect(await project.apply('up')).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(
        `= controller arc-gha-rs-controller in arc-systems, ${arcBuild().version}  not managed by deskrun, unchanged\n`,
      ),
    });
    expect((await project.onCluster('diff')).code).toBe(0);
  }
  expect(desk.scaleSets).toEqual(['docs', 'web']);

  const before = await two.createdObjects();
  expect(await one.apply('down')).toMatchObject({ code: 0, stdout: expect.not.stringContaining('web') });
  expect(await one.createdObjects()).toEqual([]);
  expect(desk.scaleSets).toEqual(['web']);
  expect(await two.createdObjects()).toEqual(before);
  expect((await two.onCluster('diff')).code).toBe(0);
  expect(await two.apply('down')).toMatchObject({ code: 0 });
  expect(controller.map(({ kind }) => kind as string)).toEqual(
    expect.arrayContaining(['CustomResourceDefinition', 'Deployment', 'ClusterRole', 'Namespace']),
  );
  expect(await theirs()).toEqual(controller);
});

test('only the set that GitHub refuses fails: up, status and doctor name it, and up again repairs it', async () => {
  const mixed = (await desk.project('mixed').createNamespace()).configure(
    { name: 'first' },
    { name: 'hidden' },
    { name: 'last' },
  );
  desk.github.forbidden.add('rubionic/hidden');
  const { code, stdout, stderr } = await mixed.onCluster('up', '--timeout', '5s');
  expect(code).toBe(1);
  expect(
    stdout
      .split('\n')
      .slice(1, -1)
      .map(row => row.split(/ {2,}/)),
  ).toEqual([
    ['mixed/first', 'create', 'done'],
    [
      'mixed/hidden',
      'create',
      'failed',
      'wait until GitHub has registered mixed/hidden: hidden is not registered at GitHub after 5 s: ' +
        `is the credential valid for ${desk.github.url}/rubionic/hidden, and does the controller run? its log ` +
        'shows the answer of GitHub',
    ],
    ['mixed/last', 'create', 'done'],
  ]);
  expect(stderr).not.toContain('skipped');
  expect(desk.scaleSets).toEqual(['first', 'last']);

  const status = async () =>
    (
      JSON.parse((await mixed.onCluster('status', '-o', 'json')).stdout) as {
        sets: { set: string; listener: string }[];
      }
    ).sets.map(({ set, listener }) => [set, listener]);
  await desk.waitFor('the good ones listen', async () =>
    (await status()).filter(([, listener]) => listener === 'ok').length === 2 ? true : undefined,
  );
  expect(await status()).toEqual([
    ['first', 'ok'],
    ['hidden', 'missing'],
    ['last', 'ok'],
  ]);
  const ask = async (args: readonly string[]) =>
    desk.cluster.kubectl(args).then(({ status: code, ...said }) => ({ code: code ?? 1, ...said }));
  const findings = examine(await collect(ask, 'the cluster', new Date(Date.now() + 5 * 60_000)));
  expect(findings.map(({ id, set, severity }) => [id, set, severity])).toEqual([
    ['unregistered', 'mixed/hidden', 'error'],
  ]);

  desk.github.forbidden.clear();
  expect(await mixed.apply('up')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^mixed\/hidden +unchanged +done$/m),
  });
  expect(desk.scaleSets).toEqual(['first', 'hidden', 'last']);
});
