import type { Finding } from '../errors';
import { pathProblem } from '../pod/path';

/** Where caches lie on a node when only their target is given. */
export const DEFAULT_CACHE_ROOT = '/var/lib/deskrun/cache';

/** Directories of a node that caches may use without being named in `hostRoots`. */
export const DEFAULT_HOST_ROOTS: readonly string[] = [
  '/nvme',
  '/mnt',
  '/data',
  '/srv',
  '/var/cache',
  '/var/lib/deskrun',
  '/nix',
];

/** Directories of a node that no cache may use, whatever `hostRoots` says. */
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

/** What is wrong with a directory of the node as the home of a cache, or nothing. */
export function hostPathProblem(path: string, hostRoots: readonly string[]): string | undefined {
  const shape = pathProblem(path);
  if (shape) return shape;
  const never = NEVER.find(root => path === root || (!NEVER_ITSELF.has(root) && isBelow(path, root)));
  if (never !== undefined)
    return (
      `must not be ${never}, which the node itself lives on; use a directory of its own, such as ` +
      `${DEFAULT_CACHE_ROOT}`
    );
  if ([...DEFAULT_HOST_ROOTS, ...hostRoots].some(root => path === root || isBelow(path, root))) return undefined;
  return (
    `${JSON.stringify(path)} is outside the directories caches may use (${DEFAULT_HOST_ROOTS.join(', ')}); if ` +
    'it is meant, name its root in hostRoots'
  );
}

/** What is wrong with roots that a user acknowledges. */
export function hostRootFindings(hostRoots: readonly string[]): Finding[] {
  return hostRoots.flatMap((root, index) => {
    const message = hostPathProblem(root, [root]);
    return message === undefined ? [] : [{ path: ['hostRoots', index], message }];
  });
}

/** Whether a path lies below another. */
export function isBelow(path: string, root: string): boolean {
  return path.startsWith(root === '/' ? root : `${root}/`);
}

/** Which runner a directory is for: a user's whole installation, or one of its instances. */
export interface CacheSlot {
  /** Name of the runner set, without an instance number. */
  readonly installation: string;

  /** Name of the scale set: the installation, or `<installation>-<n>`. */
  readonly instance: string;
}

/**
 * Where a cache lies when only its target is given: `{root}/{installation}/{name}`, below the instance's name unless
 * all may share it.
 */
export function automaticDirectory(root: string, slot: CacheSlot, name: string, shared: boolean): string {
  return `${root}/${shared ? slot.installation : slot.instance}/${name}`;
}
