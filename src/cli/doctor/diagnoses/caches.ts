import { exclusiveReason, pathsOverlap } from '../../../caches/exclusive-mounts';
import { kindMountProblem, unmounted, type KindMount } from '../../../cluster/kind-mounts';
import { onDifferentNodes } from '../../../runners/placement';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import { hostMounts } from '../host-mounts';
import type { ScaleSet } from '../scale-set';

const DOCKER_ISSUE = 'https://github.com/moby/moby/issues/42336';

export const cacheSharedByRunners: Diagnosis = {
  id: 'cache-shared-by-runners',
  title: "several runners of a set use a cache directory that is for one process at a time, such as Docker's",
  upstream: DOCKER_ISSUE,
  find: perSet(set => {
    const {
      id,
      name,
      pod,
      spec: { maxRunners },
    } = set;
    const keepsApart = (pod.affinity?.podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).length > 0;
    const exclusive = hostMounts(set).filter(mount => exclusiveReason(mount) !== undefined);
    return (maxRunners !== undefined && maxRunners <= 1) || keepsApart || exclusive.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause:
              `up to ${maxRunners ?? 'any number of'} runners of ${name} may use the same directory of a node at ` +
              'the same time: ' +
              exclusive.map(({ path, target }) => `${path} at ${target}`).join(', '),
            evidence: [
              `AutoscalingRunnerSet ${id} has ` +
                `${maxRunners === undefined ? 'no maxRunners' : `maxRunners: ${maxRunners}`}`,
              ...new Set(exclusive.map(exclusiveReason) as string[]),
            ],
            remedy: [
              'set instances and maxRunners: 1: each instance gets its own directory',
              'or set perRunner: true on this cache: each runner gets an empty directory',
              'or use a service that can be shared: a registry mirror, or one BuildKit daemon per node',
            ],
          },
        ];
  }),
};

/** Reports whether no node can run pods of both sets. */
function onOtherNodes(one: ScaleSet, other: ScaleSet): boolean {
  return onDifferentNodes(one.pod.nodeSelector ?? {}, other.pod.nodeSelector ?? {});
}

export const cacheSharedBySets: Diagnosis = {
  id: 'cache-shared-by-sets',
  title: 'two runner sets use the same cache directory on the same nodes, and it is for one process at a time',
  upstream: DOCKER_ISSUE,
  find: ({ scaleSets }) => {
    const mounts = new Map(scaleSets.map(set => [set, hostMounts(set)]));
    return scaleSets.flatMap((set, index) =>
      scaleSets
        .filter((other, position) => position !== index && !onOtherNodes(set, other))
        .flatMap(other =>
          (mounts.get(set) ?? []).flatMap((mount): Finding[] => {
            const because = exclusiveReason(mount);
            const theirs = (mounts.get(other) ?? []).find(
              ({ path, perPod }) => !perPod && pathsOverlap(path, mount.path),
            );
            // Where both need it alone, one finding is enough.
            if (
              because === undefined ||
              !theirs ||
              (exclusiveReason(theirs) !== undefined && scaleSets.indexOf(other) > index)
            )
              return [];
            return [
              {
                severity: 'error',
                set: set.id,
                cause:
                  `${set.name} and ${other.name} use ${mount.path} on the same nodes, but only one runner may use ` +
                  'it at a time',
                evidence: [
                  `AutoscalingRunnerSet ${set.id} mounts ${mount.path} at ${mount.target}, and ${other.id} ` +
                    `mounts ${theirs.path} at ${theirs.target}; ${because}`,
                ],
                remedy: ['give one of them another source, or separate nodes with nodeSelector'],
              },
            ];
          }),
        ),
    );
  },
};

/** The state directory of each container runtime. */
const RUNTIME_ROOTS = new Map([
  ['containerd', '/var/lib/containerd'],
  ['docker', '/var/lib/docker'],
]);

export const cacheOfNodeDaemon: Diagnosis = {
  id: 'cache-of-node-daemon',
  title: "a runner writes to the state directory of the node's own container runtime",
  upstream: DOCKER_ISSUE,
  find: perSet((set, { objects }) => {
    const runtimes = [
      ...new Set(objects.Node.map(({ status }) => status?.nodeInfo?.containerRuntimeVersion?.split('://')[0] ?? '')),
    ];
    return hostMounts(set)
      .filter(mount => exclusiveReason(mount) !== undefined)
      .flatMap(({ path, target }) =>
        runtimes
          .filter(runtime => {
            const root = RUNTIME_ROOTS.get(runtime);
            return root !== undefined && pathsOverlap(path, root);
          })
          .map(runtime => ({
            severity: 'error' as const,
            cause: `jobs of ${set.name} write to the state directory of the node's own ${runtime}`,
            evidence: [`AutoscalingRunnerSet ${set.id} mounts ${path} of the node at ${target}; nodes use ${runtime}`],
            remedy: ['give the cache another source, such as /nvme/docker-cache'],
          })),
      );
  }),
};

export const kindCacheUnmounted: Diagnosis = {
  id: 'kind-cache-unmounted',
  title: 'a cache of a kind cluster is not mounted from the host: it is deleted with the cluster',
  find: perSet((set, { host }) => {
    // Paths that a kind node needs for itself cannot be mounted from the host.
    const wanted = hostMounts(set).filter(({ path }) => kindMountProblem(path) === undefined);
    return (host?.nodes ?? []).flatMap(({ name, mounts }) => {
      const missing = unmounted(wanted, mounts);
      return missing.length === 0
        ? []
        : [
            {
              severity: 'warning' as const,
              cause:
                `${missing.join(', ')} of ${set.name} ` +
                `${missing.length === 1 ? 'is a directory' : 'are directories'} inside the kind node, not of the ` +
                'host: the content is lost when the cluster is deleted',
              evidence: [
                `AutoscalingRunnerSet ${set.id} mounts ${missing.join(', ')}`,
                `Node ${name} has these directories of the host: ${mounts.map(mountText).join(', ') || 'none'}`,
              ],
              remedy: [
                'recreate the cluster, since mounts of a kind node cannot change: deskrun down, deskrun cluster ' +
                  'delete, deskrun up',
              ],
            },
          ];
    });
  }),
};

function mountText({ hostPath, containerPath }: KindMount): string {
  return hostPath === containerPath ? hostPath : `${hostPath} at ${containerPath}`;
}

export const cacheDiagnoses = [cacheSharedByRunners, cacheSharedBySets, cacheOfNodeDaemon, kindCacheUnmounted];
