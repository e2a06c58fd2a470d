import type { Plan } from '../../../src/cli/apply/plan';
import type { ObjectChange } from '../../../src/cli/apply/set-plan';
import { changesText, fieldText, planText } from '../../../src/cli/apply/show';
import { CONTROLLER } from '../../support/cluster-states';

const field = (path: string) => ({ path, before: 1, after: 2 });
const update = (...paths: string[]): ObjectChange => ({
  object: 'AutoscalingRunnerSet ci/docs',
  action: 'update',
  fields: paths.map(field),
});
const shown = (more: Partial<Plan>) =>
  planText({
    project: 'tests',
    sets: [],
    controllerChanges: [],
    others: [],
    problems: [],
    stops: [],
    steps: [],
    ...more,
  });

describe('a plan says', () => {
  it.each<[Partial<Plan>, string]>([
    [{ sets: [{ set: 'ci/docs', action: 'create', changes: [] }] }, '+ ci/docs  create\n'],
    [{ sets: [{ set: 'ci/docs', action: 'delete', changes: [] }] }, '- ci/docs  delete\n'],
    [{ sets: [{ set: 'ci/docs', action: 'unchanged', changes: [] }] }, '= ci/docs  unchanged\n'],
    [
      { sets: [{ set: 'ci/docs', action: 'recreate', reason: 'its mode', changes: [] }] },
      '! ci/docs  recreate: its mode\n',
    ],
    [
      {
        sets: [{ set: 'ci/docs', action: 'refused', reason: 'no', changes: [] }],
        problems: [{ subject: 'ci/docs', message: 'no' }],
      },
      'x ci/docs  refused: no\n',
    ],
    [
      { sets: [{ set: 'ci/docs', action: 'update', changes: [update('a', 'b')] }] },
      '~ ci/docs  update: a: 1 -> 2, b: 1 -> 2\n',
    ],
    [
      { sets: [{ set: 'ci/docs', action: 'update', changes: [update('a', 'b', 'c', 'd')] }] },
      '~ ci/docs  update: a: 1 -> 2, b: 1 -> 2, c: 1 -> 2 and 1 more\n',
    ],
    [
      {
        sets: [
          { set: 'ci/docs', action: 'update', changes: [{ object: 'ConfigMap ci/a', action: 'delete', fields: [] }] },
        ],
      },
      '~ ci/docs  update: - ConfigMap ci/a\n',
    ],
    [{ others: [{ object: 'Secret ci/github', action: 'create', fields: [] }] }, '+ Secret ci/github\n'],
    [{ problems: [{ subject: 'controller', message: 'there are two' }] }, 'x controller: there are two\n'],
    [{ stops: [{ flag: 'yes', message: 'sets would go' }] }, 'stop: sets would go; to continue, add --yes\n'],
    [{ controller: { type: 'install' } }, '+ controller, with the CRDs of ARC\n'],
    [
      { controller: { type: 'use', controller: CONTROLLER } },
      '= controller arc-gha-rs-controller in arc-systems, 0.14.2  not managed by deskrun, unchanged\n',
    ],
    [
      { controller: { type: 'update', controller: CONTROLLER } },
      '= controller arc-gha-rs-controller in arc-systems  unchanged\n',
    ],
    [
      { controller: { type: 'update', controller: CONTROLLER }, controllerChanges: [update('a')] },
      '~ controller arc-gha-rs-controller in arc-systems  update: a: 1 -> 2\n',
    ],
    [
      { controller: { type: 'upgrade', controller: CONTROLLER } },
      '! controller arc-gha-rs-controller in arc-systems  upgrade from 0.14.2\n',
    ],
  ])('%j', (plan, text) => {
    expect(shown(plan)).toBe(text);
  });
});

describe('a field says', () => {
  it.each([
    [{ path: 'a', before: 'x', after: 'y' }, 'a: "x" -> "y"'],
    [{ path: 'a', after: {} }, 'a: {} is added'],
    [{ path: 'a', before: [1] }, 'a: [1] is removed'],
    [{ path: 'a', before: 1, after: 'y'.repeat(200) }, `a: 1 -> "${'y'.repeat(99)}…`],
  ])('%j', (change, text) => {
    expect(fieldText(change)).toBe(text);
  });
});

test('changes are printed by object and field', () => {
  expect(changesText([update('a', 'b'), { object: 'Secret ci/github', action: 'delete', fields: [] }])).toBe(
    '~ AutoscalingRunnerSet ci/docs\n    a: 1 -> 2\n    b: 1 -> 2\n- Secret ci/github\n',
  );
});
