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

  test('the controller has the permissions of the chart in the namespace', () => {
    expect(set.one('Role', '-manager').rules).toEqual(managerRules);
  });

  test('its permissions are bound to the ServiceAccount of the quickstart of ARC', () => {
    expect(set.one('RoleBinding', '-manager')).toMatchObject({
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'docs-gha-rs-manager' },
      subjects: [{ kind: 'ServiceAccount', namespace: 'arc-systems', name: 'arc-gha-rs-controller' }],
    });
  });
});

describe('the ServiceAccount of the controller', () => {
  const mine = { namespace: 'arc', name: 'my-controller' };
  const subjects = (set: ReturnType<typeof synthSet>) => set.one('RoleBinding', '-manager').subjects;

  test('is that of the set', () => {
    expect(subjects(synthSet({ controller: { serviceAccount: mine } }))).toEqual([{ kind: 'ServiceAccount', ...mine }]);
  });

  test('is that of the chart for all its sets', () => {
    expect(subjects(synthSet({}, { controller: { serviceAccount: mine } }))).toEqual([
      { kind: 'ServiceAccount', ...mine },
    ]);
  });

  test('of a set takes precedence over that of the chart', () => {
    const other = { namespace: 'other', name: 'other' };
    expect(
      subjects(synthSet({ controller: { serviceAccount: mine } }, { controller: { serviceAccount: other } })),
    ).toEqual([{ kind: 'ServiceAccount', ...mine }]);
  });

  test('does not get the permissions of the hook', () => {
    expect(synthSet({ controller: { serviceAccount: mine } }).one('RoleBinding', '-kube-mode').subjects).toEqual([
      { kind: 'ServiceAccount', namespace: 'arc-runners', name: 'docs-gha-rs-kube-mode' },
    ]);
  });
});

test.each([
  ['kubernetes', [pods, exec, log, jobs, secrets]],
  ['kubernetes-novolume', [pods, exec, log, secrets]],
  ['cached-privileged-kubernetes', [pods, exec, log, secrets]],
] as const)('the hook of mode %s has exactly the permissions that it checks before every job', (type, rules) => {
  expect(synthSet({ containerMode: everyMode[type] }).one('Role', '-kube-mode').rules).toEqual(rules);
});

test('the permissions of the hook are bound to the ServiceAccount of the runner pods', () => {
  expect(synthSet().one('RoleBinding', '-kube-mode')).toMatchObject({
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'docs-gha-rs-kube-mode' },
    subjects: [{ kind: 'ServiceAccount', namespace: 'arc-runners', name: 'docs-gha-rs-kube-mode' }],
  });
});

test('runners without a hook have a ServiceAccount without permissions', () => {
  const bindings = synthSet({ containerMode: everyMode.dind }).ofKind('RoleBinding');
  expect(bindings.flatMap(({ subjects }) => subjects)).toMatchObject([{ name: 'arc-gha-rs-controller' }]);
});
