import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cluster } from '../support/cluster';
import { temporaryFolder } from '../support/folders';
import { endWithParent, Program } from '../support/program';

/** The commands of all processes that name something. */
function commandsNaming(something: string): string[] {
  return readdirSync('/proc')
    .filter(entry => /^\d+$/.test(entry))
    .map(commandOf)
    .filter(command => command.includes(something));
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

test('a stopped cluster leaves no processes and no files', async () => {
  const cluster = await Cluster.start();
  const { folder } = cluster.controlPlane;
  expect(commandsNaming(folder).length).toBeGreaterThanOrEqual(2);
  await cluster.stop();
  expect(commandsNaming(folder)).toEqual([]);
  expect(existsSync(folder)).toBe(false);
});

test('a failed kubectl call throws the error of kubectl', async () => {
  const cluster = await Cluster.start();
  await expect(cluster.succeed(['get', 'nothing'])).rejects.toThrow(
    /^kubectl get nothing: error: the server doesn't have a resource type "nothing"/,
  );
  await cluster.stop();
});

test('a program that ends before it is ready throws its exit code and the end of its output', async () => {
  const program = new Program('/bin/sh', ['-c', 'echo because; exit 3'], join(temporaryFolder(), 'log'), {
    PATH: '/usr/bin:/bin',
  });
  await expect(program.waitFor(() => Promise.resolve(undefined))).rejects.toThrow('/bin/sh ended with 3:\nbecause');
});

test('a program ends when the process that started it ends, even when killed', async () => {
  const marker = join(temporaryFolder(), 'marker');
  const [file, args] = endWithParent('/bin/sh', ['-c', 'echo here; while :; do sleep 1; done', marker]);
  const spawn = `require('node:child_process').spawn(${JSON.stringify(file)}, ${JSON.stringify(args)}`;
  const start =
    `${spawn}, { stdio: ['ignore', 'pipe', 'ignore'] })` +
    ".stdout.once('data', () => process.kill(process.pid, 'SIGKILL'))";
  expect(spawnSync(process.execPath, ['-e', start]).signal).toBe('SIGKILL');
  while (commandsNaming(marker).length > 0) await sleep(50);
});
