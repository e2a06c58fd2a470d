import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { LockedError, withLock } from '../../../src/cli/files/lock';
import { temporaryFolder } from '../../support/folders';

const fileIn = (folder: string) => join(folder, 'config.json');
const nothing = () => Promise.resolve('done');

/** A process that is gone. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

test('one at a time', async () => {
  const file = fileIn(temporaryFolder());
  await withLock(file, async () => {
    await expect(withLock(file, nothing)).rejects.toThrow(
      new LockedError(
        `${file} is being changed by process ${process.pid} on ${hostname()}; try again when it has ended, or remove ${file}.lock if that is no deskrun`,
      ),
    );
  });
});

test('it is given back, also after a failure', async () => {
  const folder = temporaryFolder();
  await expect(withLock(fileIn(folder), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(folder)).toEqual([]);
  expect(await withLock(fileIn(folder), nothing)).toBe('done');
});

test('that of a process that is gone does not count', async () => {
  const folder = temporaryFolder();
  writeFileSync(`${fileIn(folder)}.lock`, `${deadProcess()} ${hostname()}`);
  expect(await withLock(fileIn(folder), nothing)).toBe('done');
  expect(readdirSync(folder)).toEqual([]);
});

test('that of another machine counts, since nobody can tell from here', async () => {
  const folder = temporaryFolder();
  writeFileSync(`${fileIn(folder)}.lock`, `${deadProcess()} elsewhere.example`);
  await expect(withLock(fileIn(folder), nothing)).rejects.toThrow(/by process \d+ on elsewhere\.example; try again/);
  expect(existsSync(`${fileIn(folder)}.lock`)).toBe(true);
});

test.each(['lock', 'lock.stale'])(
  'what a process left as %s when it was killed goes with the next run; what others may still need stays',
  async kind => {
    const folder = temporaryFolder();
    const [dead, gone, running] = [deadProcess(), deadProcess(), process.ppid];
    const write = (pid: number, host: string) => writeFileSync(`${fileIn(folder)}.${kind}.${pid}`, `${pid} ${host}`);
    write(dead, hostname());
    write(gone, 'elsewhere.example');
    write(running, hostname());
    expect(await withLock(fileIn(folder), nothing)).toBe('done');
    expect(readdirSync(folder).sort()).toEqual(
      [`config.json.${kind}.${gone}`, `config.json.${kind}.${running}`].sort(),
    );
  },
);
