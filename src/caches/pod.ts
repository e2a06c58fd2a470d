import type { ValuePath } from '../errors';
import { EXTENSION_PREFIX, JOB_CONTAINER, type HookVersion } from '../hooks/versions';
import type { k8s } from '../kubernetes';
import { RUNNER_CONTAINER, type ContainerPlace, type Mode, type ModeContext } from '../modes/mode';
import type { PartialPodTemplate, PodContribution } from '../pod/contribution';
import { POD_NAME_VARIABLE, type BoundCache } from './bind';

/** A cache of a scale set and the path of its prop. */
export interface OwnedCache {
  readonly owner: ValuePath;
  readonly bound: BoundCache;
}

/**
 * What caches add to a runner pod: volumes, mounts where steps run, and init containers that make the directories
 * writable.
 */
export function runnerCaches(caches: readonly OwnedCache[], mode: Mode, context: ModeContext): PodContribution[] {
  const contributions = caches.flatMap(({ owner, bound }): PodContribution[] => {
    const place = placeInRunner(bound, mode, context);
    if (!place) return [];
    const spec: PartialPodTemplate['spec'] = {
      volumes: [bound.volume],
      [place.list]: [{ name: place.name, env: cacheEnv(bound, place), volumeMounts: [bound.mount] }],
    };
    const prepare = preparation(bound, mode, context);
    return [
      { owner, template: { spec } },
      ...(prepare ? [{ owner, template: { spec: { initContainers: [prepare] } } }] : []),
    ];
  });
  return [
    ...contributions,
    ...podNameVariable(caches, ({ bound }) =>
      bound.cache.perRunner ? placeInRunner(bound, mode, context) : undefined,
    ),
  ];
}

/**
 * What caches add to job pods, as a hook extension of the job container. Hook 0.8.1 adds the mounts of the job to its
 * services too, which do not have the variable with the name of the pod. A cache with `perRunner` is therefore an
 * emptyDir there.
 */
export function jobCaches(
  caches: readonly OwnedCache[],
  hook: HookVersion,
  mode: Mode,
  context: ModeContext,
): PodContribution[] {
  const place: ContainerPlace = { list: 'containers', name: EXTENSION_PREFIX + JOB_CONTAINER };
  const mounted = caches.map(({ owner, bound }) => ({
    owner,
    bound: bound.cache.perRunner && hook === '0.8.1' ? fresh(bound) : bound,
  }));
  const contributions = mounted.map(({ owner, bound }): PodContribution => ({
    owner,
    template: {
      spec: {
        containers: [{ name: place.name, env: cacheEnv(bound, place), volumeMounts: [bound.mount] }],
        volumes: [bound.volume],
      },
    },
  }));
  return [
    ...contributions,
    ...jobPreparation(mounted, hook, mode, context),
    ...podNameVariable(
      mounted.filter(({ bound }) => bound.mount.subPathExpr !== undefined),
      () => place,
    ),
  ];
}

/**
 * Lets the user of any job image write the caches. The init containers are in the job pod, because it may run on
 * another node than the runner pod. Hook 0.8.1 sets the group by fsGroup; with hook 0.7.0, the pod gets it as a
 * supplemental group.
 */
function jobPreparation(
  caches: readonly OwnedCache[],
  hook: HookVersion,
  mode: Mode,
  context: ModeContext,
): PodContribution[] {
  const prepared = caches.flatMap(({ owner, bound }) => {
    const container = preparation(bound, mode, context);
    return container ? [{ owner, spec: { initContainers: [container] } }] : [];
  });
  const joined = prepared
    .slice(0, hook === '0.7.0' ? 1 : 0)
    .map(({ owner }) => ({ owner, spec: { securityContext: { supplementalGroups: [mode.user.gid] } } }));
  return [...prepared, ...joined].map(({ owner, spec }) => ({ owner, template: { spec } }));
}

function fresh(bound: BoundCache): BoundCache {
  return {
    ...bound,
    volume: { name: bound.volume.name, emptyDir: {} },
    mount: { ...bound.mount, subPathExpr: undefined },
    directory: undefined,
  };
}

function placeInRunner(bound: BoundCache, mode: Mode, context: ModeContext): ContainerPlace | undefined {
  if (bound.cache.entry?.keptBy === 'docker') return mode.dockerDaemon?.(context);
  return mode.stepsInRunner ? { list: 'containers', name: RUNNER_CONTAINER } : undefined;
}

function cacheEnv(bound: BoundCache, place: ContainerPlace): k8s.EnvVar[] {
  const steps = place.name === RUNNER_CONTAINER || place.name === EXTENSION_PREFIX + JOB_CONTAINER;
  return steps
    ? Object.entries(bound.cache.entry?.env(bound.cache.target) ?? {}).map(([name, value]) => ({ name, value }))
    : [];
}

/** The variable with the name of the pod, once in each container that mounts a cache with `perRunner`. */
function podNameVariable(
  caches: readonly OwnedCache[],
  placeOf: (cache: OwnedCache) => ContainerPlace | undefined,
): PodContribution[] {
  const first = new Map<string, PodContribution>();
  for (const cache of caches) {
    const place = placeOf(cache);
    if (!place || first.has(`${place.list}/${place.name}`)) continue;
    first.set(`${place.list}/${place.name}`, {
      owner: cache.owner,
      template: { spec: { [place.list]: [{ name: place.name, env: [podNameEnv()] }] } },
    });
  }
  return [...first.values()];
}

function podNameEnv(): k8s.EnvVar {
  return { name: POD_NAME_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
}

/**
 * An init container that changes the owner of the cache directory. The kubelet creates host paths as root and does not
 * apply fsGroup to them. Only the directory itself is changed, not its content, so that a large cache takes no time.
 */
function preparation(bound: BoundCache, mode: Mode, context: ModeContext): k8s.Container | undefined {
  const { cache, directory } = bound;
  if (directory === undefined || cache.sharing === 'readOnly' || cache.entry?.keptBy || mode.user.uid === 0)
    return undefined;
  return {
    name: `own-${bound.volume.name}`,
    image: context.runnerImage,
    command: ['sh', '-c'],
    args: [`chown ${mode.user.uid}:${mode.user.gid} /prepared && chmod 2775 /prepared`],
    env: cache.perRunner ? [podNameEnv()] : undefined,
    securityContext: { runAsUser: 0, runAsGroup: 0 },
    volumeMounts: [{ ...bound.mount, mountPath: '/prepared' }],
  };
}
