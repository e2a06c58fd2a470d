import { join } from 'node:path';
import { arcBuild } from '../support/arc-build';
import { ArcDesk, type Project } from '../support/arc-desk';
import type { RunnerEntry } from '../support/desk';
import type { Manifest } from '../support/sets';

// `up` installs the controller of our ArcController; what then runs in its account is a real one. Only that it runs is
// said by the harness, since no node runs its Deployment.
let desk: ArcDesk;
beforeAll(async () => {
  desk = await ArcDesk.start();
});
afterAll(() => desk.stop());

/** The objects of a kind that the cluster has in any namespace, by name. */
async function all(...kinds: string[]): Promise<Map<string, Manifest>> {
  return new Map(
    (await desk.cluster.list(...kinds)).map(object => [
      `${object.kind} ${object.metadata.namespace ?? ''}/${object.metadata.name}`,
      object,
    ]),
  );
}

/**
 * What nobody is to touch: an object in the namespace of the runners, another namespace, and a runner set of another
 * configuration; but for what its controller does about that in the meantime.
 */
async function foreign(): Promise<Manifest[]> {
  const others = await all(
    'namespaces',
    'configmaps',
    'autoscalingrunnersets',
    'serviceaccounts',
    'roles',
    'rolebindings',
    'secrets',
  );
  return [...others]
    .filter(([name]) => /^(Namespace \/theirs|ConfigMap ci\/theirs|\w+ other\/(?!.*-listener)\S+)$/.test(name))
    .map(
      ([
        ,
        {
          status: _,
          metadata: { resourceVersion: _version, ...metadata },
          ...rest
        },
      ]) => ({ ...rest, metadata }),
    );
}

interface Status {
  readonly controllers: readonly object[];
  readonly sets: readonly {
    readonly set: string;
    readonly namespace: string;
    readonly running: number;
    readonly listener: string;
    readonly errors: number;
  }[];
}

const statusOf = async (project: Project, ...set: string[]): Promise<Status> =>
  JSON.parse((await project.onCluster('status', ...set, '-o', 'json')).stdout);

describe('the life of two runner sets, in this order', () => {
  let ci: Project;
  let before: Manifest[];
  const docs: RunnerEntry = { name: 'docs', containerMode: 'dind', auth: { secret: 'docs-github' } };
  const web: RunnerEntry = { name: 'web', minRunners: 1, auth: { secret: 'docs-github' } };
  const setOf = async (name: string): Promise<Manifest> =>
    (await all('autoscalingrunnersets')).get(`AutoscalingRunnerSet ci/${name}`);
  const one = async (kind: string, name: string): Promise<Manifest> =>
    (await desk.cluster.list(kind)).find(
      ({ metadata }) => String(metadata.name).startsWith(`${name}-`) && metadata.deletionTimestamp === undefined,
    );
  const running = async () =>
    desk.waitFor('web has a runner', async () =>
      (await statusOf(ci, 'web')).sets[0]?.running === 1 ? true : undefined,
    );

  beforeAll(async () => {
    ci = desk.project('ci').configure();
    await desk.cluster.apply([
      ...['ci', 'theirs'].map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'theirs', namespace: 'ci' }, data: { a: 'b' } },
    ]);
  });

  test('up creates the sets that add has written, a controller and the credential', async () => {
    for (const [name, ...options] of [
      ['docs', '--mode', 'dind', '--auth-file', join(ci.home, 'token.txt')],
      ['web', '--mode', 'kubernetes-novolume', '--min-runners', '1', '--secret', 'docs-github'],
    ] as const) {
      expect(
        await ci.deskrun('add', name, '--repository', `${desk.github.url}/rubionic/${name}`, ...options),
      ).toMatchObject({ code: 0 });
    }
    const { code, stdout } = await ci.apply('up');
    expect({ code, rows: stdout.split('\n').map(row => row.trim().split(/ {2,}/)) }).toEqual({
      code: 0,
      rows: [
        ['NAME', 'PLAN', 'RESULT'],
        ['ci/docs', 'create', 'done'],
        ['ci/web', 'create', 'done'],
        ['controller', 'apply', 'done'],
        ['Secret ci/docs-github', 'apply', 'done'],
        [''],
      ],
    });
    expect(desk.scaleSets).toEqual(['docs', 'web']);
    expect((await ci.createdObjects()).filter(name => /\bdocs/.test(name))).toEqual(
      expect.arrayContaining([
        'AutoscalingRunnerSet docs',
        'Role docs-gha-rs-manager',
        'RoleBinding docs-gha-rs-manager',
        'Secret docs-github',
        'ServiceAccount docs-gha-rs-no-permission',
      ]),
    );
  });

  test('status reports them as running, and doctor has no findings', async () => {
    await running();
    const { controllers, sets } = await statusOf(ci);
    expect(controllers).toEqual([
      { name: 'arc-systems/arc-gha-rs-controller', version: arcBuild().version, ready: true },
    ]);
    expect(sets).toMatchObject([
      { set: 'docs', listener: 'ok', running: 0, errors: 0 },
      { set: 'web', listener: 'ok', running: 1, errors: 0 },
    ]);
    expect(await ci.onCluster('doctor')).toMatchObject({ code: 0 });
  });

  test('diff finds no changes, and up again writes nothing', async () => {
    const kinds = [
      'customresourcedefinitions',
      'deployments',
      'clusterroles',
      'clusterrolebindings',
      'namespaces',
      'autoscalingrunnersets',
      'serviceaccounts',
      'roles',
      'rolebindings',
      'secrets',
    ];
    const revisions = async () =>
      [...(await all(...kinds))].map(([name, { metadata }]) => [name, metadata.resourceVersion]);
    const written = await revisions();
    expect(await ci.onCluster('diff')).toEqual({ code: 0, stdout: '', stderr: 'nothing would change\n' });
    expect(await ci.apply('up')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ci\/docs +unchanged +done$/m),
    });
    expect(await revisions()).toEqual(written);
  });

  test('another configuration has its own objects in the same cluster', async () => {
    const other = (await desk.project('other').createNamespace()).configure({ name: 'other' });
    expect(await other.apply('up')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^other\/other +create +done$/m),
    });
    expect(desk.scaleSets).toEqual(['docs', 'other', 'web']);
    before = await foreign();
    expect(before.length).toBeGreaterThan(6);
  });

  test('diff reports exactly the changes of up', async () => {
    expect(await ci.configure({ ...docs, maxRunners: 7 }, web).onCluster('diff')).toEqual({
      code: 3,
      stdout: '~ AutoscalingRunnerSet ci/docs\n    spec.maxRunners: 5 -> 7\n',
      stderr: '1 object would change\n',
    });
  });

  test('a changed number of runners replaces the listener and keeps the runner', async () => {
    const [listener, runnerSet, runner] = [
      await one('autoscalinglisteners', 'web'),
      await one('ephemeralrunnersets', 'web'),
      await one('ephemeralrunners', 'web'),
    ];
    expect(await ci.configure(docs, { ...web, maxRunners: 7 }).apply('up')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ci\/web +update +done$/m),
    });
    const after = await desk.waitFor('another listener', async () =>
      [await one('autoscalinglisteners', 'web')].find(
        found => found !== undefined && found.metadata.uid !== listener.metadata.uid,
      ),
    );
    expect(after.spec.maxRunners).toBe(7);
    expect((await one('ephemeralrunnersets', 'web')).metadata.uid).toBe(runnerSet.metadata.uid);
    expect((await one('ephemeralrunners', 'web')).metadata.uid).toBe(runner.metadata.uid);
  });

  test('a changed pod replaces the runners and keeps the scale set at GitHub', async () => {
    const runnerSet = await one('ephemeralrunnersets', 'web');
    const { metadata } = await setOf('web');
    expect(await ci.configure(docs, { ...web, maxRunners: 7, env: { LANG: 'C' } }).apply('up')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ci\/web +update +done$/m),
    });
    const pod = await desk.waitFor('a runner with the variable', async () =>
      (await ci.objects('ephemeralrunnersets', 'ephemeralrunners', 'pods', 'autoscalingrunnersets')).find(
        ({ kind, spec }) => kind === 'Pod' && JSON.stringify(spec).includes('"LANG"'),
      ),
    );
    expect(pod.metadata.name).not.toContain(runnerSet.metadata.name);
    expect((await setOf('web')).metadata.annotations['runner-scale-set-id']).toBe(
      metadata.annotations['runner-scale-set-id'],
    );
  });

  test('a changed mode recreates the set and removes all objects of the old one', async () => {
    expect(
      await ci
        .configure({ ...docs, containerMode: 'kubernetes-novolume' }, { ...web, maxRunners: 7, env: { LANG: 'C' } })
        .apply('up'),
    ).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ci\/docs +recreate +done$/m) });
    expect(desk.github.created).toEqual(['docs', 'web', 'other', 'docs']);
    expect(desk.scaleSets).toEqual(['docs', 'other', 'web']);
    expect(await ci.createdObjects()).not.toContain('ServiceAccount docs-gha-rs-no-permission');
  });

  test('remove deletes one set, in the cluster and at GitHub, and keeps the other', async () => {
    const kept = await setOf('docs');
    expect(await ci.deskrun('remove', 'web')).toMatchObject({ code: 0 });
    expect(await ci.apply('up')).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ci\/web +delete +done$/m) });
    expect(desk.scaleSets).toEqual(['docs', 'other']);
    expect((await ci.createdObjects()).filter(name => /\bweb/.test(name))).toEqual([]);
    expect((await setOf('docs')).metadata.resourceVersion).toBe(kept.metadata.resourceVersion);
  });

  test('down deletes all of their objects, and no others', async () => {
    expect((await ci.apply('down')).code).toBe(0);
    expect(await ci.createdObjects()).toEqual([]);
    expect(desk.scaleSets).toEqual(['other']);
    const left = await all(
      'namespaces',
      'autoscalingrunnersets',
      'autoscalinglisteners',
      'ephemeralrunnersets',
      'ephemeralrunners',
      'serviceaccounts',
      'roles',
      'rolebindings',
      'configmaps',
      'secrets',
    );
    expect(
      [...left].filter(([, { metadata }]) => metadata.deletionTimestamp !== undefined).map(([name]) => name),
    ).toEqual([]);
    expect(await foreign()).toEqual(before);
    expect(desk.github.unknown).toEqual([]);
  });
});

test('objects that a change of mode left with finalizers are freed when their set is gone', async () => {
  const left = (await desk.project('left').createNamespace()).configure({ name: 'left', containerMode: 'dind' });
  expect((await left.apply('up')).code).toBe(0);
  // As after kubectl apply of another mode: the set does not name the account any more.
  await desk.cluster.succeed([
    'annotate',
    'autoscalingrunnerset',
    'left',
    '--namespace=left',
    'actions.github.com/cleanup-no-permission-service-account-name-',
  ]);
  expect((await left.apply('down')).code).toBe(0);
  expect(await left.createdObjects()).toEqual([]);
});

test('a field set by another field manager is a conflict until it is taken over', async () => {
  const hand = (await desk.project('hand').createNamespace()).configure({ name: 'hand', containerMode: 'dind' });
  expect((await hand.apply('up')).code).toBe(0);
  await desk.cluster.succeed([
    'patch',
    'autoscalingrunnerset',
    'hand',
    '--namespace=hand',
    '--type=merge',
    '--patch={"spec":{"maxRunners":9}}',
    '--field-manager=somebody',
  ]);
  expect(await hand.apply('up')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining(
      '.spec.maxRunners set by somebody; undo that, or overwrite them with --force-conflicts',
    ),
  });
  expect((await hand.apply('up', '--force-conflicts')).code).toBe(0);
  expect((await hand.onCluster('diff')).code).toBe(0);
  expect((await hand.apply('down')).code).toBe(0);
});
