import { parse } from 'yaml';
import { Cluster } from '../doctor/cluster';
import { Session } from '../doctor/session';

jest.setTimeout(60_000);

const two = () => new Cluster([{}, { name: 'web', githubConfigUrl: 'https://github.com/rubionic/web' }]);

test("a table of the sets of the configuration's kind cluster", async () => {
  const { code, stdout, stderr, calls } = await new Session(two()).run(['status']);
  expect(stdout).toMatch(
    /^CLUSTER {2}kind-deskrun {3}controller 0\.14\.2 ok {3}listeners 2\/2\nSET .*\ndocs .* ok\nweb .* ok\n$/,
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const call of calls) expect(call).toContain('--context=kind-deskrun');
});

test('one set by its name', async () => {
  const { stdout } = await new Session(two()).run(['status', 'web', '--context', 'desk']);
  expect(stdout).toMatch(/^CLUSTER {2}desk .*\nSET .*\nweb .*\n$/);
});

test('the instances of one runner by its name', async () => {
  const { stdout } = await new Session(new Cluster([{ instances: 2, maxRunners: 1 }])).run(['status', 'docs']);
  expect(stdout).toMatch(/^CLUSTER .*\nSET .*\ndocs-1 .*\ndocs-2 .*\n$/);
});

test('a runner set of the configuration that is missing in the cluster', async () => {
  const session = new Session(two());
  session.write(
    'deskrun.yaml',
    'namespace: arc-runners\nrunners:\n  - { name: images, repository: "https://github.com/rubionic/images", ' +
      'containerMode: dind, auth: { secret: github } }\n',
  );
  expect((await session.run(['status'])).stdout).toMatch(/^missing in the cluster: images {2}-> deskrun up$/m);
});

test.each<['json' | 'yaml', (text: string) => unknown]>([
  ['json', JSON.parse],
  ['yaml', parse],
])('-o %s prints data', async (format, read) => {
  const { code, stdout } = await new Session(new Cluster()).run(['status', '-o', format]);
  expect(read(stdout)).toMatchObject({
    cluster: 'kind-deskrun',
    controllers: [{ name: 'arc-systems/arc-gha-rs-controller', version: '0.14.2', ready: true }],
    sets: [{ set: 'docs', desired: 1 }],
    findings: [],
  });
  expect(code).toBe(0);
});

test('a kind cluster that does not exist', async () => {
  const { code, stderr } = await new Session(new Cluster(), {
    UNREACHABLE: 'Error in configuration: context was not found for specified context: kind-deskrun',
  }).run(['status']);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: 'kind cluster deskrun does not exist; create it with deskrun up, or name another cluster with --context\n',
  });
});

test('another cluster that does not exist', async () => {
  const { code, stderr } = await new Session(new Cluster(), {
    UNREACHABLE: 'Error in configuration: context was not found for specified context: desk',
  }).run(['status', '--context=desk']);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      'kubectl does not know the cluster (desk); choose one of kubectl config get-contexts with --context and ' +
      '--kubeconfig\n',
  });
});

test('--watch with -o json is refused', async () => {
  expect(await new Session(new Cluster()).run(['status', '--watch', '-o', 'json'])).toMatchObject({
    code: 2,
    stderr: '--watch prints a table and cannot be combined with -o json; remove one of them\n',
  });
});

test('--watch refreshes until Ctrl-C', async () => {
  const child = new Session(new Cluster()).start('status', '--watch');
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += String(chunk);
    if (stdout.split('CLUSTER').length > 2) child.kill('SIGINT');
  });
  const code = await new Promise(resolve => {
    child.on('close', resolve);
  });
  expect(stdout).toMatch(/^(CLUSTER .*\nSET .*\ndocs .*\n\n){2}$/);
  expect(code).toBe(130);
});
