import { everyMode, modes } from '../support/modes';
import { synthSet } from '../support/sets';

const rbac = ['rbac.authorization.k8s.io'];

const managerRules = [
  { apiGroups: [''], resources: ['pods'], verbs: ['create', 'delete', 'get'] },
  { apiGroups: [''], resources: ['pods/status'], verbs: ['get'] },
  { apiGroups: [''], resources: ['secrets'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'update'] },
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['create', 'delete', 'get', 'list', 'patch', 'update'] },
  { apiGroups: rbac, resources: ['rolebindings'], verbs: ['create', 'delete', 'get', 'patch', 'update'] },
  { apiGroups: rbac, resources: ['roles'], verbs: ['create', 'delete', 'get', 'patch', 'update'] },
];

const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'create', 'delete'] };
const exec = { apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] };
const log = { apiGroups: [''], resources: ['pods/log'], verbs: ['get', 'list', 'watch'] };
const jobs = { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get', 'list', 'create', 'delete'] };
const secrets = { apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list', 'create', 'delete'] };

describe.each(modes)('in mode %s', (_, containerMode) => {
  const set = synthSet({ containerMode });

  test("the controller may do in the namespace what ARC's own chart lets it do", () => {
    expect(set.one('Role', '-manager').rules).toEqual(managerRules);
  });

  test("its rights are bound to the account that helm's quickstart makes", () => {
    expect(set.one('RoleBinding', '-manager')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'docs-gha-rs-manager' },
      subjects: [{ kind: 'ServiceAccount', namespace: 'arc-systems', name: 'arc-gha-rs-controller' }],
    });
  });
});

describe('the account of the controller', () => {
  const mine = { namespace: 'arc', name: 'my-controller' };
  const subjects = (set: ReturnType<typeof synthSet>) => set.one('RoleBinding', '-manager').subjects;

  test('is the one that the set names', () => {
    expect(subjects(synthSet({ controller: { serviceAccount: mine } }))).toEqual([{ kind: 'ServiceAccount', ...mine }]);
  });

  test('is the one that the chart names for all its sets', () => {
    expect(subjects(synthSet({}, { controller: { serviceAccount: mine } }))).toEqual([
      { kind: 'ServiceAccount', ...mine },
    ]);
  });

  test("that a set names goes before the chart's", () => {
    const other = { namespace: 'other', name: 'other' };
    expect(
      subjects(synthSet({ controller: { serviceAccount: mine } }, { controller: { serviceAccount: other } })),
    ).toEqual([{ kind: 'ServiceAccount', ...mine }]);
  });

  test('is not given the rights of the hook', () => {
    expect(synthSet({ controller: { serviceAccount: mine } }).one('RoleBinding', '-kube-mode').subjects).toEqual([
      { kind: 'ServiceAccount', namespace: 'arc-runners', name: 'docs-gha-rs-kube-mode' },
    ]);
  });
});

test.each([
  ['kubernetes', [pods, exec, log, jobs, secrets]],
  ['kubernetes-novolume', [pods, exec, log, secrets]],
  ['cached-privileged-kubernetes', [pods, exec, log, secrets]],
] as const)('the hook of mode %s may do what it checks for before every job, and no more', (type, rules) => {
  expect(synthSet({ containerMode: everyMode[type] }).one('Role', '-kube-mode').rules).toEqual(rules);
});

test("the hook's rights are bound to the account of the runner pods", () => {
  expect(synthSet().one('RoleBinding', '-kube-mode')).toMatchObject({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'docs-gha-rs-kube-mode' },
    subjects: [{ kind: 'ServiceAccount', namespace: 'arc-runners', name: 'docs-gha-rs-kube-mode' }],
  });
});

test('runners without a hook have an account without any rights', () => {
  const bindings = synthSet({ containerMode: everyMode.dind }).ofKind('RoleBinding');
  expect(bindings.flatMap(({ subjects }) => subjects)).toMatchObject([{ name: 'arc-gha-rs-controller' }]);
});
