import type { ValuePath } from '../errors';
import { EXTENSION_PREFIX, JOB_CONTAINER, type HookVersion } from '../hooks/versions';
import type { k8s } from '../kubernetes';
import { RUNNER_CONTAINER, type ContainerPlace, type Mode, type ModeContext } from '../modes/mode';
import type { PartialPodTemplate, PodContribution } from '../pod/contribution';
import { POD_NAME_VARIABLE, type BoundCache } from './bind';

/** A bound cache and the prop that asked for it. */
export interface OwnedCache {
  readonly owner: ValuePath;
  readonly bound: BoundCache;
}

/** What caches add to a runner pod: mounts where steps run, and whatever makes their directories writable before. */
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
 * What caches add to job pods, as an extension of the container the steps run in. The copying hook mounts what the job
 * mounts in its services too, where nothing can name a directory after the pod: there a fresh directory a pod is an
 * emptyDir.
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
 * Lets jobs write their caches, whatever user their image has: prepared in the job pod, which may be on another node
 * than its runner. Pods of the copying hook belong to the owning group already; others join it.
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

/** Directories below a cache that are named after the pod need the name, once, in every container that mounts one. */
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
 * Kubernetes makes host directories for root, and a pod's fsGroup does not reach them: for any other user the directory
 * is handed over first. Only the directory itself, never what earlier runs left in it, so that a full cache costs no
 * time.
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
