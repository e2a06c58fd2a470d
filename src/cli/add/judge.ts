import { DeskrunError, type Finding } from '../../errors';
import { compare, type Comparison } from '../configuration/compare';
import type { ConfigText } from '../configuration/config-text';
import type { Location } from '../configuration/locate';
import { messageInOptions, toOptionNames } from './option-names';
import type { AskedRunner } from './request';

/** A runner set that cannot work, in the words of the command line. */
export class RefusedRunnerError extends DeskrunError {}

/** What to tell when a change is written. */
export interface Verdict {
  /** What was wrong before, and still is. */
  readonly left: Comparison['left'];

  /** What works and should be known of the runner set. */
  readonly notices: readonly string[];
}

/**
 * Builds everything that the changed configuration describes, as the cluster would get it.
 *
 * @throws RefusedRunnerError with everything that the change makes wrong; what was wrong before does not count
 */
export async function judge(
  asked: AskedRunner,
  before: ConfigText,
  after: ConfigText,
  location: Location,
): Promise<Verdict> {
  const { name } = asked.request;
  const wasMalformed = before.findingsOf(name, before.formFindings).length > 0;
  const isAskedFor = (finding: Finding): boolean =>
    after.findingsOf(name, [finding]).some(({ path: [key = ''] }) => askedKeys(asked).has(String(key)));
  const comparison = await compare(
    before,
    after,
    finding => wasMalformed && after.findingsOf(name, [finding]).length > 0 && !isAskedFor(finding),
  );
  const { caused, left } = comparison;
  const own = after.findingsOf(name, caused.findings);
  const others = caused.findings.filter(finding => after.findingsOf(name, [finding]).length === 0);
  const lines = [
    ...own.map(finding => toOptionNames(finding, asked, location)),
    ...(await after.linesOf(others)),
    ...caused.problems.map(problem => messageInOptions(problem, location)),
  ];
  if (lines.length > 0)
    throw new RefusedRunnerError(
      [...lines, `${lines.length} ${lines.length === 1 ? 'error' : 'errors'}; nothing was written`].join('\n'),
    );
  return { left, notices: noticesAbout(name, comparison.after.notices, location) };
}

/** The keys of a runner set that a command line sets. */
function askedKeys({ request }: AskedRunner): ReadonlySet<string> {
  const keys = {
    name: ['name'],
    repository: ['repository', 'githubConfigUrl'],
    mode: ['containerMode'],
    instances: ['instances'],
    minRunners: ['minRunners'],
    maxRunners: ['maxRunners'],
    mounts: ['cachePaths', 'template', 'jobPod'],
    caches: ['caches'],
    secret: ['auth'],
  } as const;
  return new Set(
    Object.entries(keys).flatMap(([word, named]) =>
      request[word as keyof typeof keys] === undefined ? [] : (named as readonly string[]),
    ),
  );
}

/** The chart of a set is called as the set, or so that its file sorts behind what has to be applied first. */
function noticesAbout(name: string, notices: readonly string[], location: Location): string[] {
  return notices
    .filter(notice => notice.startsWith(`[${name}/`) || notice.startsWith(`[runners-${name}/`))
    .map(notice => `${name}: ${messageInOptions(notice.replace(/^\[[^\]]*\] /, ''), location)}`);
}
