import type { StepResult } from './execute';
import type { Plan } from './plan';
import { PRUNED_OBJECTS } from './plan-steps';
import type { Step } from './steps';

/** The result for a runner set, or for objects that all of them need. */
export interface SubjectResult {
  readonly name: string;
  /** The planned action. */
  readonly action: string;
  readonly status: 'done' | 'failed' | 'not done';
  readonly reason?: string;
}

/** The results of a plan. */
export interface Report {
  readonly project: string;
  readonly results: readonly SubjectResult[];
}

/** The result for each subject of a plan. A subject is done when all of its steps are done. */
export function reportOf({ project, sets, problems, steps }: Plan, results: readonly StepResult[]): Report {
  const known = new Set(sets.map(({ set }) => set));
  const others = [
    ...new Set([
      ...steps.filter(({ action }) => action.type !== 'request deletion').map(({ subject }) => subject),
      ...problems.map(({ subject }) => subject),
    ]),
  ].filter(subject => !known.has(subject));
  const refused = new Map(problems.map(({ subject, message }) => [subject, message]));
  const resultOf = (name: string, action: string): SubjectResult => {
    const problem = refused.get(name);
    return problem === undefined
      ? { name, action, ...outcome(results.filter(({ step }) => step.subject === name)) }
      : { name, action, status: 'failed', reason: problem };
  };
  return {
    project,
    results: [
      ...sets.map(({ set, action }) => resultOf(set, action)),
      ...others.map(name => resultOf(name, name === PRUNED_OBJECTS ? 'prune' : 'apply')),
    ],
  };
}

/** Reports whether everything was done. */
export function succeeded({ results }: Report): boolean {
  return results.every(({ status }) => status === 'done');
}

function outcome(results: readonly StepResult[]): Omit<SubjectResult, 'name' | 'action'> {
  const failed =
    results.find(({ status }) => status === 'failed') ?? results.find(({ status }) => status === 'not done');
  if (!failed) return { status: 'done' };
  return { status: failed.status, reason: reasonOf(failed.step, failed.reason) };
}

function reasonOf({ title }: Step, reason = ''): string {
  return `${title}: ${reason}`;
}
