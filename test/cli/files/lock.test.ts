import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { LockedError, withLock } from '../../../src/cli/files/lock';
import { temporaryFolder } from '../../support/folders';

const fileIn = (folder: string) => join(folder, 'config.json');
const nothing = () => Promise.resolve('done');
const impatient = { milliseconds: 50 };

/** The id of a process that has exited. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

test('a process that waits too long gets an error with the holder of the lock', async () => {
  const file = fileIn(temporaryFolder());
  await withLock(file, async () => {
    await expect(withLock(file, nothing, impatient)).rejects.toThrow(
      new LockedError(
        `${file} is being changed by process ${process.pid} on ${hostname()}; try again when it has ` +
          `finished, or remove ${file}.lock if no deskrun is running`,
      ),
    );
  });
});

test('only one process at a time holds the lock, and the others wait', async () => {
  const folder = temporaryFolder();
  let acting = 0;
  const act = async (): Promise<void> => {
    expect(++acting).toBe(1);
    await sleep(5);
    acting--;
  };
  await Promise.all(Array.from({ length: 20 }, () => withLock(fileIn(folder), act)));
  expect(readdirSync(folder)).toEqual([]);
});

test('a long wait is reported once, with the holder of the lock', async () => {
  const file = fileIn(temporaryFolder());
  const said: string[] = [];
  await withLock(file, () =>
    expect(withLock(file, nothing, { milliseconds: 1300, say: text => void said.push(text) })).rejects.toThrow(
      LockedError,
    ),
  );
  expect(said).toEqual([`waiting for process ${process.pid} on ${hostname()}, which changes ${file}`]);
});

test('the wait ends with Ctrl-C', async () => {
  const file = fileIn(temporaryFolder());
  await withLock(file, () =>
    expect(withLock(file, nothing, { signal: AbortSignal.timeout(20) })).rejects.toThrow('interrupted'),
  );
});

test('the lock is released, also after an error', async () => {
  const folder = temporaryFolder();
  await expect(withLock(fileIn(folder), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(folder)).toEqual([]);
  expect(await withLock(fileIn(folder), nothing)).toBe('done');
});

describe('the lock of a process that has exited', () => {
  test('is taken over at once', async () => {
    const folder = temporaryFolder();
    writeFileSync(`${fileIn(folder)}.lock`, `${deadProcess()} ${hostname()} abc`);
    expect(await withLock(fileIn(folder), nothing, { milliseconds: 0 })).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is taken over by one of several processes', async () => {
    const folder = temporaryFolder();
    writeFileSync(`${fileIn(folder)}.lock`, `${deadProcess()} ${hostname()} abc`);
    let acting = 0;
    const act = async (): Promise<void> => {
      expect(++acting).toBe(1);
      await sleep(2);
      acting--;
    };
    await Promise.all(Array.from({ length: 20 }, () => withLock(fileIn(folder), act)));
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is taken over even if a process was killed while it took the lock over', async () => {
    const folder = temporaryFolder();
    const [holder, claimant] = [deadProcess(), deadProcess()];
    writeFileSync(`${fileIn(folder)}.lock`, `${holder} ${hostname()} abc`);
    writeFileSync(`${fileIn(folder)}.lock.claim.${holder}abc`, `${claimant} ${hostname()} def`);
    expect(await withLock(fileIn(folder), nothing, { milliseconds: 0 })).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is left to another process that takes it over at the same time', async () => {
    const folder = temporaryFolder();
    const holder = deadProcess();
    writeFileSync(`${fileIn(folder)}.lock`, `${holder} ${hostname()} abc`);
    writeFileSync(`${fileIn(folder)}.lock.claim.${holder}abc`, `${process.ppid} ${hostname()} def`);
    await expect(withLock(fileIn(folder), nothing, impatient)).rejects.toThrow(LockedError);
    expect(readFileSync(`${fileIn(folder)}.lock`, 'utf8')).toBe(`${holder} ${hostname()} abc`);
  });
});

test('the lock of a process of another machine is respected', async () => {
  const folder = temporaryFolder();
  writeFileSync(`${fileIn(folder)}.lock`, `${deadProcess()} elsewhere.example`);
  await expect(withLock(fileIn(folder), nothing, impatient)).rejects.toThrow(
    /by process \d+ on elsewhere\.example; try again/,
  );
  expect(existsSync(`${fileIn(folder)}.lock`)).toBe(true);
});

test('a lock file without a process is respected', async () => {
  const folder = temporaryFolder();
  writeFileSync(`${fileIn(folder)}.lock`, '');
  await expect(withLock(fileIn(folder), nothing, impatient)).rejects.toThrow(
    /is being changed by another process; try/,
  );
});

test('an unwritable folder is reported, and no files are left', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const file = join(folder, 'file', 'config.json');
  await expect(withLock(file, nothing)).rejects.toThrow(`${join(folder, 'file')}: is a file, not a folder`);
  mkdirSync(join(folder, 'x'.repeat(250)));
  await expect(withLock(join(folder, 'y'.repeat(250)), nothing)).rejects.toThrow('the name is too long (ENAMETOOLONG)');
  expect(readdirSync(folder).sort()).toEqual(['file', 'x'.repeat(250)]);
});

test.each(['lock', 'lock.claim'])(
  'files %s of killed processes are removed by the next one, and those of running processes are kept',
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
