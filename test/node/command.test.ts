import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/run';
import { controllerOnlyCrds } from '../support/arc';
import { arcBuild } from '../support/arc-build';
import { controlPlaneAssets } from '../support/assets';
import { consoleIn } from '../support/console';
import type { Outcome, RunnerEntry } from '../support/desk';
import { FakeGitHub } from '../support/fake-github';
import { NODE_ADDRESS, NodeNamespace } from '../support/node-tier/node';
import { JOB_IMAGE } from '../support/node-tier/setup';
import { Workflows } from '../support/node-tier/workflows';

// The commands on a cluster in which every pod runs. Each test continues after the one before.

const NAMESPACE = 'desk';
const TOKEN = 'not-a-token';

let namespace: NodeNamespace;
let github: FakeGitHub;
let workflows: Workflows;
beforeAll(async () => {
  namespace = await NodeNamespace.create(NAMESPACE);
  github = await FakeGitHub.start({ token: TOKEN }, NODE_ADDRESS);
  workflows = await Workflows.start(github);
  await namespace.cluster.apply([
    ...(arcBuild().isOlder ? controllerOnlyCrds() : []),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'github', namespace: NAMESPACE },
      stringData: { github_token: TOKEN },
    },
  ]);
});
afterAll(async () => {
  await deskrun('down', '--timeout', '60s');
  await namespace.cluster.succeed(['delete', 'namespace', 'arc-systems', '--ignore-not-found', '--timeout=90s']);
  await namespace.delete();
  await workflows.stop();
  await github.stop();
});

function configure(...runners: readonly RunnerEntry[]): void {
  const entries = runners.map(runner => ({
    repository: `${github.url}/rubionic/${runner.name}`,
    auth: { secret: 'github' },
    ...runner,
  }));
  const configuration = {
    namespace: NAMESPACE,
    arcVersion: arcBuild().version,
    // An older controller does not write all fields that newer CRDs require.
    controller: { install: { crds: arcBuild().isOlder ? 'external' : 'own' } },
    runners: entries,
  };
  writeFileSync(join(namespace.cluster.controlPlane.folder, 'deskrun.yaml'), JSON.stringify(configuration));
}

/** Runs a command on the cluster of the node. */
async function deskrun(...args: string[]): Promise<Outcome> {
  const { folder, kubeconfig } = namespace.cluster.controlPlane;
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const console = consoleIn(folder, { PATH: `${controlPlaneAssets()}:${process.env.PATH}`, HOME: home });
  const code = await run([...args, '--kubeconfig', kubeconfig], console.io);
  return { code, stdout: console.stdout(), stderr: console.stderr() };
}

interface Status {
  readonly controllers: readonly { readonly ready: boolean }[];
  readonly sets: readonly Readonly<Record<string, unknown>>[];
}

/** Waits until the status of the sets is as expected. */
function status(wanted: Readonly<Record<string, unknown>>): Promise<Status> {
  return namespace.waitFor(`status says ${JSON.stringify(wanted)}`, async () => {
    const said = JSON.parse((await deskrun('status', '-o', 'json')).stdout) as Status;
    const [set] = said.sets;
    return Object.entries(wanted).every(([field, value]) => set?.[field] === value) ? said : undefined;
  });
}

const docs: RunnerEntry = { name: 'docs', containerMode: 'kubernetes-novolume', minRunners: 1, maxRunners: 2 };

test('up installs the controller and the runner set, and waits until its listener runs', async () => {
  configure(docs);
  const { code, stdout, stderr } = await deskrun('up', '--timeout', '60s');
  expect(`${code} ${stderr}`).toMatch(/^0 /);
  expect(stdout).toMatch(/desk\/docs +create +done/);
  await namespace.cluster.succeed([
    ...['wait', 'pods', '--all', '--namespace=arc-systems', '--for=condition=Ready', '--timeout=60s'],
  ]);
});

test('status counts the runner that waits for jobs, and doctor finds nothing', async () => {
  const { controllers } = await status({ running: 1, busy: 0, pending: 0, listener: 'ok', errors: 0 });
  expect(controllers).toMatchObject([{ ready: true }]);
  expect(await deskrun('doctor')).toMatchObject({ code: 0 });
});

test('status counts a runner that runs a job as busy', async () => {
  const { outcome } = workflows.queue('docs', { container: { image: JOB_IMAGE }, steps: ['sleep 20'] });
  await status({ busy: 1 });
  expect(await outcome).toMatchObject({ result: 'succeeded', log: '' });
  await status({ running: 1, busy: 0, failed: 0 });
});

test('diff finds no changes, also after jobs have run', async () => {
  expect(await deskrun('diff')).toEqual({ code: 0, stdout: '', stderr: 'nothing would change\n' });
});

test('up changes a set with existing runners', async () => {
  configure({ ...docs, maxRunners: 1, env: { COLOR: 'red' } });
  expect((await deskrun('diff')).code).toBe(3);
  expect((await deskrun('up', '--timeout', '120s')).code).toBe(0);
  await namespace.waitFor('the runner has the variable', async () => {
    const pods = await namespace.kubectl('get', 'pods', '--field-selector=status.phase=Running', '--output=json');
    return pods.includes('"COLOR"') ? true : undefined;
  });
  expect((await deskrun('doctor')).stdout).toBe('');
});

test('down deletes every pod of the set, and removes the set from GitHub', async () => {
  expect((await deskrun('down', '--timeout', '60s')).code).toBe(0);
  await namespace.waitFor('no pod is left', async () =>
    (await namespace.kubectl('get', 'pods', '--output=name')) === '' ? true : undefined,
  );
  expect([...github.scaleSets.values()]).toEqual([]);
  const { sets } = JSON.parse((await deskrun('status', '-o', 'json')).stdout) as Status;
  expect(sets).toEqual([]);
});
