import { setTimeout } from 'node:timers/promises';
import { DeskrunError } from '../../errors';
import type { Io } from '../command';

const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Draws again and again until the user interrupts: in place on a terminal, one below the other elsewhere. What goes wrong after the
 * first picture is shown in place of the next, since a cluster that restarts comes back.
 */
export async function watch(draw: () => Promise<string>, io: Io, pauseMs = 2000): Promise<void> {
  let picture = await draw();
  while (!io.signal.aborted) {
    io.stdout.write(io.stdout.isTTY ? inPlace(fitting(picture, io.stdout)) : `${picture}\n`);
    await setTimeout(pauseMs, undefined, { signal: io.signal }).catch(() => undefined);
    picture = await draw().catch(said);
  }
}

/** What the user can mend, or what mends itself; anything else is a fault of ours. */
function said(error: unknown): string {
  if (error instanceof DeskrunError) return `${error.message}\n`;
  throw error;
}

/** As much of a picture as the terminal shows at once: what is longer would push its beginning out of sight, and be drawn below itself. */
function fitting(picture: string, { rows = Infinity, columns = Infinity }: Io['stdout']): string {
  const lines = picture.replace(/\n$/, '').split('\n');
  const heightOf = (line: string): number => Math.max(1, Math.ceil(line.length / columns));
  // Behind the last line stands the cursor.
  const room = rows - 1;
  if (lines.reduce((height, line) => height + heightOf(line), 0) <= room) return picture;
  let height = 1;
  const fit = lines.findIndex(line => (height += heightOf(line)) > room);
  return `${lines
    .slice(0, fit)
    .map(line => `${line}\n`)
    .join('')}… lines left out: ${lines.length - fit}; deskrun status shows all\n`;
}

/** Over what stands there, line by line, so that nothing flickers. */
function inPlace(picture: string): string {
  return HOME + picture.replaceAll('\n', `${CLEAR_LINE}\n`) + CLEAR_BELOW;
}
