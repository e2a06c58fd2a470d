import { parse } from 'yaml';
import { DIAGNOSES } from '../../../src/cli/doctor/diagnoses';
import { DUMP_COMMAND } from '../../../src/cli/doctor/dump';
import { pattern } from '../../support/pattern';
import { Cluster } from './cluster';
import { Session } from './session';

jest.setTimeout(60_000);

/** A cluster with two problems. */
function ill(): Cluster {
  const cluster = new Cluster();
  cluster.remove('Secret');
  cluster.pod.containers[0].image = 'ghcr.io/actions/actions-runner:2.331.0';
  return cluster;
}

test('a cluster in which everything works: exit code 0, and nothing on stdout', async () => {
  const { code, stdout, stderr } = await new Session(new Cluster()).run(['doctor']);
  expect(stderr).toBe(`nothing wrong; examined 1 runner set with ${DIAGNOSES.length} diagnoses\n`);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
});

test('cause, evidence and remedy are printed, errors first: exit code 1', async () => {
  const { code, stdout, stderr } = await new Session(ill()).run(['doctor', 'docs']);
  expect(stdout).toMatch(
    pattern(
      /^error    arc-runners\/docs: Secret github of docs does not exist: .*\n {9}AutoscalingRunnerSet .*\n/,
      / {9}do: tr -d .*\n {9}see https:\/\/github\.com\/actions\/actions-runner-controller\/issues\/3042\n/,
      / {9}\(secret-missing\)\n\nwarning  /,
    ),
  );
  expect(stderr).toMatch(/^1 error, 1 warning; examined 1 runner set with \d+ diagnoses\n$/);
  expect(code).toBe(1);
});

test(
  'kubectl is called three times, told which cluster, and asked for no Secret but those that sets ' + 'name',
  async () => {
    const { calls } = await new Session(new Cluster()).run(['doctor', '--context', 'desk', '--kubeconfig=config']);
    expect(calls.map(call => call.filter(word => !word.startsWith('--')))).toEqual([
      [
        'get',
        'customresourcedefinitions.apiextensions.k8s.io',
        'autoscalingrunnersets.actions.github.com',
        'autoscalinglisteners.actions.github.com',
        'ephemeralrunnersets.actions.github.com',
        'ephemeralrunners.actions.github.com',
      ],
      ['get', expect.not.stringContaining('secret')],
      ['get', 'secret/github', 'configmap/docs-gha-rs-hook-extension'],
    ]);
    for (const call of calls)
      expect(call).toEqual(
        expect.arrayContaining(['--context=desk', '--kubeconfig=config', '--output=json', '--request-timeout=30s']),
      );
  },
);

test('-o json prints findings as data', async () => {
  const { code, stdout } = await new Session(ill()).run(['doctor', '-o', 'json']);
  expect(JSON.parse(stdout)).toEqual([
    expect.objectContaining({
      id: 'secret-missing',
      severity: 'error',
      set: 'arc-runners/docs',
      evidence: [expect.any(String)],
      remedy: [expect.any(String)],
    }),
    expect.objectContaining({ id: 'runner-image-old', severity: 'warning' }),
  ]);
  expect(code).toBe(1);
});

test('-o json of a cluster in which everything works is an empty list', async () => {
  expect(await new Session(new Cluster()).run(['doctor', '-o', 'json'])).toMatchObject({ code: 0, stdout: '[]\n' });
});

test('a cluster without the CRDs of ARC is asked for the other kinds only', async () => {
  const cluster = new Cluster([]);
  cluster.objects.splice(0, Infinity, ...cluster.objects.filter(({ kind }) => kind === 'Node'));
  const session = new Session(cluster, {
    UNKNOWN: 'autoscalingrunnersets,autoscalinglisteners,ephemeralrunnersets,ephemeralrunners',
  });
  expect(await session.run(['doctor'])).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(/^nothing wrong; examined 0 runner sets/),
  });
});

test('a forbidden resource is named, and its objects do not count as missing', async () => {
  const cluster = new Cluster();
  cluster.remove('Secret');
  cluster.remove('RoleBinding', '-manager');
  const { code, stderr } = await new Session(cluster, { FORBIDDEN: 'secrets,rolebindings' }).run(['doctor']);
  expect(stderr).toMatch(
    pattern(
      /^nothing wrong; examined 1 runner set with \d+ diagnoses\nnot examined, because you lack permission /,
      /to read: rolebindings, secrets in arc-runners\n$/,
    ),
  );
  expect(code).toBe(0);
});

test('a user without permission to read CRDs still sees runner sets', async () => {
  const { stderr } = await new Session(new Cluster(), { FORBIDDEN: 'customresourcedefinitions' }).run(['doctor']);
  expect(stderr).toMatch(
    pattern(
      /^nothing wrong; examined 1 runner set .*\nnot examined, because you lack permission to read: /,
      /customresourcedefinitions\n$/,
    ),
  );
});

test('a cluster that does not answer: exit code 1', async () => {
  const { code, stdout, stderr } = await new Session(new Cluster(), {
    UNREACHABLE: 'The connection to the server 127.0.0.1:1 was refused - did you specify the right host or port?',
  }).run(['doctor']);
  expect(stderr).toMatch(
    pattern(
      /^the API server does not answer \(kind-deskrun\); is the cluster running\?\nThe connection to the /,
      /server 127\.0\.0\.1:1 was refused/,
    ),
  );
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
});

test.each<[string, string, RegExp]>([
  [
    'a misspelled name',
    'dosc',
    /^the cluster has no runner set dosc; did you mean docs\?\nrunner sets of the cluster: docs\n$/,
  ],
  ['an unknown name', 'web', /^the cluster has no runner set web\nrunner sets of the cluster: docs\n$/],
])('%s: exit code 2', async (_, name, message) => {
  const { code, stderr } = await new Session(new Cluster()).run(['doctor', name]);
  expect(stderr).toMatch(message);
  expect(code).toBe(2);
});

test('--from reads a file and no cluster', async () => {
  const session = new Session(new Cluster());
  session.write('dump.json', JSON.stringify({ apiVersion: 'v1', kind: 'List', items: ill().objects }));
  const { code, stdout, calls } = await session.run(['doctor', '--from', 'dump.json', '-o', 'yaml']);
  // Without Secrets in the dump, none counts as missing.
  expect((parse(stdout) as { id: string }[]).map(({ id }) => id)).toEqual(['runner-image-old']);
  expect({ code, calls }).toEqual({ code: 1, calls: [] });
});

test('as a process, it ends with the same exit code', async () => {
  const child = new Session(ill()).start('doctor', '-o', 'json');
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  const code = await new Promise(resolve => {
    child.on('close', resolve);
  });
  expect(JSON.parse(Buffer.concat(stdout).toString())).toHaveLength(2);
  expect(code).toBe(1);
});

test('--from - reads stdin', async () => {
  const { code, stdout } = await new Session(new Cluster()).run(
    ['doctor', '--from', '-', '-o', 'json'],
    JSON.stringify(ill().objects[0]),
  );
  expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
});

test.each<[string, string[], string]>([
  [
    'a file that does not exist',
    ['--from', 'none.json'],
    '--from: none.json: cannot be read: it does not exist (ENOENT)',
  ],
  [
    'a file without objects',
    ['--from', 'calls-to-be'],
    `calls-to-be: holds no Kubernetes objects; create it with: ${DUMP_COMMAND}`,
  ],
])('%s: exit code 1', async (_, argv, message) => {
  const session = new Session(new Cluster());
  session.write('calls-to-be', '');
  const { code, stderr } = await session.run(['doctor', ...argv]);
  expect(stderr.startsWith(message)).toBe(true);
  expect(code).toBe(1);
});

test.each([
  [
    ['--from', 'dump.json', '--context', 'desk'],
    '--from reads a file and no cluster: remove --config, --kubeconfig and --context\n',
  ],
  [['--list', 'docs'], '--list reads no cluster: remove the name and --from\n'],
  [['--list', '--from', 'dump.json'], '--list reads no cluster: remove the name and --from\n'],
])('%j is refused: exit code 2', async (argv, stderr) => {
  expect(await new Session(new Cluster()).run(['doctor', ...argv])).toMatchObject({ code: 2, stderr });
});

test('--list prints each diagnosis on a line', async () => {
  const { code, stdout, calls } = await new Session(new Cluster()).run(['doctor', '--list']);
  expect(
    stdout
      .trimEnd()
      .split('\n')
      .map(line => line.split(' ')[0]),
  ).toEqual(DIAGNOSES.map(({ id }) => id));
  expect({ code, calls }).toEqual({ code: 0, calls: [] });
});
