import { check, Cluster, type Case } from './cluster';

const MANAGER = '-manager';
const CANNOT = 'pods: create, delete, get; pods/status: get; secrets: create, delete, get, list, patch, update';

test.each<Case>([
  [
    'no manager binding',
    cluster => cluster.remove('RoleBinding', MANAGER),
    {
      'manager-rights': [
        /^the controller may not do in namespace arc-runners what docs needs/,
        `ServiceAccount arc-systems/arc-gha-rs-controller, which may not: ${CANNOT}`,
      ],
    },
  ],
  [
    'no manager role',
    cluster => cluster.remove('Role', MANAGER),
    {
      'manager-rights': [
        /^the controller may not do/,
        /RoleBinding arc-runners\/docs-gha-rs-manager gives Role docs-gha-rs-manager to arc-systems\/arc-gha-rs-controller/,
      ],
    },
  ],
  [
    'a manager role with less than it takes',
    cluster => {
      cluster.rules(MANAGER).find(({ resources }) => resources[0] === 'secrets').verbs = ['get', 'list'];
    },
    {
      'manager-rights': [/^the controller may not do/, /which may not: secrets: create, delete, patch, update$/m],
    },
  ],
  [
    'a manager binding for somebody else',
    cluster => {
      cluster.one('RoleBinding', MANAGER).subjects[0].name = 'arc-controller';
    },
    {
      'manager-rights': [
        'the manager RoleBinding of docs is for arc-systems/arc-controller, and the controller runs as arc-systems/arc-gha-rs-controller',
      ],
    },
  ],
  [
    'a private authority that the manager may not read',
    cluster => {
      cluster.set.spec.githubServerTLS = { certificateFrom: { configMapKeyRef: { name: 'ca', key: 'ca.crt' } } };
      cluster.add({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'ca', namespace: 'arc-runners' },
        data: { 'ca.crt': 'x' },
      });
    },
    {
      'manager-rights': [/^the controller may not do/, /which may not: configmaps: get$/m],
    },
  ],
  [
    'a runner account that is not there',
    cluster => cluster.remove('ServiceAccount', 'kube-mode'),
    {
      'account-missing': [
        "the ServiceAccount of docs's runners is not there: no pod of theirs is made",
        /serviceAccountName: docs-gha-rs-kube-mode/,
      ],
    },
  ],
  [
    'a hook without the right to make Jobs',
    cluster => {
      cluster.one('Role', 'kube-mode').rules = cluster
        .rules('kube-mode')
        .filter(({ apiGroups }) => apiGroups[0] !== 'batch');
    },
    {
      'hook-rights': [
        /^the hook of docs refuses to start a job/,
        /ServiceAccount arc-runners\/docs-gha-rs-kube-mode may not: jobs: get, list, create, delete/,
      ],
    },
  ],
])('%s', (...example) => check(example));

test.each<[string, unknown]>([
  [
    'the account by its name as a user',
    { kind: 'User', name: 'system:serviceaccount:arc-systems:arc-gha-rs-controller' },
  ],
  ['the accounts of its namespace', { kind: 'Group', name: 'system:serviceaccounts:arc-systems' }],
  ['all accounts', { kind: 'Group', name: 'system:serviceaccounts' }],
])('rights that are given to %s count', (_, subject) => {
  const cluster = new Cluster();
  cluster.one('RoleBinding', '-manager').subjects = [subject];
  expect(cluster.findings).toEqual([]);
});

test.each(['RoleBinding', 'ClusterRoleBinding'])('rights from a ClusterRole count, bound by a %s', kind => {
  const cluster = new Cluster();
  const binding = cluster.one('RoleBinding', '-manager');
  cluster.add({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'all' },
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  });
  Object.assign(binding, { kind, roleRef: { kind: 'ClusterRole', name: 'all' } });
  expect(cluster.findings).toEqual([]);
});

test('rights to named objects only are not enough', () => {
  const cluster = new Cluster();
  for (const rule of cluster.rules('-manager')) rule.resourceNames = ['github'];
  expect(cluster.findings.map(({ id }) => id)).toEqual(['manager-rights']);
});

test('nothing is said of rights where roles were not looked at', () => {
  const cluster = new Cluster();
  cluster.remove('RoleBinding', '-manager');
  cluster.looked = kind => kind !== 'ClusterRole';
  expect(cluster.findings).toEqual([]);
});
