import { cacheAt, CACHE_CATALOGUE } from '../../caches/catalogue';
import { isBelow } from '../../caches/host-paths';
import type { Manifest } from '../project';
import { isRunnerSet } from './set-objects';

interface Container {
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Template {
  readonly template?: {
    readonly spec?: {
      readonly volumes?: readonly { readonly name: string; readonly hostPath?: { readonly path: string } }[];
      readonly initContainers?: readonly Container[];
      readonly containers?: readonly Container[];
    };
  };
}

/** Directories of the node that one runner at a time may use, as the pods of a set mount them. */
function exclusiveDirectories(set: Manifest): string[] {
  const { volumes = [], initContainers = [], containers = [] } = (set.spec as Template).template?.spec ?? {};
  // A Docker daemon beside the runner is an init container that goes on.
  const mounts = [...initContainers, ...containers].flatMap(({ volumeMounts = [] }) => volumeMounts);
  const exclusive = new Set(mounts.filter(({ mountPath }) => isExclusive(mountPath)).map(({ name }) => name));
  return volumes.flatMap(({ name, hostPath }) => (hostPath && exclusive.has(name) ? [hostPath.path] : []));
}

function isExclusive(target: string): boolean {
  const tool = cacheAt(target);
  return tool !== undefined && CACHE_CATALOGUE[tool].sharing === 'exclusive';
}

/** Whether two sets must not run at the same time: a directory of both is for one. */
export function excludeEachOther(one: readonly Manifest[], other: readonly Manifest[]): boolean {
  const [mine, theirs] = [one, other].map(objects => objects.filter(isRunnerSet).flatMap(exclusiveDirectories)) as [
    string[],
    string[],
  ];
  return mine.some(path => theirs.some(used => path === used || isBelow(path, used) || isBelow(used, path)));
}
