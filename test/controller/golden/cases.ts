import type { ArcControllerProps } from '../../../src/controller/arc-controller-props';
import type { PlacementProps } from '../../../src/runners/placement';

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

/** Every prop of a controller. */
export const everything: Required<ArcControllerProps> = {
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
