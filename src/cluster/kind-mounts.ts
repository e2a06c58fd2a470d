import { isBelow } from '../caches/host-paths';
import type { HostPath } from '../pod/host-paths';

/**
 * A mount of a path of this machine in the container of a kind node.
 *
 * @example { hostPath: '/nvme/npm', containerPath: '/nvme/npm', readOnly: false }
 */
export interface KindMount {
  /** Absolute path on this machine. */
  readonly hostPath: string;

  /** Absolute path in the node container. */
  readonly containerPath: string;

  /** True when the node cannot write to the path. */
  readonly readOnly: boolean;
}

/** Kernel file systems. A node container sees those of the machine, so they need no mount. */
const KERNEL = ['/dev', '/proc', '/sys'];

/** Directories of the node image that a mount would hide. */
const NODE_OWN = [
  '/bin',
  '/boot',
  '/etc',
  '/kind',
  '/lib',
  '/lib64',
  '/opt/cni',
  '/run',
  '/sbin',
  '/usr',
  '/var/lib/cni',
  '/var/lib/containerd',
  '/var/lib/etcd',
  '/var/lib/kubelet',
  '/var/log',
  '/var/run',
];

/** Directories that cannot be mounted themselves, although directories below them can. */
const COVERED = ['/', '/home', '/opt', '/root', '/var', '/var/lib'];

/** Sockets of a Docker daemon on the machine. */
const SOCKETS = ['/var/run/docker.sock', '/run/docker.sock'];

/** Always mounted read-only: only the Nix daemon of the machine writes to the store. */
const NIX_STORE = '/nix/store';

/**
 * The mounts that give a kind node each path of the machine under the same path. A path below another mounted path
 * needs no mount of its own.
 */
export function kindMounts(hostPaths: readonly HostPath[]): KindMount[] {
  const merged = new Map<string, boolean>();
  for (const { path, readOnly } of hostPaths) {
    if (!isKernel(path)) merged.set(path, (merged.get(path) ?? true) && (readOnly || path === NIX_STORE));
  }
  const mounts = [...merged]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, readOnly]) => ({ hostPath: path, containerPath: path, readOnly }));
  return mounts.filter(
    ({ containerPath, readOnly }) =>
      !mounts.some(other => isBelow(containerPath, other.containerPath) && (readOnly || !other.readOnly)),
  );
}

/** Why a path of the machine cannot be mounted into a kind node, or undefined when it can. */
export function kindMountProblem(path: string): string | undefined {
  if (isKernel(path) || SOCKETS.includes(path)) return undefined;
  const own = COVERED.includes(path) ? path : NODE_OWN.find(root => path === root || isBelow(path, root));
  return own === undefined
    ? undefined
    : `${path} cannot be mounted into a kind node, because the node needs its own ${own}; ` +
        'give the cache another source, or use a cluster that runs on the machine itself';
}

/** The paths that these mounts do not provide, or provide read-only although pods write to them. */
export function unmounted(hostPaths: readonly HostPath[], mounts: readonly KindMount[]): string[] {
  return kindMounts(hostPaths)
    .filter(wanted => {
      const nearest = mounts
        .filter(
          ({ containerPath }) => containerPath === wanted.containerPath || isBelow(wanted.containerPath, containerPath),
        )
        .sort((a, b) => b.containerPath.length - a.containerPath.length)[0];
      return (
        nearest === undefined ||
        nearest.hostPath + wanted.containerPath.slice(nearest.containerPath.length) !== wanted.hostPath ||
        (nearest.readOnly && !wanted.readOnly)
      );
    })
    .map(({ hostPath }) => hostPath);
}

function isKernel(path: string): boolean {
  return KERNEL.some(root => path === root || isBelow(path, root));
}
