import { setTimeout } from 'node:timers/promises';
import { DeskrunError } from '../../errors';
import type { Io } from '../command';

/** How long a picture stands. */
const PAUSE_MS = 2000;

const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Draws again and again until the user interrupts: in place on a terminal, one below the other elsewhere. What goes wrong after the
 * first picture is shown in place of the next, since a cluster that restarts comes back.
 */
export async function watch(draw: () => Promise<string>, io: Io): Promise<void> {
  let picture = await draw();
  while (!io.signal.aborted) {
    io.stdout.write(io.stdout.isTTY ? inPlace(picture) : `${picture}\n`);
    await setTimeout(PAUSE_MS, undefined, { signal: io.signal }).catch(() => undefined);
    picture = await draw().catch((error: unknown) => {
      if (error instanceof DeskrunError) return `${error.message}\n`;
      throw error;
    });
  }
}

/** Over what stands there, line by line, so that nothing flickers. */
function inPlace(picture: string): string {
  return HOME + picture.replaceAll('\n', `${CLEAR_LINE}\n`) + CLEAR_BELOW;
}
