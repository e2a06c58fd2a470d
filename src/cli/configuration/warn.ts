import type { Io } from '../command';
import type { Comparison } from './compare';
import type { ConfigText } from './config-text';
import type { Location } from './locate';

/** Warns of findings that a configuration had before a change and still has. */
export async function warnOfOtherFindings(
  { findings, problems }: Comparison['left'],
  config: ConfigText,
  { shown }: Location,
  io: Io,
): Promise<void> {
  const lines = [...(await config.linesOf(findings)), ...problems];
  if (lines.length === 0) return;
  for (const line of lines) io.stderr.write(`warning: ${line}\n`);
  const errors = lines.length === 1 ? '1 other error' : `${lines.length} other errors`;
  io.stderr.write(`warning: ${shown} has ${errors}; fix them before deskrun synth or deskrun up\n`);
}
