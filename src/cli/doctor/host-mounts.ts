import { CACHE_CATALOGUE } from '../../caches/catalogue';
import { isBelow } from '../../caches/host-paths';
import type { PodSpec } from './pod';
import type { ScaleSet } from './scale-set';

/** A directory of the node that a container of a set's pods has. */
export interface HostMount {
  readonly path: string;
  readonly target: string;
  readonly type?: string;
  readonly readOnly: boolean;
  /** Whether each pod has a directory of its own below the path. */
  readonly perPod: boolean;
}

/** The directories of the node that runner and job pods mount, each once. */
export function hostMounts({ pod, extension }: ScaleSet): HostMount[] {
  const mounts = [pod, extension?.pod?.spec ?? {}].flatMap(mountsOf);
  return [...new Map(mounts.map(mount => [`${mount.path} ${mount.target}`, mount])).values()];
}

function mountsOf({ containers = [], initContainers = [], volumes = [] }: PodSpec): HostMount[] {
  return [...initContainers, ...containers].flatMap(({ volumeMounts = [] }) =>
    volumeMounts.flatMap(({ name, mountPath, subPath, subPathExpr, readOnly = false }): HostMount[] => {
      const hostPath = volumes.find(volume => volume.name === name)?.hostPath;
      if (!hostPath) return [];
      const path = plain(subPath === undefined ? hostPath.path : `${hostPath.path}/${subPath}`);
      return [{ path, target: plain(mountPath), type: hostPath.type, readOnly, perPod: subPathExpr !== undefined }];
    }),
  );
}

/** A path without what does not count in it. */
function plain(path: string): string {
  return `/${path
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/')}`;
}

/** Where a tool keeps what only one process at a time may use, and why. */
const EXCLUSIVE = new Map(
  Object.values(CACHE_CATALOGUE)
    .filter(({ sharing }) => sharing === 'exclusive')
    .flatMap(({ target, usualTargets, reason }) =>
      [target, ...usualTargets].map((path): [string, string] => [path, reason]),
    ),
);

/** Why a mount may be used by one runner at a time, or nothing where it may be shared. */
export function exclusiveBecause({ target, readOnly, perPod }: HostMount): string | undefined {
  return readOnly || perPod ? undefined : EXCLUSIVE.get(target);
}

/** Whether one of two paths is the other, or lies in it. */
export function overlap(one: string, other: string): boolean {
  return one === other || isBelow(one, other) || isBelow(other, one);
}
