import type { StepResult } from '../../../src/cli/apply/execute';
import type { Plan } from '../../../src/cli/apply/plan';
import { reportOf, succeeded } from '../../../src/cli/apply/report';
import type { Step } from '../../../src/cli/apply/steps';

const step = (subject: string, title: string, type: 'apply' | 'ask' = 'apply'): Step => ({
  id: title,
  subject,
  title,
  needs: [],
  action: type === 'ask' ? { type, objects: [] } : { type, manifests: [] },
});
const [apply, register, secret, ask] = [
  step('ci/docs', 'create'),
  step('ci/docs', 'register'),
  step('Secret ci/github', 'apply it'),
  step('runner sets', 'ask', 'ask'),
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
  it('says of each set, and of what else was touched, that it is done when all of its steps are', () => {
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

  it('says which step of a set failed, and why', () => {
    const report = reportOf(plan(), [...done(apply, secret), { step: register, status: 'failed', reason: 'no' }]);
    expect(report.results[0]).toEqual({ name: 'ci/docs', action: 'create', status: 'failed', reason: 'register: no' });
    expect(succeeded(report)).toBe(false);
  });

  it('names the failure, and not what was not begun because of it', () => {
    const report = reportOf(plan(), [
      { step: register, status: 'not done', reason: 'needs' },
      { step: apply, status: 'failed', reason: 'no' },
    ]);
    expect(report.results[0]?.reason).toBe('create: no');
  });

  it('is no success when something was not begun', () => {
    const report = reportOf(plan(), [
      ...done(apply, secret),
      { step: register, status: 'not done', reason: 'interrupted' },
    ]);
    expect(report.results[0]).toMatchObject({ status: 'not done', reason: 'register: interrupted' });
    expect(succeeded(report)).toBe(false);
  });

  it('does not count that deletions were asked for, since each is waited for too', () => {
    expect(
      succeeded(reportOf(plan(), [...done(apply, register, secret), { step: ask, status: 'failed', reason: 'no' }])),
    ).toBe(true);
  });

  it('says of a set that could not be planned why', () => {
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

  it('says of a set that needed nothing that it is done', () => {
    expect(
      reportOf(plan({ sets: [{ set: 'ci/docs', action: 'unchanged', changes: [] }], steps: [] }), []).results,
    ).toEqual([{ name: 'ci/docs', action: 'unchanged', status: 'done' }]);
  });
});
