import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { hostname } from 'node:os';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'yaml';
import { BIN, deskrun, startDeskrun } from '../support/deskrun';
import { filesOf, temporaryFolder } from '../support/folders';

const url = 'https://github.com/owner/repo';
const pem = '-----BEGIN RSA PRIVATE KEY-----\nZmFrZQ==\n-----END RSA PRIVATE KEY-----\n';

describe('the commands in the README of upstream deskrun', () => {
  test('add a standard, a privileged and a Docker runner, list them and remove one', () => {
    const home = temporaryFolder();
    const pat = ['--repository', url, '--auth-type', 'pat', '--auth-value', 'ghp_xxxxxxxxxxxxx'];
    expect(deskrun(home, ['add', 'my-runner', ...pat]).status).toBe(0);
    expect(
      deskrun(home, ['add', 'nix-runner', '--mode', 'cached-privileged-kubernetes', '--cache', '/root/.cache', ...pat])
        .status,
    ).toBe(0);
    expect(deskrun(home, ['add', 'dind-runner', '--mode', 'dind', ...pat]).status).toBe(0);
    expect(
      deskrun(home, [
        'add',
        'app-runner',
        '--repository',
        url,
        '--auth-type',
        'github-app',
        '--auth-value',
        pem.trimEnd(),
        '--app-id',
        '1',
        '--installation-id',
        '2',
      ]).status,
    ).toBe(0);
    expect(deskrun(home, ['remove', 'app-runner']).status).toBe(0);
    expect(deskrun(home, ['list'])).toEqual({
      status: 0,
      stdout: [
        'NAME         MODE                          INSTANCES  MIN  MAX      SECRET              REPOSITORY',
        `my-runner    kubernetes                    1          0    default  my-runner-github    ${url}`,
        `nix-runner   cached-privileged-kubernetes  1          0    default  nix-runner-github   ${url}`,
        `dind-runner  dind                          1          0    default  dind-runner-github  ${url}`,
        '',
      ].join('\n'),
      stderr: '',
    });
  });
});

test('the command runs from the sources in a clone without a build', () => {
  const { status, stdout } = spawnSync(process.execPath, [join(__dirname, '../../bin/deskrun.js'), 'version'], {
    encoding: 'utf8',
  });
  expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('arcVersion') });
});

test('Ctrl-C while the command reads standard input: nothing is written, exit code 130', async () => {
  const home = temporaryFolder();
  const child = startDeskrun(home, ['add', 'docs', '-r', url, '--auth-stdin']);
  // More than the buffer of a pipe, so that the process waits until the test reads.
  if (!child.stdin?.write('x'.repeat(1_000_000))) await once(child.stdin as Writable, 'drain');
  child.kill('SIGINT');
  expect(await once(child, 'exit')).toEqual([130, null]);
  expect(filesOf(home)).toEqual({});
});

test('a closed pipe is not an error', () => {
  const home = temporaryFolder();
  const command = `"${process.execPath}" "${BIN}" add --help | true; exit "\${PIPESTATUS[0]}"`;
  expect(spawnSync('bash', ['-c', command], { cwd: home, encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
});

test('twenty processes at once all write their change, even if another one is killed', async () => {
  const home = temporaryFolder();
  writeFileSync(join(home, 'deskrun.yaml'), 'namespace: ci\nrunners: []\n');
  const gone = spawnSync(process.execPath, ['-e', '']).pid;
  writeFileSync(join(home, 'deskrun.yaml.lock'), `${gone} ${hostname()} abc`);
  const names = Array.from({ length: 20 }, (_, index) => `set-${index}`);
  const outcomes = await Promise.all(
    names.map(async name => {
      const child = startDeskrun(home, ['add', name, '-r', url, '--secret', 'github']);
      const [stderr, [status]] = await Promise.all([
        text(child.stderr as Readable),
        once(child, 'exit') as Promise<[number]>,
      ]);
      return status === 0 ? [] : [stderr];
    }),
  );
  expect(outcomes.flat()).toEqual([]);
  const { runners } = parse(readFileSync(join(home, 'deskrun.yaml'), 'utf8')) as { runners: { name: string }[] };
  expect(runners.map(({ name }) => name).sort()).toEqual([...names].sort());
  expect(readdirSync(home)).toEqual(['deskrun.yaml']);
}, 240_000);

test('a killed process leaves the old or the new file, and does not block the next one', async () => {
  const home = temporaryFolder();
  const file = join(home, '.deskrun/config.json');
  const add = (...args: string[]) => ['add', 'docs', ...args];
  expect(deskrun(home, add('-r', url, '--secret', 'github', '--mode', 'dind', '--max-runners', '1')).status).toBe(0);
  for (let round = 2; round < 14; round++) {
    const before = readFileSync(file, 'utf8');
    const child = startDeskrun(home, add('--replace', '--max-runners', String(round)));
    const ended = once(child, 'exit');
    await sleep(Math.random() * 700);
    child.kill('SIGKILL');
    await ended;
    const after = readFileSync(file, 'utf8');
    expect([before, before.replace(/"MaxRunners": \d+/, `"MaxRunners": ${round}`)]).toContain(after);
  }
  expect(deskrun(home, add('--replace', '--max-runners', '20')).status).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('"MaxRunners": 20');
  expect(readdirSync(join(home, '.deskrun')).filter(name => name.endsWith('.lock'))).toEqual([]);
}, 60_000);
