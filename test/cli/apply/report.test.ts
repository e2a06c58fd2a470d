import type { StepResult } from '../../../src/cli/apply/execute';
import type { Plan } from '../../../src/cli/apply/plan';
import { reportOf, succeeded } from '../../../src/cli/apply/report';
import type { Step } from '../../../src/cli/apply/steps';

const step = (subject: string, title: string, type: 'apply' | 'request deletion' = 'apply'): Step => ({
  id: title,
  subject,
  title,
  needs: [],
  action: type === 'request deletion' ? { type, objects: [] } : { type, manifests: [] },
});
const [apply, register, secret, ask] = [
  step('ci/docs', 'create'),
  step('ci/docs', 'register'),
  step('Secret ci/github', 'apply it'),
  step('runner sets', 'request deletions', 'request deletion'),
];

function plan(more: Partial<Plan> = {}): Plan {
  return {
    project: 'tests',
    sets: [{ set: 'ci/docs', action: 'create', changes: [] }],
    controllerChanges: [],
    others: [],
    problems: [],
    stops: [],
    steps: [apply, register, secret, ask],
    ...more,
  };
}

const done = (...steps: Step[]): StepResult[] => steps.map(found => ({ step: found, status: 'done' }));

describe('a report', () => {
  it('has each set and each other object as done if all of its steps are done', () => {
    const report = reportOf(plan(), done(apply, register, secret, ask));
    expect(report).toEqual({
      project: 'tests',
      results: [
        { name: 'ci/docs', action: 'create', status: 'done' },
        { name: 'Secret ci/github', action: 'apply', status: 'done' },
      ],
    });
    expect(succeeded(report)).toBe(true);
  });

  it('has the failed step of a set with its reason', () => {
    const report = reportOf(plan(), [...done(apply, secret), { step: register, status: 'failed', reason: 'no' }]);
    expect(report.results[0]).toEqual({ name: 'ci/docs', action: 'create', status: 'failed', reason: 'register: no' });
    expect(succeeded(report)).toBe(false);
  });

  it('has the failed step, not those that were skipped because of it', () => {
    const report = reportOf(plan(), [
      { step: register, status: 'not done', reason: 'needs' },
      { step: apply, status: 'failed', reason: 'no' },
    ]);
    expect(report.results[0]?.reason).toBe('create: no');
  });

  it('is a failure if a step was skipped', () => {
    const report = reportOf(plan(), [
      ...done(apply, secret),
      { step: register, status: 'not done', reason: 'interrupted' },
    ]);
    expect(report.results[0]).toMatchObject({ status: 'not done', reason: 'register: interrupted' });
    expect(succeeded(report)).toBe(false);
  });

  it('does not contain requests for deletion, since each deletion is waited for', () => {
    expect(
      succeeded(reportOf(plan(), [...done(apply, register, secret), { step: ask, status: 'failed', reason: 'no' }])),
    ).toBe(true);
  });

  it('has the reason of a refused set', () => {
    const report = reportOf(
      plan({
        sets: [{ set: 'ci/docs', action: 'refused', reason: 'no', changes: [] }],
        problems: [
          { subject: 'ci/docs', message: 'no' },
          { subject: 'controller', message: 'none' },
        ],
        steps: [],
      }),
      [],
    );
    expect(report.results).toEqual([
      { name: 'ci/docs', action: 'refused', status: 'failed', reason: 'no' },
      { name: 'controller', action: 'apply', status: 'failed', reason: 'none' },
    ]);
  });

  it('has a set without steps as done', () => {
    expect(
      reportOf(plan({ sets: [{ set: 'ci/docs', action: 'unchanged', changes: [] }], steps: [] }), []).results,
    ).toEqual([{ name: 'ci/docs', action: 'unchanged', status: 'done' }]);
  });
});
