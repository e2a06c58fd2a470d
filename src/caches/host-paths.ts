import type { Finding } from '../errors';
import { pathProblem } from '../pod/path';

/** Default directory on the node for caches without a source. */
export const DEFAULT_CACHE_ROOT = '/var/lib/deskrun/cache';

/** Directories on the node that caches may use without `hostRoots`. */
export const DEFAULT_HOST_ROOTS: readonly string[] = [
  '/nvme',
  '/mnt',
  '/data',
  '/srv',
  '/var/cache',
  '/var/lib/deskrun',
  '/nix',
];

/** Directories on the node that no cache may use, even if `hostRoots` lists them. */
const NEVER: readonly string[] = [
  '/',
  '/boot',
  '/dev',
  '/etc',
  '/proc',
  '/run',
  '/sys',
  '/usr',
  '/bin',
  '/sbin',
  '/lib',
  '/lib64',
  '/var/run',
  '/root',
  '/var/lib/kubelet',
  '/var/lib/etcd',
  '/var/lib/docker',
  '/var/lib/containerd',
  '/var/lib/rancher',
  '/home',
  '/var',
  '/var/lib',
];
const NEVER_ITSELF = new Set(['/', '/root', '/home', '/var', '/var/lib']);

/** Why a cache must not use a directory on the node, or undefined when it may. */
export function hostPathProblem(path: string, hostRoots: readonly string[]): string | undefined {
  const shape = pathProblem(path);
  if (shape) return shape;
  const never = NEVER.find(root => path === root || (!NEVER_ITSELF.has(root) && isBelow(path, root)));
  if (never !== undefined)
    return (
      `must not be ${never}, which the node itself uses; use another directory, such as ` + `${DEFAULT_CACHE_ROOT}`
    );
  if ([...DEFAULT_HOST_ROOTS, ...hostRoots].some(root => path === root || isBelow(path, root))) return undefined;
  return (
    `${JSON.stringify(path)} is outside the directories that caches may use ` +
    `(${DEFAULT_HOST_ROOTS.join(', ')}); to allow it, add its root to hostRoots`
  );
}

/** Findings for `hostRoots` that no cache may use. */
export function hostRootFindings(hostRoots: readonly string[]): Finding[] {
  return hostRoots.flatMap((root, index) => {
    const message = hostPathProblem(root, [root]);
    return message === undefined ? [] : [{ path: ['hostRoots', index], message }];
  });
}

/** True when `path` is below `root`. */
export function isBelow(path: string, root: string): boolean {
  return path.startsWith(root === '/' ? root : `${root}/`);
}

/** The runner set and the instance that a cache directory is for. */
export interface CacheSlot {
  /** Name of the runner set, without an instance number. */
  readonly installation: string;

  /** Name of the scale set: the installation, or `<installation>-<n>`. */
  readonly instance: string;
}

/**
 * Directory of a cache without a source: `{root}/{installation}/{name}` for a shared cache, otherwise
 * `{root}/{instance}/{name}`.
 */
export function automaticDirectory(root: string, slot: CacheSlot, name: string, shared: boolean): string {
  return `${root}/${shared ? slot.installation : slot.instance}/${name}`;
}
