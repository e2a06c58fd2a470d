import { DeskrunError, type Finding } from '../../errors';
import { compare, type Comparison } from '../configuration/compare';
import type { ConfigText } from '../configuration/config-text';
import type { Location } from '../configuration/locate';
import { messageInOptions, toOptionNames } from './option-names';
import type { AskedRunner } from './request';

/** A runner set with findings. The message names the options of the command line. */
export class RefusedRunnerError extends DeskrunError {}

/** What to print after a change is written. */
export interface Verdict {
  /** Findings that the configuration had before the change. */
  readonly left: Comparison['left'];

  /** Notices about the runner set. */
  readonly notices: readonly string[];
}

/**
 * Checks a changed configuration by building all its manifests.
 *
 * @param failure the error of the credential
 * @throws RefusedRunnerError with all findings that the change causes, and the message of the failure
 * @throws the failure if the change causes no findings
 */
export async function judge(
  asked: AskedRunner,
  before: ConfigText,
  after: ConfigText,
  location: Location,
  failure?: DeskrunError,
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
  if (lines.length === 0 && failure) throw failure;
  if (failure) lines.push(failure.message.replace(/; nothing was written$/, ''));
  if (lines.length > 0)
    throw new RefusedRunnerError(
      [...lines, `${lines.length} ${lines.length === 1 ? 'error' : 'errors'}; nothing was written`].join('\n'),
    );
  return { left, notices: noticesAbout(name, comparison.after.notices, location) };
}

/** The keys of a runner set that the command line sets. */
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

/** The chart of a runner set has its name, or `runners-` and its name. */
function noticesAbout(name: string, notices: readonly string[], location: Location): string[] {
  return notices
    .filter(notice => notice.startsWith(`[${name}/`) || notice.startsWith(`[runners-${name}/`))
    .map(notice => `${name}: ${messageInOptions(notice.replace(/^\[[^\]]*\] /, ''), location)}`);
}
