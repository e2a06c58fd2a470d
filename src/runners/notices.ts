import { isIP } from 'node:net';
import { CacheVolume } from '../caches/cache-volume';
import { describeRule, hookRules } from './rbac';
import { releasesBehind, RUNNER_IMAGE } from './runner-image';
import type { ResolvedSetProps } from './resolve-props';

/** Warnings about valid props. */
export function setNotices(props: ResolvedSetProps): string[] {
  return [
    ...oneRunner(props),
    ...noRunner(props),
    ...oldImage(props),
    ...ownAccount(props),
    ...proxiedHook(props),
    ...unservedMetrics(props),
  ];
}

/** The mount paths of exclusive caches. */
export function exclusiveTargets(props: ResolvedSetProps): string[] {
  return (props.caches ?? [])
    .map(cache => (cache instanceof CacheVolume ? cache : cache._bound.cache))
    .filter(cache => cache.sharing === 'exclusive' && !cache.isEmptyDir && !cache.perRunner)
    .map(({ target }) => target);
}

function oneRunner(props: ResolvedSetProps): string[] {
  const targets = exclusiveTargets(props);
  return props.maxRunners === undefined && (props.instances ?? 1) === 1 && targets.length > 0
    ? [`maxRunners is 1: ${targets.join(', ')} can be used by one runner at a time; set instances for more runners`]
    : [];
}

/**
 * @see https://docs.github.com/en/actions/how-tos/manage-runners/use-actions-runner-controller/deploy-runner-scale-sets#example-draining-the-queue
 */
function noRunner({ maxRunners }: ResolvedSetProps): string[] {
  return maxRunners === 0 ? ['maxRunners is 0: jobs stay queued, and none starts until it is raised'] : [];
}

function oldImage({ runnerImage = RUNNER_IMAGE }: ResolvedSetProps): string[] {
  const behind = releasesBehind(runnerImage);
  return behind > 1
    ? [
        `runnerImage: ${runnerImage} is ${behind} releases old, and GitHub refuses a runner about 30 days ` +
          `after the release that follows it; ${RUNNER_IMAGE} is newer`,
      ]
    : [];
}

function ownAccount({ serviceAccountName, containerMode: { capabilities } }: ResolvedSetProps): string[] {
  return serviceAccountName !== undefined && capabilities.hook !== undefined
    ? [
        `serviceAccountName: ${serviceAccountName} needs the permissions of the container hooks, or every job ` +
          `fails: ${hookRules(capabilities.batchJobs).map(describeRule).join('; ')}`,
      ]
    : [];
}

/**
 * ARC writes a non-empty `noProxy` as `no_proxy`, with which the runner overwrites `NO_PROXY` of every process that it
 * starts. The client of hook 0.7.0 then compares the address of the API server with the entries as strings; that of
 * 0.8.1 uses no proxy.
 *
 * @see https://github.com/actions/runner/blob/main/src/Runner.Sdk/RunnerWebProxy.cs
 */
function proxiedHook({ proxy, containerMode: { capabilities, type } }: ResolvedSetProps): string[] {
  const { noProxy = [] } = proxy ?? {};
  const isDirect = noProxy.length === 0 || noProxy.join(',') === '*' || noProxy.some(host => isIP(host) !== 0);
  return capabilities.hook !== '0.7.0' || isDirect
    ? []
    : [
        `proxy.noProxy: the container hook of containerMode ${type} reads no network or name of the API ` +
          'server, and sends its calls to the proxy; add the address that "kubectl get service kubernetes -n ' +
          'default -o jsonpath={.spec.clusterIP}" prints',
      ];
}

/** Whether an existing controller serves metrics is unknown. */
function unservedMetrics({ listenerMetrics, controller }: ResolvedSetProps): string[] {
  const { _servesListenerMetrics: isServed } = (controller ?? {}) as { readonly _servesListenerMetrics?: boolean };
  return listenerMetrics !== undefined && isServed === false
    ? ['listenerMetrics has no effect: the controller serves no metrics of listeners; set its metrics']
    : [];
}
