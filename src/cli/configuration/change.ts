import { writeAtomically } from '../files/atomic-write';
import { withLock } from '../files/lock';
import type { ConfigText } from './config-text';
import type { Location } from './locate';
import { readConfig } from './open';

/** Changes a configuration while nobody else does. The text that `decide` returns is written; when it throws, nothing is. */
export async function changeConfig<T>(location: Location, decide: (config: ConfigText) => Promise<{ readonly text: string; readonly result: T }>): Promise<T> {
  return withLock(location.path, async () => {
    const { text, result } = await decide(await readConfig(location));
    // What the first deskrun wrote may hold tokens.
    writeAtomically(location.path, text, location.form === 'config.json' ? 0o600 : undefined);
    return result;
  });
}
