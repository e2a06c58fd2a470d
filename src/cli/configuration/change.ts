import type { Io } from '../command';
import { writeAtomically } from '../files/atomic-write';
import { withLock } from '../files/lock';
import type { ConfigText } from './config-text';
import type { Location } from './locate';
import { readForChange } from './open';

/** A change of a configuration. */
export interface Change<T> {
  readonly text: string;
  readonly result: T;
  /** Runs after the text is written and before the lock is released. */
  readonly afterwards?: () => void;
}

/**
 * Changes a configuration under a lock. Writes the text that `decide` returns. When `decide` throws, nothing is
 * written.
 *
 * @throws LockedError when another process holds the lock too long
 */
export async function changeConfig<T>(
  location: Location,
  io: Io,
  decide: (config: ConfigText) => Promise<Change<T>>,
): Promise<T> {
  const change = async (): Promise<T> => {
    const { text, result, afterwards } = await decide(await readForChange(location, io));
    // A config.json of upstream deskrun may contain tokens.
    writeAtomically(location.path, text, location.form === 'config.json' ? 0o600 : undefined);
    afterwards?.();
    return result;
  };
  // Loaded before the lock is taken, so that other processes do not wait for it.
  await import('../../config/build');
  return withLock(location.path, change, {
    signal: io.signal,
    say: text => void io.stderr.write(`${text}\n`),
  });
}
