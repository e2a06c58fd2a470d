import { randomBytes } from 'node:crypto';
import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskrunError } from '../../errors';
import { FileError, isSystemError, reasonOf } from '../../file-error';
import { makeFolder } from '../../make-folder';
import { InterruptedError } from '../interrupted-error';

/** Another process holds the lock of a file, and the wait timed out. */
export class LockedError extends DeskrunError {}

/** How long to wait for a lock, and how to report the wait. */
export interface WaitOptions {
  /** Maximum wait. @default 20000 */
  readonly milliseconds?: number;

  /** Ends the wait when it is aborted. */
  readonly signal?: AbortSignal;

  /** Called once, when the wait takes longer than a second. */
  readonly say?: (text: string) => void;
}

const MAX_WAIT_MS = 20_000;
const REPORT_AFTER_MS = 1000;

/**
 * Runs `act` while this process holds the lock of `file`. Waits for other processes, and takes over the lock of a
 * process of this machine that has exited.
 *
 * @throws LockedError when another process holds the lock longer than the maximum wait
 * @throws FileError when the lock file cannot be written
 */
export async function withLock<T>(file: string, act: () => Promise<T>, options: WaitOptions = {}): Promise<T> {
  const lock = `${file}.lock`;
  await acquire(file, lock, options);
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
  { milliseconds = MAX_WAIT_MS, signal, say }: WaitOptions,
): Promise<void> {
  const began = Date.now();
  let said = false;
  for (;;) {
    const holder = writingLock(file, lock, () => tryToTake(lock));
    if (holder === undefined) return;
    if (signal?.aborted) throw new InterruptedError('interrupted; nothing was written');
    const waited = Date.now() - began;
    if (waited >= milliseconds) throw locked(file, lock, holder);
    if (waited >= REPORT_AFTER_MS && !said) {
      said = true;
      say?.(`waiting for ${processOf(holder)}, which changes ${file}`);
    }
    // A random delay, so that waiting processes do not retry at the same time.
    await sleep(20 + Math.random() * 60);
  }
}

function writingLock<T>(file: string, lock: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new FileError(
      `${file}: cannot be changed, because its lock file ${basename(lock)} cannot be written: ` +
        `${reasonOf(error)}; nothing was written`,
    );
  }
}

/** Takes a lock that is free or whose holder has exited. Otherwise returns the holder. */
function tryToTake(lock: string): string | undefined {
  makeFolder(dirname(lock), 0o700);
  const draft = `${lock}.${process.pid}`;
  try {
    // Linked or renamed into place, so that a lock file always contains its holder.
    writeFileSync(draft, `${process.pid} ${hostname()} ${randomBytes(8).toString('hex')}`, { mode: 0o600 });
    if (link(draft, lock)) return undefined;
    const holder = textOf(lock) ?? '';
    return takeOver(lock, draft, holder) ? undefined : holder;
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Replaces the lock of a process that has exited. Several processes may try this at the same time: only the first
 * that links its claim for this lock succeeds. The claim of a killed process is taken over in the same way.
 */
function takeOver(lock: string, draft: string, holder: string): boolean {
  let exited = holder;
  let claim: string;
  do {
    if (!hasExited(exited)) return false;
    claim = claimOn(lock, exited);
    exited = textOf(claim) ?? '';
  } while (!link(draft, claim));
  try {
    // Another claimant may have replaced the lock and finished in the meantime.
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

/** Creates a hard link. Returns false if the name exists. */
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
    `${file} is being changed by ${processOf(holder)}; try again when it has finished, or remove ${lock} ` +
      'if no deskrun is running',
  );
}

function processOf(holder: string): string {
  const [pid, host] = holder.split(' ');
  return host === undefined ? 'another process' : `process ${pid} on ${host}`;
}

/** Removes files of processes that were killed while they took a lock. Each file contains its process. */
function removeLeftovers(lock: string): void {
  for (const entry of readdirSync(dirname(lock))) {
    if (!entry.startsWith(`${basename(lock)}.`)) continue;
    const leftover = join(dirname(lock), entry);
    if (hasExited(textOf(leftover) ?? '')) rmSync(leftover, { force: true });
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Reports whether a holder is a process of this machine that has exited. */
function hasExited(holder: string): boolean {
  const [pid = '', host] = holder.split(' ');
  if (host !== hostname() || !/^[1-9]\d*$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}
