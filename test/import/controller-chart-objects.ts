import { listOf, type Data } from './chart-objects';

/**
 * Returns the Deployment and the ServiceAccount that helm renders for gha-runner-scale-set-controller 0.14.2.
 *
 * @see https://github.com/actions/actions-runner-controller/tree/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller
 */
export function controllerChartObjects(values: Data, releaseName: string, releaseNamespace: string): Data[] {
  const name = values.nameOverride || 'gha-rs-controller';
  const full = values.fullnameOverride || (releaseName.includes(name) ? releaseName : `${releaseName}-${name}`);
  const namespace = values.namespaceOverride || releaseNamespace;
  const account = values.serviceAccount?.name || full;
  const watched = values.flags?.watchSingleNamespace;
  const selector = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/namespace': namespace,
    'app.kubernetes.io/instance': releaseName,
  };
  const labels = {
    'helm.sh/chart': 'gha-rs-controller-0.14.2',
    ...selector,
    'app.kubernetes.io/version': '0.14.2',
    'app.kubernetes.io/part-of': 'gha-rs-controller',
    'app.kubernetes.io/managed-by': 'Helm',
    ...values.labels,
  };
  const discovery = {
    'actions.github.com/controller-service-account-namespace': namespace,
    'actions.github.com/controller-service-account-name': account,
    ...(watched && { 'actions.github.com/controller-watch-single-namespace': watched }),
  };
  return [
    ...(values.serviceAccount?.create === false
      ? []
      : [
          {
            apiVersion: 'v1',
            kind: 'ServiceAccount',
            metadata: { name: account, namespace, labels, annotations: values.serviceAccount?.annotations },
          },
        ]),
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: full, namespace, labels: { ...labels, ...discovery } },
      spec: {
        replicas: values.replicaCount || 1,
        selector: { matchLabels: selector },
        template: {
          metadata: {
            annotations: { 'kubectl.kubernetes.io/default-container': 'manager', ...values.podAnnotations },
            labels: {
              'app.kubernetes.io/part-of': 'gha-rs-controller',
              'app.kubernetes.io/component': 'controller-manager',
              'app.kubernetes.io/version': '0.14.2',
              ...selector,
              ...values.podLabels,
            },
          },
          spec: pod(values, full, account),
        },
      },
    },
  ];
}

function pod(values: Data, full: string, serviceAccountName: string): Data {
  const repository = values.image?.repository || 'ghcr.io/actions/gha-runner-scale-set-controller';
  const image = `${repository}:${values.image?.tag || '0.14.2'}`;
  const port = (address: string) => Number(/:(\d+)$/.exec(address)?.[1]);
  const probe = values.flags?.healthProbeBindAddress;
  return {
    serviceAccountName,
    imagePullSecrets: values.imagePullSecrets,
    securityContext: values.podSecurityContext,
    priorityClassName: values.priorityClassName || undefined,
    terminationGracePeriodSeconds: 10,
    nodeSelector: values.nodeSelector,
    affinity: values.affinity,
    topologySpreadConstraints: values.topologySpreadConstraints,
    tolerations: values.tolerations,
    volumes: [{ name: 'tmp', emptyDir: {} }, ...listOf(values.volumes)],
    containers: [
      {
        name: 'manager',
        image,
        imagePullPolicy: values.image?.pullPolicy ?? 'IfNotPresent',
        command: ['/manager'],
        args: args(values, full),
        ports: [
          ...(values.metrics
            ? [{ name: 'metrics', protocol: 'TCP', containerPort: port(values.metrics.controllerManagerAddr) }]
            : []),
          ...(values.pprof ? [{ name: 'pprof', protocol: 'TCP', containerPort: port(values.pprof.addr) }] : []),
        ],
        env: [
          { name: 'CONTROLLER_MANAGER_CONTAINER_IMAGE', value: image },
          { name: 'CONTROLLER_MANAGER_POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
          ...listOf(values.env),
        ],
        livenessProbe: probe && {
          httpGet: { path: '/healthz', port: port(probe) },
          initialDelaySeconds: 15,
          periodSeconds: 20,
        },
        readinessProbe: probe && {
          httpGet: { path: '/readyz', port: port(probe) },
          initialDelaySeconds: 5,
          periodSeconds: 10,
        },
        resources: values.resources,
        securityContext: values.securityContext,
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...listOf(values.volumeMounts)],
      },
    ],
  };
}

function args(values: Data, full: string): string[] {
  const { metrics, pprof } = values;
  const flags = {
    logLevel: 'debug',
    logFormat: 'text',
    runnerMaxConcurrentReconciles: 2,
    updateStrategy: 'immediate',
    ...values.flags,
  };
  const flag = (name: string, value: Data) => (value ? [`--${name}=${value}`] : []);
  return [
    '--auto-scaling-runner-set-only',
    ...(values.replicaCount > 1 ? ['--enable-leader-election', `--leader-election-id=${full}`] : []),
    ...listOf(values.imagePullSecrets).flatMap(({ name }) => flag('auto-scaler-image-pull-secrets', name)),
    ...flag('log-level', flags.logLevel),
    ...flag('log-format', flags.logFormat),
    ...flag('watch-single-namespace', flags.watchSingleNamespace),
    ...flag('runner-max-concurrent-reconciles', flags.runnerMaxConcurrentReconciles),
    ...flag('update-strategy', flags.updateStrategy),
    `--listener-metrics-addr=${metrics?.listenerAddr ?? 0}`,
    `--listener-metrics-endpoint=${metrics?.listenerEndpoint ?? ''}`,
    `--metrics-addr=${metrics?.controllerManagerAddr ?? 0}`,
    ...flag('pprof-addr', pprof?.addr),
    ...listOf(flags.excludeLabelPropagationPrefixes).flatMap(prefix =>
      flag('exclude-label-propagation-prefix', prefix),
    ),
    ...flag('k8s-client-rate-limiter-qps', flags.k8sClientRateLimiterQPS),
    ...flag('k8s-client-rate-limiter-burst', flags.k8sClientRateLimiterBurst),
    ...flag('workqueue-rate-limiter', flags.rateLimiter?.name),
    ...flag('health-probe-bind-address', flags.healthProbeBindAddress),
  ];
}
