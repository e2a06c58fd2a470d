import { writeAtomically } from '../files/atomic-write';
import { withLock } from '../files/lock';
import type { ConfigText } from './config-text';
import type { Location } from './locate';
import { readConfig } from './open';

/** What becomes of a configuration. */
export interface Change<T> {
  readonly text: string;
  readonly result: T;
  /** What else is to be done, once the text is written and before anybody else can change it. */
  readonly afterwards?: () => void;
}

/** Changes a configuration while nobody else does. The text that `decide` returns is written; when it throws, nothing is. */
export async function changeConfig<T>(
  location: Location,
  decide: (config: ConfigText) => Promise<Change<T>>,
): Promise<T> {
  return withLock(location.path, async () => {
    const { text, result, afterwards } = await decide(await readConfig(location));
    // What the first deskrun wrote may hold tokens.
    writeAtomically(location.path, text, location.form === 'config.json' ? 0o600 : undefined);
    afterwards?.();
    return result;
  });
}
