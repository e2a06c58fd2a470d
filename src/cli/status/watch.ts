import { setTimeout } from 'node:timers/promises';
import { DeskrunError } from '../../errors';
import type { Io } from '../command';

const HOME = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/**
 * Draws repeatedly until the user interrupts: in place on a terminal, one below the other elsewhere. An error after the
 * first drawing is shown instead of the next one, since a cluster may only be restarting.
 */
export async function watch(draw: () => Promise<string>, io: Io, pauseMs = 2000): Promise<void> {
  let drawing = await draw();
  while (!io.signal.aborted) {
    io.stdout.write(io.stdout.isTTY ? inPlace(fitting(drawing, io.stdout)) : `${drawing}\n`);
    await setTimeout(pauseMs, undefined, { signal: io.signal }).catch(() => undefined);
    drawing = await draw().catch(messageOf);
  }
}

/** The message of an error that the user can fix, or that may pass. Any other is a bug, and thrown. */
function messageOf(error: unknown): string {
  if (error instanceof DeskrunError) return `${error.message}\n`;
  throw error;
}

/** The part of a drawing that fits on the terminal: a longer one would scroll, and could not be redrawn in place. */
function fitting(drawing: string, { rows = Infinity, columns = Infinity }: Io['stdout']): string {
  const lines = drawing.replace(/\n$/, '').split('\n');
  const heightOf = (line: string): number => Math.max(1, Math.ceil(line.length / columns));
  // The cursor needs the last row.
  const room = rows - 1;
  if (lines.reduce((height, line) => height + heightOf(line), 0) <= room) return drawing;
  let height = 1;
  const fit = lines.findIndex(line => (height += heightOf(line)) > room);
  return `${lines
    .slice(0, fit)
    .map(line => `${line}\n`)
    .join('')}… ${lines.length - fit} more lines; deskrun status shows all\n`;
}

/** Overwrites the screen line by line, which does not flicker. */
function inPlace(drawing: string): string {
  return HOME + drawing.replaceAll('\n', `${CLEAR_LINE}\n`) + CLEAR_BELOW;
}
