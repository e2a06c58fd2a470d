import type { Io } from '../command';
import type { Comparison } from './compare';
import type { ConfigText } from './config-text';
import type { Location } from './locate';

/** Warns of what was wrong with a configuration before it was changed. */
export async function warnOfRest(
  { findings, problems }: Comparison['left'],
  config: ConfigText,
  { shown }: Location,
  io: Io,
): Promise<void> {
  const lines = [...(await config.linesOf(findings)), ...problems];
  if (lines.length === 0) return;
  for (const line of lines) io.stderr.write(`warning: ${line}\n`);
  const errors = lines.length === 1 ? '1 error was' : `${lines.length} errors were`;
  io.stderr.write(`warning: ${errors} in ${shown} before; deskrun synth and up refuse it until it has none\n`);
}
