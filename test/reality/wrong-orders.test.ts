import { collect } from '../../src/cli/doctor/collect';
import { examine, type Diagnosed } from '../../src/cli/doctor/examine';
import { ArcDesk, type Project } from '../support/arc-desk';

// A real controller, whose Deployment alone is the harness's: what stands still here does so on a cluster too.
let desk: ArcDesk;
beforeAll(async () => {
  desk = await ArcDesk.start();
});
afterAll(() => desk.stop());

const SETS = 'autoscalingrunnersets.actions.github.com';
const kubectl = (...args: string[]) => desk.cluster.succeed(args);
const remove = (...args: string[]) => kubectl('delete', '--wait=false', ...args);

/** A runner set in a namespace of its name, with a runner that runs. */
async function running(name: string): Promise<Project> {
  const project = (await desk.project(name).createNamespace()).configure({ name, minRunners: 1 });
  expect(await project.apply('up')).toMatchObject({ code: 0 });
  await desk.waitFor(`${name} has a runner`, async () =>
    (await project.objects('autoscalingrunnersets', 'ephemeralrunnersets', 'ephemeralrunners')).find(
      ({ kind, status }) => kind === 'EphemeralRunner' && status?.phase === 'Running',
    ),
  );
  return project;
}

/** What doctor finds wrong with a namespace's set or with what all need, when some minutes have gone by. */
async function diagnosed(name: string): Promise<Diagnosed[]> {
  const ask = async (args: readonly string[]) => {
    const { status, stdout, stderr } = await desk.cluster.kubectl(args);
    return { code: status ?? 1, stdout, stderr };
  };
  const facts = await collect(ask, 'the cluster', new Date(Date.now() + 5 * 60_000));
  return examine(facts).filter(({ set }) => set === undefined || set === `${name}/${name}`);
}

/** Does what a remedy says: a command of deskrun, or the line of a shell. */
async function follow(remedy: string | undefined, project: Project): Promise<void> {
  const [, command = ''] = /(?:^(?:run )?|: )((?:tr|kubectl) .*|deskrun up\b)/.exec(remedy ?? '') ?? [];
  expect(command).not.toBe('');
  const { code, said } =
    command === 'deskrun up'
      ? await project.apply('up').then(({ code, stdout, stderr }) => ({ code, said: stdout + stderr }))
      : await desk.cluster.shell(command, project.home).then(({ status, stderr }) => ({ code: status, said: stderr }));
  expect({ code, said }).toEqual({ code: 0, said: expect.any(String) });
}

async function terminating(project: Project): Promise<string[]> {
  const objects = await project.objects(
    'autoscalingrunnersets',
    'ephemeralrunnersets',
    'ephemeralrunners',
    'serviceaccounts',
    'roles',
    'rolebindings',
  );
  return objects
    .filter(({ metadata }) => metadata.deletionTimestamp !== undefined)
    .map(({ kind, metadata }) => `${kind} ${String(metadata.name).replace(/-[a-z0-9]{5}(?=-|$)/g, '')}`)
    .sort();
}

const setGone = (project: Project) =>
  desk.waitFor(`${project.name} is gone`, async () =>
    (await project.objects('autoscalingrunnersets')).length === 0 && !desk.scaleSets.includes(project.name)
      ? true
      : undefined,
  );

test('a set deleted after its Secret stays in Terminating until the Secret that doctor names exists', async () => {
  const project = await running('keyless');
  await kubectl('delete', 'secret', 'github', '--namespace=keyless');
  await remove(SETS, 'keyless', '--namespace=keyless');
  await desk.waitFor('the runners are asked to go', async () =>
    (await terminating(project)).includes('EphemeralRunnerSet keyless') ? true : undefined,
  );
  expect(desk.scaleSets).toContain('keyless');

  const findings = await diagnosed('keyless');
  expect(findings.map(({ id }) => id)).toEqual(['secret-missing']);
  await follow(findings[0]?.remedy[0], project);
  await setGone(project);
});

test("a set deleted after the controller's RBAC stays in Terminating; up restores the RBAC and the set", async () => {
  const project = await running('rightless');
  for (const kind of ['role', 'rolebinding']) {
    await kubectl(
      'patch',
      kind,
      'rightless-gha-rs-manager',
      '--namespace=rightless',
      '--type=merge',
      '--patch={"metadata":{"finalizers":null}}',
    );
    await remove(kind, 'rightless-gha-rs-manager', '--namespace=rightless');
  }
  await remove(SETS, 'rightless', '--namespace=rightless');
  expect(await terminating(project)).toEqual(['AutoscalingRunnerSet rightless']);

  const findings = await diagnosed('rightless');
  expect(findings.map(({ id }) => id)).toEqual(['manager-permissions']);
  await follow(findings[0]?.remedy[0], project);
  expect(await terminating(project)).toEqual([]);
  expect(desk.github.created.filter(name => name === 'rightless')).toHaveLength(2);
});

test('roles deleted before their set stay in Terminating until the set is gone; up recreates everything', async () => {
  const project = await running('early');
  await remove(
    'roles,rolebindings,serviceaccounts',
    '--namespace=early',
    '--selector=deskrun.dev/project=early,actions.github.com/scale-set-name=early,!auto-scaling-runner-set-name',
  );
  const waiting = [
    'Role early-gha-rs-kube-mode',
    'Role early-gha-rs-manager',
    'RoleBinding early-gha-rs-kube-mode',
    'RoleBinding early-gha-rs-manager',
    'ServiceAccount early-gha-rs-kube-mode',
  ];
  expect(await terminating(project)).toEqual(expect.arrayContaining(waiting));
  expect(await project.onCluster('diff')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^early\/early would be recreated: \w+ early\/\S+ is in deletion$/m),
  });

  const findings = await diagnosed('early');
  expect(findings.map(({ id, evidence }) => [id, evidence.length])).toEqual([
    ['needed-object-terminating', waiting.length],
  ]);
  await follow(findings[0]?.remedy[0], project);
  expect(await terminating(project)).toEqual([]);
  expect((await project.createdObjects()).filter(name => waiting.includes(name))).toEqual(waiting);
});

test('a namespace whose Secret goes first stays in Terminating; after a forced deletion up recreates it', async () => {
  const project = await running('homeless');
  await kubectl('delete', 'secret', 'github', '--namespace=homeless');
  await remove('namespace', 'homeless');
  const namespaces = async () => (await desk.cluster.list('namespaces')).map(({ metadata }) => metadata.name as string);
  await desk.waitFor('all of it is asked to go', async () =>
    (await terminating(project)).includes('AutoscalingRunnerSet homeless') &&
    (await terminating(project)).includes('EphemeralRunnerSet homeless')
      ? true
      : undefined,
  );

  const finding = (await diagnosed('homeless')).find(({ id }) => id === 'namespace-terminating');
  for (const remedy of finding?.remedy.slice(1) ?? []) await follow(remedy, project);
  await desk.waitFor('the namespace is gone', async () =>
    (await namespaces()).includes('homeless') ? undefined : true,
  );
  expect(desk.scaleSets).toContain('homeless');

  expect(await (await project.createNamespace()).apply('up')).toMatchObject({ code: 0 });
  expect(desk.github.created.filter(name => name === 'homeless')).toHaveLength(1);
  expect(await project.apply('down')).toMatchObject({ code: 0 });
  expect(desk.scaleSets).not.toContain('homeless');
});

describe('without a controller', () => {
  test('a deleted set stays in Terminating; up installs a controller, which removes it', async () => {
    const project = await running('alone');
    await desk.stopController();
    await remove(SETS, 'alone', '--namespace=alone');
    expect(await terminating(project)).toEqual(['AutoscalingRunnerSet alone']);
    expect(await project.apply('down')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('it cannot be deleted while no controller runs'),
    });

    const findings = await diagnosed('alone');
    expect(findings.map(({ id }) => id)).toEqual(['controller-missing', 'stuck-set']);
    for (const { remedy } of findings) await follow(/deskrun up/.exec(remedy[0] ?? '')?.[0], project);
    expect(await terminating(project)).toEqual([]);
    expect(await project.apply('down')).toMatchObject({ code: 0 });
  });

  test('deleted CRDs stay in Terminating with every set; up waits for them and recreates everything', async () => {
    const project = await running('undefined');
    await desk.stopController();
    await remove('customresourcedefinitions', '--all');
    await desk.waitFor('the set is asked to go', async () =>
      (await terminating(project)).includes('AutoscalingRunnerSet undefined') ? true : undefined,
    );

    const findings = await diagnosed('undefined');
    expect(findings.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['crds-terminating', 'controller-missing', 'stuck-set']),
    );
    await follow(
      /deskrun up/.exec(findings.find(({ id }) => id === 'crds-terminating')?.remedy[0] ?? '')?.[0],
      project,
    );
    expect(
      (await desk.cluster.list('customresourcedefinitions')).map(
        ({ metadata }) => metadata.deletionTimestamp as unknown,
      ),
    ).toEqual([undefined, undefined, undefined, undefined]);
    expect(await terminating(project)).toEqual([]);
    expect(desk.scaleSets).toContain('undefined');
  });
});

test('deleting the CRDs with a controller deletes every set, also at GitHub; up recreates everything', async () => {
  const project = await running('swept');
  await kubectl('delete', 'customresourcedefinitions', '--all', '--timeout=60s');
  expect(desk.scaleSets).toEqual([]);

  const findings = await diagnosed('swept');
  expect(findings.map(({ id }) => id)).toEqual(['crds-missing']);
  await follow(findings[0]?.remedy[0], project);
  expect(desk.scaleSets).toEqual(['swept']);
});
