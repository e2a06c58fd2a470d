import { createHash } from 'node:crypto';
import { bindCache, POD_NAME_VARIABLE, type BoundCache } from '../caches/bind';
import { CacheVolume } from '../caches/cache-volume';
import { DEFAULT_CACHE_ROOT, hostPathProblem } from '../caches/host-paths';
import { prefixFindings, PropsError, type Finding, type ValuePath } from '../errors';
import type { k8s } from '../kubernetes';
import { within } from './command-step';
import type { ContainerBuildProps } from './container-build-props';
import { BUILD_CONTAINER, SHELL_IMAGE } from './layout';
import type { BuildCache, BuildContext, Step } from './step';

/** The caches of a build, in the order of its props, and what is wrong with those that are invalid. */
export function cachesOf(
  props: ContainerBuildProps,
  repositoryHash: string,
  workspace: string,
): { readonly caches: BuildCache[]; readonly findings: Finding[] } {
  const findings: Finding[] = [];
  const {
    cacheRoot = DEFAULT_CACHE_ROOT,
    trust = 'internal',
    caches = [],
    cachePaths = [],
    customCaches = [],
    hostRoots = [],
  } = props;
  const root = `${cacheRoot}/${trust}`;
  const bound = (owner: ValuePath, name: string, make: () => CacheVolume): BuildCache[] => {
    try {
      const cache = make();
      const problem = cache.source ? hostPathProblem(cache.source, hostRoots) : undefined;
      if (problem !== undefined) throw new PropsError([{ path: ['source'], message: problem }]);
      const slot = { installation: sharedBy(props), instance: `repository/${repositoryHash}` };
      return [{ owner, bound: bindCache(cache, { name, slot, instances: 1, cacheRoot: root }) }];
    } catch (error) {
      if (!(error instanceof PropsError)) throw error;
      // A custom cache has another name for its target.
      const asWritten = error.findings.map(finding =>
        owner[0] === 'customCaches' && finding.path[0] === 'target' ? { ...finding, path: ['path'] } : finding,
      );
      findings.push(...prefixFindings(owner, asWritten));
      return [];
    }
  };
  const bindings = [
    ...caches.flatMap((cache, index) => {
      const volume = () => volumeOf(cache);
      const name = typeof cache === 'string' ? cache : cache instanceof CacheVolume ? cache.tool : cache.name;
      return bound(['caches', index], name ?? `cache-${index}`, volume);
    }),
    ...cachePaths.flatMap((path, index) =>
      bound(['cachePaths', index], `cache-path-${index}`, () => CacheVolume.path(path)),
    ),
    ...customCaches.flatMap(({ name, path }, index) =>
      bound(['customCaches', index], `cache-custom-${index}`, () =>
        CacheVolume.path({
          source: `${root}/custom/${repositoryHash}/${name}`,
          target: within(workspace, path),
          sharing: 'exclusive',
        }),
      ),
    ),
  ];
  return { caches: bindings, findings };
}

/** Files belong to the user that wrote them, so builds of different users cannot share a directory. */
function sharedBy({ user }: ContainerBuildProps): string {
  return user === undefined || user.uid === 0 ? 'shared' : `shared-${user.uid}`;
}

function volumeOf(cache: NonNullable<ContainerBuildProps['caches']>[number]): CacheVolume {
  if (typeof cache === 'string') return CacheVolume.named(cache);
  if (cache instanceof CacheVolume) return cache;
  const { name, ...options } = cache;
  return CacheVolume.named(name, options);
}

/** Mounts the caches where the command runs, and lets its user write them. */
export function cacheStep({ caches, props }: BuildContext): Step {
  return {
    contributions: caches.flatMap(({ owner, bound }) => {
      const { volume, mount, cache } = bound;
      const env = [
        ...Object.entries(cache.entry?.env(cache.target) ?? {}).map(([name, value]) => ({ name, value })),
        ...(cache.perRunner ? [podName] : []),
      ];
      return [
        {
          owner,
          template: {
            spec: {
              volumes: [volume],
              containers: [{ name: BUILD_CONTAINER, volumeMounts: [mount], env }],
            },
          },
        },
        ...(isPrepared({ owner, bound })
          ? [{ owner, template: { spec: { initContainers: [preparation(bound, props)] } } }]
          : []),
      ];
    }),
  };
}

const podName: k8s.EnvVar = { name: POD_NAME_VARIABLE, valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };

function isPrepared({ bound: { directory, cache } }: BuildCache): boolean {
  return directory !== undefined && cache.sharing !== 'readOnly';
}

/** The kubelet creates directories of the node for root. Only the directory itself is changed, not its content. */
function preparation({ mount, cache: { perRunner } }: BoundCache, props: ContainerBuildProps): k8s.Container {
  const { user, shellImage = SHELL_IMAGE } = props;
  return {
    name: `own-${mount.name}`,
    image: shellImage,
    command: ['sh', '-c'],
    args: [
      user === undefined
        ? 'chmod 0777 /prepared'
        : `chown ${user.uid}:${user.gid ?? user.uid} /prepared && chmod 2775 /prepared`,
    ],
    env: perRunner ? [podName] : undefined,
    securityContext: { runAsUser: 0, runAsGroup: 0 },
    volumeMounts: [{ ...mount, mountPath: '/prepared' }],
  };
}

/** Labels of a pod that uses directories which one pod at a time may use. */
export function lockLabels(caches: readonly BuildCache[]): Record<string, string> {
  return Object.fromEntries(locks(caches).map(label => [label, 'true']));
}

/** Keeps a pod off the nodes on which another pod uses the same exclusive directories. It waits for a node. */
export function lockTerms(caches: readonly BuildCache[]): k8s.PodAffinityTerm[] {
  return locks(caches).map(label => ({
    topologyKey: 'kubernetes.io/hostname',
    labelSelector: { matchLabels: { [label]: 'true' } },
    // The directories of a node do not belong to a namespace.
    namespaceSelector: {},
  }));
}

function locks(caches: readonly BuildCache[]): string[] {
  return caches
    .filter(({ bound: { cache, directory } }) => cache.sharing === 'exclusive' && !cache.perRunner && directory)
    .map(({ bound: { directory } }) => `deskrun.dev/cache-lock-${shortHash(directory as string)}`);
}

/** The first 16 hexadecimal digits of the SHA-256 hash of a text. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
