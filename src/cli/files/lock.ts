import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskrunError } from '../../errors';
import { FileError, isSystemError, reasonOf } from '../../file-error';
import { makeFolder } from '../../make-folder';
import { InterruptedError } from '../interrupted-error';

/** Another process holds the lock of a file for longer than this one waits. */
export class LockedError extends DeskrunError {}

/** How long to wait for a lock, and whom to tell that somebody waits. */
export interface Patience {
  /** @default 20000 */
  readonly milliseconds?: number;

  /** Ends the wait when it is aborted. */
  readonly signal?: AbortSignal;

  /** Called once, when the wait takes longer than a moment. */
  readonly say?: (text: string) => void;
}

const PATIENCE_MS = 20_000;
const MOMENT_MS = 1000;

/**
 * Runs `act` while no other process holds the lock of `file`. Waits for its turn, and takes over the lock of a process of this
 * machine that has ended.
 *
 * @throws LockedError when the lock is held for longer than `patience` allows
 * @throws FileError when no lock can be written beside the file
 */
export async function withLock<T>(file: string, act: () => Promise<T>, patience: Patience = {}): Promise<T> {
  const lock = `${file}.lock`;
  await acquire(file, lock, patience);
  try {
    removeLeftovers(lock);
    return await act();
  } finally {
    rmSync(lock, { force: true });
  }
}

async function acquire(
  file: string,
  lock: string,
  { milliseconds = PATIENCE_MS, signal, say }: Patience,
): Promise<void> {
  const began = Date.now();
  let said = false;
  for (;;) {
    const holder = writingLock(file, lock, () => tryToTake(lock));
    if (holder === undefined) return;
    if (signal?.aborted) throw new InterruptedError('interrupted; nothing was written');
    const waited = Date.now() - began;
    if (waited >= milliseconds) throw locked(file, lock, holder);
    if (waited >= MOMENT_MS && !said) {
      said = true;
      say?.(`waiting for ${processOf(holder)}, which changes ${file}`);
    }
    // Not in step with the others who wait.
    await sleep(20 + Math.random() * 60);
  }
}

function writingLock<T>(file: string, lock: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new FileError(
      `${file}: cannot be changed, since ${basename(lock)} cannot be written beside it: ${reasonOf(error)}; nothing was written`,
    );
  }
}

/** Takes a lock that is free or whose holder has ended. Otherwise returns the holder. */
function tryToTake(lock: string): string | undefined {
  makeFolder(dirname(lock), 0o700);
  const draft = `${lock}.${process.pid}`;
  try {
    // Linked or renamed into place, so that a lock never stands there without its holder in it.
    writeFileSync(draft, `${process.pid} ${hostname()} ${randomBytes(8).toString('hex')}`, { mode: 0o600 });
    if (link(draft, lock)) return undefined;
    const holder = textOf(lock) ?? '';
    return takeOver(lock, draft, holder) ? undefined : holder;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Replaces the lock of a process that has ended. Several may try at once: only the one whose claim on that very lock stands there
 * first may. A claimant that was killed in turn is succeeded by the one that claims first after it.
 */
function takeOver(lock: string, draft: string, holder: string): boolean {
  let ended = holder;
  let claim: string;
  do {
    if (!hasEnded(ended)) return false;
    claim = claimOn(lock, ended);
    ended = textOf(claim) ?? '';
  } while (!link(draft, claim));
  try {
    // Another claimant may have been here in between, and be gone again.
    if (textOf(lock) !== holder) return false;
    renameSync(draft, lock);
    return true;
  } finally {
    rmSync(claim, { force: true });
  }
}

function claimOn(lock: string, holder: string): string {
  const [pid = '', , nonce = ''] = holder.split(' ');
  return `${lock}.claim.${pid}${nonce}`;
}

/** Whether a file could be linked to a name that was free. */
function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function locked(file: string, lock: string, holder: string): LockedError {
  return new LockedError(
    `${file} is being changed by ${processOf(holder)}; try again when it has ended, or remove ${lock} if that is no deskrun`,
  );
}

function processOf(holder: string): string {
  const [pid, host] = holder.split(' ');
  return host === undefined ? 'another process' : `process ${pid} on ${host}`;
}

/** Removes what processes left that were killed while they took a lock: each file says whose it is. */
function removeLeftovers(lock: string): void {
  for (const entry of readdirSync(dirname(lock))) {
    if (!entry.startsWith(`${basename(lock)}.`)) continue;
    const leftover = join(dirname(lock), entry);
    if (hasEnded(textOf(leftover) ?? '')) rmSync(leftover, { force: true });
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whether a holder is a process of this machine that is gone. */
function hasEnded(holder: string): boolean {
  const [pid = '', host] = holder.split(' ');
  if (host !== hostname() || !/^[1-9]\d*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
