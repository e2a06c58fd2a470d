import type { Call } from '../command';
import { UsageError } from '../usage-error';
import type { Project } from '../project';
import type { ExecutionOptions } from './execute';
import { projectName } from './ownership';

const UNITS = { s: 1, m: 60, h: 3600 } as const;

/** The value of `--timeout`, in seconds. */
export function timeoutSeconds({ options: { timeout = '15m' } }: Call): number {
  const [, amount, unit] = /^([1-9]\d{0,5})([smh])$/.exec(String(timeout)) ?? [];
  if (amount === undefined)
    throw new UsageError(`--timeout must be a duration such as 90s, 15m or 1h, got ${JSON.stringify(timeout)}`);
  return Number(amount) * UNITS[unit as keyof typeof UNITS];
}

/** Registration takes seconds; a longer wait would not help. */
const REGISTRATION_SECONDS = 120;
const POLL_MS = 1000;
const SETTLE_MS = 2000;

/** The execution options of a command line. */
export function executionOptions(call: Call): ExecutionOptions {
  const seconds = timeoutSeconds(call);
  return {
    timeoutSeconds: seconds,
    registrationSeconds: Math.min(seconds, REGISTRATION_SECONDS),
    pollMs: POLL_MS,
    settleMs: SETTLE_MS,
    force: call.options['force-conflicts'] === true,
  };
}

/** The project name of the configuration: `--project`, or the name of its folder. */
export function nameOf({ options: { project: given } }: Call, project: Project, cwd: string): string {
  if (given === undefined) return projectName(project.file, cwd);
  const name = String(given);
  if (!/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name)) {
    throw new UsageError(
      '--project must have at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit, ' +
        `got ${JSON.stringify(name)}`,
    );
  }
  return name;
}
