import { formatPath } from '../../src/errors';
import { checkCoreKind, kubernetesVersions } from './core-kinds';

const metadata = { name: 'a' };

describe.each(kubernetesVersions)('Kubernetes %s', version => {
  const check = (manifest: unknown): string[] =>
    checkCoreKind(manifest, version).map(({ path, message }) => `${formatPath(path)}: ${message}`);

  test.each([
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { a: 'b' } },
    { apiVersion: 'v1', kind: 'Secret', metadata, type: 'Opaque', data: { token: 'eA==' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata,
      spec: {
        capacity: { storage: '1Ti' },
        accessModes: ['ReadWriteOnce'],
        local: { path: '/nvme' },
        storageClassName: 'nvme',
      },
    },
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata,
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Ti' } } },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        type: 'ClusterIP',
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, targetPort: 'dns' },
        ],
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata,
      spec: { containers: [{ name: 'a', resources: { limits: { cpu: 0.5 } } }] },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata,
      rules: [{ nonResourceURLs: ['/metrics'], verbs: ['get'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'a' },
    },
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata,
      provisioner: 'kubernetes.io/no-provisioner',
      volumeBindingMode: 'WaitForFirstConsumer',
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: { podSelector: {}, policyTypes: ['Egress'] },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'a' }] } },
      },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata,
      spec: {
        selector: {},
        template: { spec: { containers: [{ name: 'a' }] } },
        updateStrategy: { rollingUpdate: { maxUnavailable: '10%' } },
      },
    },
    {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: { backoffLimit: 0, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a' }] } } },
    },
  ])('takes a plain $apiVersion $kind', manifest => {
    expect(check(manifest)).toEqual([]);
  });

  test('refuses a misspelled field', () => {
    expect(check({ apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAcountToken: false })).toEqual([
      'automountServiceAcountToken: unknown key; did you mean automountServiceAccountToken?',
    ]);
  });

  test('finds an environment variable given twice', () => {
    const spec = { containers: [{ name: 'a', env: [{ name: 'FOO' }, { name: 'FOO' }] }] };
    expect(check({ apiVersion: 'v1', kind: 'Pod', metadata, spec })).toEqual([
      'spec.containers[0].env[1]: duplicate env name "FOO", first given at env[0]',
    ]);
  });

  test('refuses a Secret whose data is not base64', () => {
    expect(check({ apiVersion: 'v1', kind: 'Secret', metadata, data: { token: 'plain text' } })).toEqual([
      'data.token: must be base64',
    ]);
  });

  test('refuses a status', () => {
    expect(check({ apiVersion: 'v1', kind: 'Namespace', metadata, status: {} })).toHaveLength(1);
  });

  test.each([{ apiVersion: 'v1', kind: 'Runner' }, {}, null, 'Pod'])('knows nothing of %j', manifest => {
    expect(check(manifest)).toEqual([expect.stringContaining('no schema for ')]);
  });
});

test('a field that came later is unknown to the oldest version and known to the newest', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [{ name: 'a' }], resources: {} } };
  expect(checkCoreKind(pod, kubernetesVersions[0]!)).toHaveLength(1);
  expect(checkCoreKind(pod, kubernetesVersions.at(-1)!)).toEqual([]);
});

test('a version without schemas is a mistake of the caller', () => {
  expect(() => checkCoreKind({}, '1.0')).toThrow(
    `no schemas for Kubernetes 1.0; there are ${kubernetesVersions.join(', ')}`,
  );
});
