import { ConfigFileError, type Finding } from '../../errors';

/** The error for a configuration with findings: a line for each, and their number. */
export function findingsError(lines: readonly string[], findings: readonly Finding[] = []): ConfigFileError {
  return new ConfigFileError(
    [...lines, `${lines.length} ${lines.length === 1 ? 'error' : 'errors'}; nothing was written`].join('\n'),
    findings,
  );
}
