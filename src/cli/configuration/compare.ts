import type { Finding } from '../../errors';
import type { ConfigText } from './config-text';
import type { Examination } from './examine';

/** The findings of a changed configuration, divided by whether the change causes them. */
export interface Comparison {
  readonly after: Examination;
  readonly caused: Pick<Examination, 'findings' | 'problems'>;

  /** Findings that the configuration had before the change. */
  readonly left: Pick<Examination, 'findings' | 'problems'>;
}

/**
 * Compares two states of a configuration.
 *
 * @param isHidden reports whether a finding of the new state may have been hidden before: parts that do not match
 * the schema are not examined further
 */
export async function compare(
  before: ConfigText,
  after: ConfigText,
  isHidden: (finding: Finding) => boolean,
): Promise<Comparison> {
  const now = await after.examine();
  if (now.findings.length + now.problems.length === 0) return { after: now, caused: now, left: now };
  const earlier = await before.examine();
  const known = new Set(earlier.findings.map(finding => identity(finding, before)));
  const isLeft = (finding: Finding): boolean => known.has(identity(finding, after)) || isHidden(finding);
  const isKnown = (problem: string): boolean => earlier.problems.includes(problem);
  return {
    after: now,
    caused: {
      findings: now.findings.filter(finding => !isLeft(finding)),
      problems: now.problems.filter(problem => !isKnown(problem)),
    },
    left: { findings: now.findings.filter(isLeft), problems: now.problems.filter(isKnown) },
  };
}

/** Identifies a finding. The same for a finding of a runner set at any position of the list. */
function identity({ path, message }: Finding, config: ConfigText): string {
  const owner = config.names.find(name => config.findingsOf(name, [{ path, message }]).length > 0);
  const own = owner === undefined ? path : config.findingsOf(owner, [{ path, message }])[0]?.path;
  return JSON.stringify([owner, own, message]);
}
