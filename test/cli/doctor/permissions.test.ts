import { pattern } from '../../support/pattern';
import { check, Cluster, type Case } from './cluster';

const MANAGER = '-manager';
const CANNOT = 'pods: create, delete, get; pods/status: get; secrets: create, delete, get, list, patch, update';

test.each<Case>([
  [
    'no manager RoleBinding',
    cluster => cluster.remove('RoleBinding', MANAGER),
    {
      'manager-permissions': [
        /^the controller lacks permissions in namespace arc-runners: it cannot read the credential of docs/,
        `ServiceAccount arc-systems/arc-gha-rs-controller, which lacks: ${CANNOT}`,
      ],
    },
  ],
  [
    'no manager Role',
    cluster => cluster.remove('Role', MANAGER),
    {
      'manager-permissions': [
        /^the controller lacks permissions/,
        pattern(
          /RoleBinding arc-runners\/docs-gha-rs-manager grants Role docs-gha-rs-manager to /,
          /arc-systems\/arc-gha-rs-controller/,
        ),
      ],
    },
  ],
  [
    'a manager Role with too few permissions',
    cluster => {
      cluster.rules(MANAGER).find(({ resources }) => resources[0] === 'secrets').verbs = ['get', 'list'];
    },
    {
      'manager-permissions': [
        /^the controller lacks permissions/,
        /which lacks: secrets: create, delete, patch, update$/m,
      ],
    },
  ],
  [
    'a manager RoleBinding for another ServiceAccount',
    cluster => {
      cluster.one('RoleBinding', MANAGER).subjects[0].name = 'arc-controller';
    },
    {
      'manager-permissions': [
        'the manager RoleBinding of docs is for ServiceAccount arc-systems/arc-controller, and the controller ' +
          'runs as arc-systems/arc-gha-rs-controller',
      ],
    },
  ],
  [
    'a private CA that the controller may not read',
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
      'manager-permissions': [/^the controller lacks permissions/, /which lacks: configmaps: get$/m],
    },
  ],
  [
    'a runner ServiceAccount that does not exist',
    cluster => cluster.remove('ServiceAccount', 'kube-mode'),
    {
      'service-account-missing': [
        'the ServiceAccount of the runners of docs does not exist: their pods cannot be created',
        /serviceAccountName: docs-gha-rs-kube-mode/,
      ],
    },
  ],
  [
    'a hook without permission to create Jobs',
    cluster => {
      cluster.one('Role', 'kube-mode').rules = cluster
        .rules('kube-mode')
        .filter(({ apiGroups }) => apiGroups[0] !== 'batch');
    },
    {
      'hook-permissions': [
        /^the container hook of docs refuses to start jobs/,
        /ServiceAccount arc-runners\/docs-gha-rs-kube-mode lacks: jobs: get, list, create, delete/,
      ],
    },
  ],
])('%s', (...example) => check(example));

test.each<[string, unknown]>([
  [
    'the ServiceAccount as a user name',
    { kind: 'User', name: 'system:serviceaccount:arc-systems:arc-gha-rs-controller' },
  ],
  ['the ServiceAccounts of its namespace', { kind: 'Group', name: 'system:serviceaccounts:arc-systems' }],
  ['all ServiceAccounts', { kind: 'Group', name: 'system:serviceaccounts' }],
])('permissions of %s count', (_, subject) => {
  const cluster = new Cluster();
  cluster.one('RoleBinding', '-manager').subjects = [subject];
  expect(cluster.findings).toEqual([]);
});

test.each(['RoleBinding', 'ClusterRoleBinding'])('permissions of a ClusterRole count, if it is bound by a %s', kind => {
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

test('permissions limited to named objects are not enough', () => {
  const cluster = new Cluster();
  for (const rule of cluster.rules('-manager')) rule.resourceNames = ['github'];
  expect(cluster.findings.map(({ id }) => id)).toEqual(['manager-permissions']);
});

test('permissions are not reported where roles were not read', () => {
  const cluster = new Cluster();
  cluster.remove('RoleBinding', '-manager');
  cluster.wasRead = kind => kind !== 'ClusterRole';
  expect(cluster.findings).toEqual([]);
});
