import type { HostPathVolume } from '../pod/host-paths';
import { CACHE_CATALOGUE } from './catalogue';
import { isBelow } from './host-paths';

/** A path of the node, and where a container mounts it. */
export interface NodeMount {
  readonly path: string;
  readonly target: string;
  readonly type?: string;
  readonly readOnly: boolean;

  /** True when each pod has its own directory below the path. */
  readonly perPod: boolean;
}

/** One entry for each mount of the `hostPath` volumes, with `subPath` added to the path. */
export function nodeMounts(volumes: readonly HostPathVolume[]): NodeMount[] {
  return volumes.flatMap(({ path, type, mounts }) =>
    mounts.map(({ mountPath, readOnly, subPath, subPathExpr }) => ({
      path: normalize(subPath === undefined ? path : `${path}/${subPath}`),
      target: normalize(mountPath),
      type,
      readOnly,
      perPod: subPathExpr !== undefined,
    })),
  );
}

/** The path without empty and `.` segments. */
function normalize(path: string): string {
  return `/${path
    .split('/')
    .filter(part => part !== '' && part !== '.')
    .join('/')}`;
}

/** Directories that one process at a time may use, with the reason. */
const EXCLUSIVE = new Map(
  Object.values(CACHE_CATALOGUE)
    .filter(({ sharing }) => sharing === 'exclusive')
    .flatMap(({ target, usualTargets, reason }) =>
      [target, ...usualTargets].map((path): [string, string] => [path, reason]),
    ),
);

/** Why only one runner at a time may use the mounted directory, or undefined when runners may share it. */
export function exclusiveReason({ target, readOnly, perPod }: NodeMount): string | undefined {
  return readOnly || perPod ? undefined : EXCLUSIVE.get(target);
}

/** True when the paths are equal or one contains the other. */
export function pathsOverlap(one: string, other: string): boolean {
  return one === other || isBelow(one, other) || isBelow(other, one);
}
