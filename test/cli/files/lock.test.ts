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

/** A process that is gone. */
function deadProcess(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

test('one at a time: who waits too long is told who holds it', async () => {
  const file = fileIn(temporaryFolder());
  await withLock(file, async () => {
    await expect(withLock(file, nothing, impatient)).rejects.toThrow(
      new LockedError(
        `${file} is being changed by process ${process.pid} on ${hostname()}; try again when it has finished, or remove ${file}.lock if no deskrun is running`,
      ),
    );
  });
});

test('others wait for their turn, and only one acts at any moment', async () => {
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

test('who waits longer than a moment says for whom, once', async () => {
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

test('it is given back, also after a failure', async () => {
  const folder = temporaryFolder();
  await expect(withLock(fileIn(folder), () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(readdirSync(folder)).toEqual([]);
  expect(await withLock(fileIn(folder), nothing)).toBe('done');
});

describe('the lock of a process that has ended', () => {
  test('is taken over at once', async () => {
    const folder = temporaryFolder();
    writeFileSync(`${fileIn(folder)}.lock`, `${deadProcess()} ${hostname()} abc`);
    expect(await withLock(fileIn(folder), nothing, { milliseconds: 0 })).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is taken over by one of many', async () => {
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

  test('is taken over also when who took it over before was killed meanwhile', async () => {
    const folder = temporaryFolder();
    const [holder, claimant] = [deadProcess(), deadProcess()];
    writeFileSync(`${fileIn(folder)}.lock`, `${holder} ${hostname()} abc`);
    writeFileSync(`${fileIn(folder)}.lock.claim.${holder}abc`, `${claimant} ${hostname()} def`);
    expect(await withLock(fileIn(folder), nothing, { milliseconds: 0 })).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is left to another process that takes it over', async () => {
    const folder = temporaryFolder();
    const holder = deadProcess();
    writeFileSync(`${fileIn(folder)}.lock`, `${holder} ${hostname()} abc`);
    writeFileSync(`${fileIn(folder)}.lock.claim.${holder}abc`, `${process.ppid} ${hostname()} def`);
    await expect(withLock(fileIn(folder), nothing, impatient)).rejects.toThrow(LockedError);
    expect(readFileSync(`${fileIn(folder)}.lock`, 'utf8')).toBe(`${holder} ${hostname()} abc`);
  });
});

test('that of another machine counts, since nobody can tell from here', async () => {
  const folder = temporaryFolder();
  writeFileSync(`${fileIn(folder)}.lock`, `${deadProcess()} elsewhere.example`);
  await expect(withLock(fileIn(folder), nothing, impatient)).rejects.toThrow(
    /by process \d+ on elsewhere\.example; try again/,
  );
  expect(existsSync(`${fileIn(folder)}.lock`)).toBe(true);
});

test('a lock that says nothing counts', async () => {
  const folder = temporaryFolder();
  writeFileSync(`${fileIn(folder)}.lock`, '');
  await expect(withLock(fileIn(folder), nothing, impatient)).rejects.toThrow(
    /is being changed by another process; try/,
  );
});

test('a place where no lock can be written is named, and nothing is left there', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'file'), '');
  const file = join(folder, 'file', 'config.json');
  await expect(withLock(file, nothing)).rejects.toThrow(`${join(folder, 'file')}: is a file, not a folder`);
  mkdirSync(join(folder, 'x'.repeat(250)));
  await expect(withLock(join(folder, 'y'.repeat(250)), nothing)).rejects.toThrow('the name is too long (ENAMETOOLONG)');
  expect(readdirSync(folder).sort()).toEqual(['file', 'x'.repeat(250)]);
});

test.each(['lock', 'lock.claim'])(
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
