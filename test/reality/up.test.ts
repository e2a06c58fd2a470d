import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../src/cli/run';
import { ArcStandIn } from '../support/arc-stand-in';
import { Cluster } from '../support/cluster';
import { consoleIn } from '../support/console';
import { controlPlaneAssets } from '../support/assets';
import type { Outcome } from '../support/desk';
import { temporaryFolder } from '../support/folders';

// Each command calls kubectl some ten times, and several wait for what stands in for the controller.
jest.setTimeout(600_000);

let cluster: Cluster;
let arc: ArcStandIn;
beforeAll(async () => {
  cluster = await Cluster.start();
  arc = new ArcStandIn(cluster);
});
afterAll(async () => {
  await arc.stop();
  await cluster.stop();
});

const DOCS = { name: 'docs', repository: 'https://github.com/rubionic/docs', containerMode: 'dind', auth: { secret: 'github' } };

/** Runs `deskrun` over a configuration of these runners, on the real API server. */
async function deskrun(command: readonly string[], runners: readonly object[] = [DOCS], namespace = 'ci'): Promise<Outcome> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'deskrun.yaml'), JSON.stringify({ namespace, runners }));
  const console = consoleIn(folder, { PATH: `${controlPlaneAssets()}:${process.env.PATH}`, HOME: folder });
  const code = await run([...command, '--kubeconfig', cluster.controlPlane.kubeconfig, '--project', namespace], console.io);
  return { code, stdout: console.stdout(), stderr: console.stderr() };
}

const made = async (namespace = 'ci') => (await cluster.list('autoscalingrunnersets,serviceaccounts,roles,rolebindings,configmaps'))
  .filter(({ metadata }) => metadata.namespace === namespace && metadata.labels?.['deskrun.dev/project'] !== undefined)
  .map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort();

async function provide(namespace: string): Promise<void> {
  await cluster.apply([
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'github', namespace }, stringData: { github_token: 'fake-token' } },
  ]);
}

const revision = async () => (await cluster.list('autoscalingrunnersets')).find(({ metadata }) => metadata.namespace === 'ci')?.metadata.resourceVersion;

describe('the life of a runner, each part after the one before', () => {
  test('up makes it', async () => {
    await provide('ci');
    expect(await deskrun(['up'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ci\/docs +create +done$/m) });
    expect(await made()).toEqual(['AutoscalingRunnerSet docs', 'Role docs-gha-rs-manager', 'RoleBinding docs-gha-rs-manager', 'ServiceAccount docs-gha-rs-no-permission']);
  });

  test('up again writes nothing', async () => {
    const before = await revision();
    expect(await deskrun(['up'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ci\/docs +unchanged +done$/m) });
    expect(await revision()).toBe(before);
  });

  test('diff finds what a change would be, and only that', async () => {
    expect(await deskrun(['diff'], [{ ...DOCS, maxRunners: 7 }])).toEqual({ code: 3, stdout: '~ AutoscalingRunnerSet ci/docs\n    spec.maxRunners: 5 -> 7\n', stderr: '1 object would change\n' });
  });

  test('another mode makes it again, and leaves nothing of the old one', async () => {
    expect(await deskrun(['up'], [{ ...DOCS, containerMode: 'kubernetes-novolume' }])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ci\/docs +recreate +done$/m) });
    expect(arc.log).toEqual(['registered docs', 'deleted docs', 'registered docs']);
    expect(await made()).not.toContain('ServiceAccount docs-gha-rs-no-permission');
  });

  test('down leaves nothing of it', async () => {
    expect((await deskrun(['down'])).code).toBe(0);
    expect(await made()).toEqual([]);
  });
});

test('what an earlier change of mode has left locked is freed, when its set is gone', async () => {
  await provide('left');
  expect((await deskrun(['up'], [DOCS], 'left')).code).toBe(0);
  // As after kubectl apply of another mode: the set does not name the account any more.
  await cluster.succeed(['annotate', 'autoscalingrunnerset', 'docs', '--namespace=left', 'actions.github.com/cleanup-no-permission-service-account-name-']);
  expect((await deskrun(['down'], [DOCS], 'left')).code).toBe(0);
  expect(await made('left')).toEqual([]);
});

test('a field that somebody has set by hand is a conflict, until it is taken over', async () => {
  await provide('hand');
  expect((await deskrun(['up'], [DOCS], 'hand')).code).toBe(0);
  await cluster.succeed(['patch', 'autoscalingrunnerset', 'docs', '--namespace=hand', '--type=merge', '--patch={"spec":{"maxRunners":9}}', '--field-manager=somebody']);
  expect(await deskrun(['up'], [DOCS], 'hand')).toMatchObject({ code: 1, stdout: expect.stringContaining('.spec.maxRunners set by somebody; undo that, or take them over with --force-conflicts') });
  expect((await deskrun(['up', '--force-conflicts'], [DOCS], 'hand')).code).toBe(0);
  expect((await deskrun(['diff'], [DOCS], 'hand')).code).toBe(0);
  await deskrun(['down'], [DOCS], 'hand');
});
