import { durationProblem, durationSeconds } from '../../duration';
import type { Report } from '../report';
import type { Tree } from './tree';

/** How to find out that a service is ready. */
export interface ServiceCheck {
  /** The program and its arguments. It succeeds with exit code 0. */
  readonly command: readonly string[];

  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;

  /** Number of failed checks in a row after which the service counts as broken. */
  readonly retries: number;

  /** Seconds in which failed checks do not count. */
  readonly startPeriodSeconds: number;
}

/** Reads the health check of a service, or undefined if it has none. */
export function serviceCheck(service: Tree, report: Report): ServiceCheck | undefined {
  const check = service.get('healthcheck');
  const test = check?.get('test');
  if (!check || !test || check.get('disable')?.isTrue) return undefined;
  const command = commandOf(test, report);
  if (!command) return undefined;
  const seconds = (key: string, byDefault: number) => {
    const tree = check.get(key);
    if (!tree) return byDefault;
    const problem = durationProblem(tree.text);
    if (problem === undefined) return durationSeconds(tree.text);
    if (/^0[a-zµ]*$/.test(tree.text)) return 0;
    report.error(tree.place, problem);
    return byDefault;
  };
  const retries = check.get('retries');
  if (retries && !/^\d+$/.test(retries.text)) report.error(retries.place, `must be a number, got "${retries.text}"`);
  return {
    command,
    intervalSeconds: Math.max(1, seconds('interval', 30)),
    timeoutSeconds: Math.max(1, seconds('timeout', 30)),
    retries: Number(retries?.text ?? 3) || 3,
    startPeriodSeconds: seconds('start_period', 0),
  };
}

function commandOf(test: Tree, report: Report): string[] | undefined {
  if (test.isScalar) return ['/bin/sh', '-c', test.text];
  const [kind = '', ...words] = test.items.map(({ text }) => text);
  switch (kind) {
    case 'NONE':
      return undefined;
    case 'CMD':
      if (words.length > 0) return words;
      break;
    case 'CMD-SHELL':
      if (words.length === 1) return ['/bin/sh', '-c', words[0] as string];
  }
  report.error(test.place, 'must be a text, or a list that starts with CMD, CMD-SHELL or NONE');
  return undefined;
}
