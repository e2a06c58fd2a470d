/** The keys that a chart reads: `true` for any value, or a map with the keys that it reads. */
export type Keys = true | { readonly [key: string]: Keys };

const METADATA: Keys = { labels: true, annotations: true };
const SERVER: Keys = { url: true, credentialSecretRef: true };
const PROXY: Keys = { http: SERVER, https: SERVER, noProxy: true };

/** The objects that `resourceMeta` of the gha-runner-scale-set chart supports. */
const RESOURCES = [
  'autoscalingRunnerSet',
  'githubConfigSecret',
  'kubernetesModeRole',
  'kubernetesModeRoleBinding',
  'kubernetesModeServiceAccount',
  'managerRole',
  'managerRoleBinding',
  'noPermissionServiceAccount',
  'autoscalingListener',
  'listenerServiceAccount',
  'listenerRole',
  'listenerRoleBinding',
  'listenerConfigSecret',
  'ephemeralRunnerSet',
  'ephemeralRunner',
  'ephemeralRunnerConfigSecret',
];

/**
 * The values that the gha-runner-scale-set chart reads. Helm ignores all other keys without a message.
 *
 * @see https://github.com/actions/actions-runner-controller/tree/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set
 */
export const RUNNER_SET_KEYS: Keys = {
  githubConfigUrl: true,
  githubConfigSecret: true,
  runnerGroup: true,
  runnerScaleSetName: true,
  scaleSetLabels: true,
  minRunners: true,
  maxRunners: true,
  proxy: PROXY,
  githubServerTLS: { certificateFrom: { configMapKeyRef: { name: true, key: true } }, runnerMountPath: true },
  keyVault: {
    type: true,
    proxy: PROXY,
    azureKeyVault: { url: true, tenantId: true, clientId: true, certificatePath: true, secretKey: true },
  },
  containerMode: { type: true, kubernetesModeWorkVolumeClaim: true, kubernetesModeAdditionalRoleRules: true },
  listenerTemplate: true,
  listenerMetrics: true,
  template: { metadata: METADATA, spec: true },
  controllerServiceAccount: { namespace: true, name: true },
  namespaceOverride: true,
  labels: true,
  annotations: true,
  resourceMeta: Object.fromEntries(RESOURCES.map(name => [name, METADATA])),
};

/**
 * The values that the gha-runner-scale-set-controller chart reads.
 *
 * @see https://github.com/actions/actions-runner-controller/tree/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller
 */
export const CONTROLLER_KEYS: Keys = {
  labels: true,
  replicaCount: true,
  image: { repository: true, pullPolicy: true, tag: true },
  imagePullSecrets: true,
  nameOverride: true,
  fullnameOverride: true,
  env: true,
  serviceAccount: { create: true, annotations: true, name: true },
  podAnnotations: true,
  podLabels: true,
  podSecurityContext: true,
  securityContext: true,
  resources: true,
  nodeSelector: true,
  tolerations: true,
  affinity: true,
  topologySpreadConstraints: true,
  volumes: true,
  volumeMounts: true,
  priorityClassName: true,
  metrics: { controllerManagerAddr: true, listenerAddr: true, listenerEndpoint: true },
  pprof: { addr: true },
  flags: {
    logLevel: true,
    logFormat: true,
    watchSingleNamespace: true,
    runnerMaxConcurrentReconciles: true,
    updateStrategy: true,
    excludeLabelPropagationPrefixes: true,
    k8sClientRateLimiterQPS: true,
    k8sClientRateLimiterBurst: true,
    rateLimiter: { name: true },
    healthProbeBindAddress: true,
  },
  namespaceOverride: true,
};
