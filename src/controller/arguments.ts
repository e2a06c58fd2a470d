import { metricsAddresses } from './addresses';
import type { ArcControllerProps } from './arc-controller-props';
import { OWNERSHIP_PREFIXES } from './label-propagation';

/** The arguments of the controller, in the order of the chart. `lockName` is the name of the leader election lock. */
export function managerArguments(props: ArcControllerProps, lockName: string): string[] {
  const metrics = metricsAddresses(props.metrics);
  return [
    '--auto-scaling-runner-set-only',
    ...((props.replicas ?? 1) > 1 ? ['--enable-leader-election', `--leader-election-id=${lockName}`] : []),
    // One flag per Secret: the 0.12 charts join the names with commas, which the controller reads as one name.
    ...(props.imagePullSecrets ?? []).flatMap(({ name }) => flag('auto-scaler-image-pull-secrets', name)),
    ...flag('log-level', props.logLevel ?? 'debug'),
    ...flag('log-format', props.logFormat ?? 'text'),
    ...flag('watch-single-namespace', props.watchSingleNamespace),
    ...flag('runner-max-concurrent-reconciles', props.runnerMaxConcurrentReconciles ?? 2),
    ...flag('update-strategy', props.updateStrategy ?? 'immediate'),
    ...flag('listener-metrics-addr', metrics.listenerAddr),
    ...flag('listener-metrics-endpoint', metrics.listenerEndpoint),
    ...flag('metrics-addr', metrics.controllerManagerAddr),
    ...flag('pprof-addr', props.pprofAddr),
    ...(props.excludeLabelPropagationPrefixes ?? OWNERSHIP_PREFIXES).flatMap(prefix =>
      flag('exclude-label-propagation-prefix', prefix),
    ),
    ...flag('k8s-client-rate-limiter-qps', props.k8sClientRateLimiter?.qps),
    ...flag('k8s-client-rate-limiter-burst', props.k8sClientRateLimiter?.burst),
    ...flag('workqueue-rate-limiter', props.workqueueRateLimiter),
    ...flag('health-probe-bind-address', props.healthProbeBindAddress),
  ];
}

function flag(name: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [`--${name}=${value}`];
}
