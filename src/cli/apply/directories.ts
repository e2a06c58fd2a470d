import { exclusiveReason, nodeMounts, pathsOverlap } from '../../caches/exclusive-mounts';
import { podSpecsOf } from '../../cluster/pod-specs';
import { hostPathVolumes } from '../../pod/host-paths';
import type { Manifest } from '../project';

/** Directories of the node that only one runner at a time may use, as the runner and job pods of a set mount them. */
function exclusiveDirectories(objects: readonly Manifest[]): string[] {
  return podSpecsOf(objects)
    .flatMap(spec => nodeMounts(hostPathVolumes(spec)))
    .filter(mount => exclusiveReason(mount) !== undefined)
    .map(({ path }) => path);
}

/** True when the pods of both sets use a directory that only one runner at a time may use. */
export function excludeEachOther(one: readonly Manifest[], other: readonly Manifest[]): boolean {
  const theirs = exclusiveDirectories(other);
  return exclusiveDirectories(one).some(path => theirs.some(used => pathsOverlap(path, used)));
}
