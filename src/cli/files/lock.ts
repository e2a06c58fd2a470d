import { linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { DeskrunError } from '../../errors';

/** Somebody else is changing a file. */
export class LockedError extends DeskrunError {}

/** Does something while nobody else who asks for the same lock does. The lock of a process that is gone does not count. */
export async function withLock<T>(file: string, act: () => Promise<T>): Promise<T> {
  const lock = `${file}.lock`;
  acquire(file, lock);
  sweep(lock);
  try {
    return await act();
  } finally {
    rmSync(lock, { force: true });
  }
}

function acquire(file: string, lock: string): void {
  mkdirSync(dirname(lock), { recursive: true, mode: 0o700 });
  if (take(lock)) return;
  const holder = holderOf(lock);
  if (holder !== undefined && !isGone(holder)) throw locked(file, lock, holder);
  if (holder !== undefined) discard(lock, holder);
  if (!take(lock)) throw locked(file, lock, holderOf(lock) ?? holder ?? '');
}

function locked(file: string, lock: string, holder: string): LockedError {
  return new LockedError(
    `${file} is being changed by process ${holder.replace(' ', ' on ')}; try again when it has ended, or remove ${lock} if that is no deskrun`,
  );
}

/** Linked into place, so that a lock never stands there without saying whose it is. */
function take(lock: string): boolean {
  const mine = `${lock}.${process.pid}`;
  writeFileSync(mine, `${process.pid} ${hostname()}`, { mode: 0o600 });
  try {
    linkSync(mine, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(mine);
  }
}

/** Removes what runs have left that were killed while they took a lock. */
function sweep(lock: string): void {
  for (const entry of readdirSync(dirname(lock))) {
    const draft = join(dirname(lock), entry);
    // They are called after the process that made them, on the machine that they name.
    const [, pid] = draft.startsWith(`${lock}.`)
      ? (/^(?:stale\.)?(\d+)$/.exec(draft.slice(lock.length + 1)) ?? [])
      : [];
    const [, host] = pid === undefined ? [] : (holderOf(draft) ?? '').split(' ');
    if (pid !== undefined && host !== undefined && isGone(`${pid} ${host}`)) rmSync(draft, { force: true });
  }
}

function holderOf(lock: string): string | undefined {
  try {
    return readFileSync(lock, 'utf8');
  } catch {
    return undefined;
  }
}

function isGone(holder: string): boolean {
  const [pid, host] = holder.split(' ');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Moves a stale lock out of the way. Who moves somebody's new one by mistake puts it back. */
function discard(lock: string, holder: string): void {
  const aside = `${lock}.stale.${process.pid}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (holderOf(aside) !== holder) linkSync(aside, lock);
  rmSync(aside, { force: true });
}
