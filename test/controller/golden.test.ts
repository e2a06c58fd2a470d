import type { ArcControllerProps } from '../../src/controller/arc-controller-props';
import type { PlacementProps } from '../../src/runners/placement';
import { changes } from '../support/changes';
import { checkCoreKind, kubernetesVersions } from '../support/core-kinds';
import { synthController } from './controllers';

const placement: Required<PlacementProps> = {
  nodeSelector: { role: 'platform' },
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'DoesNotExist' }] }],
      },
    },
  },
  tolerations: [{ key: 'platform', operator: 'Exists', effect: 'NoSchedule' }],
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'kubernetes.io/hostname',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: { matchLabels: { team: 'ci' } },
    },
  ],
  priorityClassName: 'system-cluster-critical',
};

const everything: Required<ArcControllerProps> = {
  ...placement,
  releaseName: 'ci',
  nameOverride: 'arc',
  fullnameOverride: 'arc-controller',
  crds: 'external',
  replicas: 2,
  image: 'registry.example:5000/arc/controller:0.14.2',
  imagePullPolicy: 'Always',
  imagePullSecrets: [{ name: 'registry' }, { name: 'mirror' }],
  serviceAccount: {
    create: true,
    name: 'arc',
    annotations: { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::1:role/arc' },
  },
  logLevel: 'info',
  logFormat: 'json',
  watchSingleNamespace: 'arc-runners',
  runnerMaxConcurrentReconciles: 8,
  updateStrategy: 'eventual',
  metrics: { controllerManagerAddr: ':9090', listenerAddr: ':9091', listenerEndpoint: '/listener' },
  pprofAddr: 'localhost:6060',
  healthProbeBindAddress: ':8081',
  k8sClientRateLimiter: { qps: 50, burst: 100 },
  workqueueRateLimiter: 'typed_rate_limiter',
  excludeLabelPropagationPrefixes: ['example.com/'],
  proxy: { https: { url: 'http://proxy.example:3128', credentialSecretRef: 'proxy' }, noProxy: ['.svc'] },
  githubServerTls: { configMap: 'private-ca', key: 'ca.crt' },
  env: [{ name: 'GODEBUG', value: 'madvdontneed=1' }],
  volumes: [{ name: 'vault', secret: { secretName: 'vault' } }],
  volumeMounts: [{ name: 'vault', mountPath: '/vault', readOnly: true }],
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  labels: { team: 'ci' },
  podLabels: { tier: 'control' },
  podAnnotations: { 'prometheus.io/scrape': 'true' },
  podSecurityContext: { runAsNonRoot: true, fsGroup: 2000 },
  securityContext: { readOnlyRootFilesystem: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
};

test('minimal', () => {
  const { manifests, manager } = synthController();
  expect(manifests).toHaveLength(6);
  expect(manager.image).toMatch(/:0\.14\.2$/);
  expect(manager.args).toContain('--metrics-addr=0');
  expect(manifests).toMatchSnapshot();
});

test('everything that can be said, without the rules of roles, which no prop changes', () => {
  const { manifests, deployment } = synthController(everything);
  expect(manifests).toHaveLength(10);
  expect(deployment.spec.template.spec.containers[0].args).toContain('--leader-election-id=arc-controller');
  expect(deployment.metadata.labels).toMatchObject({ team: 'ci' });
  expect(manifests.filter(({ kind }) => kind !== 'Role')).toMatchSnapshot();
});

test.each(kubernetesVersions)('Kubernetes %s takes both', version => {
  const manifests = [
    ...synthController().manifests,
    ...synthController(everything).manifests,
    ...synthController({ replicas: 2 }).manifests,
  ];
  expect(manifests.flatMap(manifest => checkCoreKind(manifest, version))).toEqual([]);
});

test.each(Object.keys(everything).filter(prop => prop !== 'crds'))('%s changes the output', prop => {
  const given = { [prop]: everything[prop as keyof ArcControllerProps] };
  // A mount needs its volume.
  const before = prop === 'volumeMounts' ? { volumes: everything.volumes } : {};
  expect(changes(synthController(before).manifests, synthController({ ...before, ...given }).manifests)).not.toEqual(
    {},
  );
});
