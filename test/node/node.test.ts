import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// The script that starts a node: where none can run, and after it was killed. These nodes are not that of the other
// tests: they have a cache folder of their own.

const SCRIPT = join(__dirname, '../../scripts/node.sh');
const BUILT = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk8s-deskrun');

let cache: string;
let env: NodeJS.ProcessEnv;
beforeAll(() => {
  cache = mkdtempSync(join(tmpdir(), 'node-cache-'));
  env = { ...process.env, CI: undefined, XDG_CACHE_HOME: cache };
});
afterAll(() => rmSync(cache, { recursive: true }));

describe('where no node can run, a line says what is missing', () => {
  test.each<[string, string[], string]>([
    ['root', ['unshare', '--user'], 'root'],
    ['rights', ['setpriv', '--bounding-set=-net_admin'], 'CAP_SYS_ADMIN and CAP_NET_ADMIN'],
    [
      'space',
      ['unshare', '--mount', 'sh', '-c', 'mount -t tmpfs -o size=1m tmpfs "$XDG_CACHE_HOME" && exec "$0" "$@"'],
      '8 GiB of disk below ',
    ],
  ])('%s', (_, [command = '', ...args], lack) => {
    const run = (more: NodeJS.ProcessEnv) =>
      spawnSync(command, [...args, SCRIPT, 'run', 'true'], { env: { ...env, ...more }, encoding: 'utf8' });
    const { status, stderr } = run({});
    expect(stderr).toMatch(/^skipped: there is no node here, since it needs .*\n$/);
    expect(stderr).toContain(`it needs ${lack}`);
    expect(status).toBe(0);
    expect(run({ CI: 'true' })).toMatchObject({ status: 1, stderr });
  });
});

test('a node ends when its own run is killed, not one that waits, and the next removes what it left', async () => {
  const own = join(cache, 'cdk8s-deskrun');
  const state = join(own, 'node');
  mkdirSync(own);
  for (const name of readdirSync(BUILT).filter(built => !/^node\b/.test(built)))
    symlinkSync(join(BUILT, name), join(own, name));
  const run = await started('the test node is ready');
  const cgroups = readFileSync(join(state, 'cgroups'), 'utf8').trim().split('\n');
  const [first] = readFileSync(join(state, 'process'), 'utf8').split(' ');

  const waiting = await started('waiting: another test node runs');
  process.kill(-(waiting.pid as number), 'SIGTERM');
  await once(waiting, 'exit');
  expect(existsSync(`/proc/${first}`)).toBe(true);

  run.kill('SIGKILL');
  while (existsSync(`/proc/${first}`)) await sleep(200);
  expect(cgroups.filter(existsSync)).toEqual(cgroups);

  const next = spawnSync(SCRIPT, ['run', 'sh', '-c', 'exit 7'], { env, encoding: 'utf8' });
  expect(next.stderr).toMatch(/^the test node is ready after \d+ s\n$/);
  expect(next.status).toBe(7);
  expect(existsSync(state)).toBe(false);
  expect(cgroups.filter(existsSync)).toEqual([]);
  expect(readFileSync('/proc/self/mounts', 'utf8')).not.toContain(cache);
});

/** Starts a run that takes long, as a process group of its own, and waits until it says something. */
async function started(words: string): Promise<ChildProcess> {
  const run = spawn(SCRIPT, ['run', 'sleep', '600'], { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  run.stderr.setEncoding('utf8').on('data', (part: string) => (said += part));
  while (!said.includes(words) && run.exitCode === null) await sleep(200);
  expect(run.exitCode).toBeNull();
  return run;
}
