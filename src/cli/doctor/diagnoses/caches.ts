import { exclusiveReason, pathsOverlap } from '../../../caches/exclusive-mounts';
import { kindMountProblem, unmounted } from '../../../cluster/kind-mounts';
import { onDifferentNodes } from '../../../runners/placement';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import { hostMounts } from '../host-mounts';
import type { ScaleSet } from '../scale-set';

const DOCKER_ISSUE = 'https://github.com/moby/moby/issues/42336';

export const cacheSharedByRunners: Diagnosis = {
  id: 'cache-shared-by-runners',
  title: "a directory for one process at a time, such as Docker's, that several runners of a set use",
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
            cause: `up to ${maxRunners ?? 'any number of'} runners of ${name} use one directory of a node at once: ${exclusive.map(({ path, target }) => `${path} as ${target}`).join(', ')}`,
            evidence: [
              `AutoscalingRunnerSet ${id} has maxRunners: ${maxRunners ?? 'none'}`,
              ...new Set(exclusive.map(exclusiveReason) as string[]),
            ],
            remedy: [
              'use instances with maxRunners: 1, a directory each',
              'or perRunner: true on this cache',
              'or share content instead: a registry mirror, one BuildKit daemon a node',
            ],
          },
        ];
  }),
};

/** Whether no node can have both sets' pods. */
function onOtherNodes(one: ScaleSet, other: ScaleSet): boolean {
  return onDifferentNodes(one.pod.nodeSelector ?? {}, other.pod.nodeSelector ?? {});
}

export const cacheSharedBySets: Diagnosis = {
  id: 'cache-shared-by-sets',
  title: 'a directory for one process at a time that two runner sets use on the same nodes',
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
            // Where both use it exclusively, once is enough.
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
                cause: `${set.name} and ${other.name} use ${mount.path} of the same nodes, and only one runner at a time may`,
                evidence: [
                  `AutoscalingRunnerSet ${set.id} mounts ${mount.path} at ${mount.target}, ${other.id} mounts ${theirs.path} at ${theirs.target}; ${because}`,
                ],
                remedy: ['give one of them another source, or nodes of its own with nodeSelector'],
              },
            ];
          }),
        ),
    );
  },
};

/** Where the daemon that runs a node's containers keeps its state. */
const RUNTIME_ROOTS = new Map([
  ['containerd', '/var/lib/containerd'],
  ['docker', '/var/lib/docker'],
]);

export const cacheOfNodeDaemon: Diagnosis = {
  id: 'cache-of-node-daemon',
  title: "a runner that writes to the directory of the node's own container runtime",
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
            cause: `${set.name} gives its jobs the directory in which the node's own ${runtime} keeps its state`,
            evidence: [
              `AutoscalingRunnerSet ${set.id} mounts ${path} of the node at ${target}; nodes run their pods with ${runtime}`,
            ],
            remedy: ['give the cache a source of its own, such as /nvme/docker-cache'],
          })),
      );
  }),
};

export const kindCacheUnmounted: Diagnosis = {
  id: 'kind-cache-unmounted',
  title: 'a cache on a kind node that is not a directory of the machine: it is gone with the cluster',
  find: perSet((set, { host }) => {
    // What a node container has of its own cannot come from the machine.
    const wanted = hostMounts(set).filter(({ path }) => kindMountProblem(path) === undefined);
    return (host?.nodes ?? []).flatMap(({ name, mounts }) => {
      const missing = unmounted(wanted, mounts);
      return missing.length === 0
        ? []
        : [
            {
              severity: 'warning' as const,
              cause: `${missing.join(', ')} of ${set.name} ${missing.length === 1 ? 'lies' : 'lie'} inside the kind node, not on the machine: lost when the cluster is made again`,
              evidence: [
                `AutoscalingRunnerSet ${set.id} mounts ${missing.join(', ')}`,
                `node ${name} has of the machine ${mounts.map(({ hostPath, containerPath }) => (hostPath === containerPath ? hostPath : `${hostPath} as ${containerPath}`)).join(', ') || 'nothing'}`,
              ],
              remedy: ['mounts are fixed when a cluster is made: deskrun down, deskrun cluster delete, deskrun up'],
            },
          ];
    });
  }),
};

export const cacheDiagnoses = [cacheSharedByRunners, cacheSharedBySets, cacheOfNodeDaemon, kindCacheUnmounted];
