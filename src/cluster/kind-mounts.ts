import { isBelow } from '../caches/host-paths';
import type { Finding } from '../errors';

/** A directory, file or socket of the node that a pod mounts. */
export interface HostPath {
  readonly path: string;
  /** Whether no pod writes to it. */
  readonly readOnly: boolean;
  /** As the `type` of a `hostPath` volume says what has to be there. @default - nothing has to */
  readonly type?: string;
}

/** What a node container has of the machine it runs on. */
export interface KindMount {
  readonly hostPath: string;
  readonly containerPath: string;
  readonly readOnly: boolean;
}

/** The kernel's own files: those of a node container are those of the machine. */
const KERNEL = ['/dev', '/proc', '/sys'];

/** What a node container cannot do without, and has of its own. */
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

/** Directories that may have something mounted below them, and must not be covered. */
const COVERED = ['/', '/home', '/opt', '/root', '/var', '/var/lib'];

/** A daemon of the machine that pods may be given, by its socket. */
const SOCKETS = ['/var/run/docker.sock', '/run/docker.sock'];

/** Only the machine's own daemon may write there. */
const NIX_STORE = '/nix/store';

/**
 * What a node container has to be given so that each path is the machine's own directory in it, under the same name. A directory below
 * another that is mounted needs no mount of its own.
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

/** What is wrong with paths as mounts of a node container. */
export function hostPathFindings(hostPaths: readonly HostPath[]): Finding[] {
  return hostPaths.flatMap(({ path }, index): Finding[] => {
    if (isKernel(path) || SOCKETS.includes(path)) return [];
    const own = COVERED.includes(path) ? path : NODE_OWN.find(root => path === root || isBelow(path, root));
    return own === undefined
      ? []
      : [
          {
            path: ['hostPaths', index],
            message: `${path} cannot be mounted into a kind node, which has ${own} of its own; give the cache another source, or use a cluster on the machine itself`,
          },
        ];
  });
}

/** Paths that a node with these mounts would silently have of its own, or could not write to. */
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
