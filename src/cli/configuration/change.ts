import type { Io } from '../command';
import { writeAtomically } from '../files/atomic-write';
import { withLock } from '../files/lock';
import type { ConfigText } from './config-text';
import type { Location } from './locate';
import { readForChange } from './open';

/** What becomes of a configuration. */
export interface Change<T> {
  readonly text: string;
  readonly result: T;
  /** What else is to be done, once the text is written and before anybody else can change it. */
  readonly afterwards?: () => void;
}

/**
 * Changes a configuration while no other process does. The text that `decide` returns is written; when it throws, nothing is.
 *
 * @throws LockedError when another process changes it for too long
 */
export async function changeConfig<T>(
  location: Location,
  io: Io,
  decide: (config: ConfigText) => Promise<Change<T>>,
): Promise<T> {
  const change = async (): Promise<T> => {
    const { text, result, afterwards } = await decide(await readForChange(location, io));
    // What upstream deskrun wrote may hold tokens.
    writeAtomically(location.path, text, location.form === 'config.json' ? 0o600 : undefined);
    afterwards?.();
    return result;
  };
  // Loaded before the lock is taken, so that others wait for the change alone.
  await import('../../config/build');
  return withLock(location.path, change, {
    signal: io.signal,
    say: text => void io.stderr.write(`${text}\n`),
  });
}
