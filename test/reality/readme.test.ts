import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { run as runCommand } from '../../src/cli/run';
import { appFromText } from '../../src/config/build';
import { expectToApply } from '../support/applied';
import { Cluster } from '../support/cluster';
import { consoleIn } from '../support/console';
import { filesOf, temporaryFolder } from '../support/folders';
import type { Manifest } from '../support/sets';
import { shellCalls } from '../support/shell-lines';

const root = resolve(__dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const typescript = ['-r', join(root, 'scripts/typescript.cjs')];

let cluster: Cluster;
beforeAll(async () => {
  cluster = await Cluster.start();
  await cluster.applyCrds();
});
afterAll(() => cluster.stop());

/** The code block of the README in that language that has the words. */
function block(language: string, words: string): string {
  const blocks = [...readme.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].filter(
    ([, kind, text]) => kind === language && text?.includes(words),
  );
  expect(blocks).toHaveLength(1);
  return blocks[0]?.[2] as string;
}

/** Runs an app in a folder; its `dist/` there has the manifests. */
function run(folder: string, app: string): string {
  const { status, stderr } = spawnSync(process.execPath, [...typescript, app], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringContaining('rror') });
  return join(folder, 'dist');
}

/** Calls the command in a folder, which is its home too. */
async function deskrun(folder: string, args: readonly string[]): Promise<{ code: number; stderr: string }> {
  const console = consoleIn(folder, { HOME: folder });
  const code = await runCommand(args, console.io);
  return { code, stderr: console.stderr() };
}

function manifestsBelow(folder: string): Manifest[] {
  return Object.entries(filesOf(folder)).flatMap(([, text]) =>
    parseAllDocuments(text).map(document => document.toJS()),
  );
}

test('its commands apply the runner set that its command adds, and change nothing when repeated', async () => {
  const commands = block('sh', 'kubectl apply -f dist/');
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'token.txt'), 'not-a-token\r\n', { mode: 0o600 });
  const [add] = shellCalls(block('sh', 'deskrun add')).filter(words => words.includes('add'));
  expect(await deskrun(folder, ['init'])).toMatchObject({ code: 0 });
  expect(await deskrun(folder, (add as string[]).slice(2))).toMatchObject({ code: 0 });
  const dist = run(folder, join(root, 'src/main.ts'));

  expect(await cluster.shell(commands, folder)).toMatchObject({ status: 0 });
  const { stdout } = await cluster.shell('kubectl apply -f dist/', folder);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .filter(line => !line.endsWith(' unchanged')),
  ).toEqual([]);

  const secrets: Manifest[] = await cluster.list('secrets');
  expect(secrets.map(({ metadata, data }) => [metadata.namespace, metadata.name, data])).toEqual([
    ['arc-runners', 'my-desk-github', { github_token: Buffer.from('not-a-token').toString('base64') }],
  ]);
  await cluster.deleteAll(manifestsBelow(dist));
});

test('the API server accepts the manifests of the deskrun.yaml of this repository', async () => {
  const folder = temporaryFolder();
  copyFileSync(join(root, 'deskrun.yaml'), join(folder, 'deskrun.yaml'));
  await expectToApply(cluster, manifestsBelow(run(folder, join(root, 'src/main.ts'))));
});

test('the API server accepts the manifests of its deskrun.yaml', async () => {
  const manifests = appFromText(block('yaml', 'runners:'), 'README.md').charts.flatMap((chart): Manifest[] =>
    chart.toJson(),
  );
  expect(manifests).toHaveLength(3 * 7);
  await expectToApply(cluster, manifests);
});

test('the API server accepts the manifests of its TypeScript app', async () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'app.ts'),
    block('ts', 'app.synth()').replace("'cdk8s-deskrun'", JSON.stringify(join(root, 'src'))),
  );
  await expectToApply(cluster, manifestsBelow(run(folder, 'app.ts')));
});

test('the API server accepts the manifests of a deskrun.yaml with every key', async () => {
  const text = readFileSync(join(root, 'test/config/fixtures/everything.yaml'), 'utf8');
  await expectToApply(
    cluster,
    appFromText(text, 'everything.yaml').charts.flatMap((chart): Manifest[] => chart.toJson()),
  );
});
