import { cacheAt, CACHE_CATALOGUE } from '../../caches/catalogue';
import { isBelow } from '../../caches/host-paths';
import type { Manifest } from '../project';
import { isRunnerSet } from './set-objects';

interface Template {
  readonly template?: {
    readonly spec?: {
      readonly volumes?: readonly { readonly name: string; readonly hostPath?: { readonly path: string } }[];
      readonly containers?: readonly { readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[] }[];
    };
  };
}

/** Directories of the node that one runner at a time may use, as the pods of a set mount them. */
function exclusiveDirectories(set: Manifest): string[] {
  const { volumes = [], containers = [] } = (set.spec as Template).template?.spec ?? {};
  const mounts = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
  return volumes.flatMap(({ name, hostPath }) => {
    const tool = cacheAt(mounts.find(mount => mount.name === name)?.mountPath ?? '');
    return hostPath && tool !== undefined && CACHE_CATALOGUE[tool].sharing === 'exclusive' ? [hostPath.path] : [];
  });
}

/** Whether two sets must not run at the same time: a directory of both is for one. */
export function excludeEachOther(one: readonly Manifest[], other: readonly Manifest[]): boolean {
  const [mine, theirs] = [one, other].map(objects => objects.filter(isRunnerSet).flatMap(exclusiveDirectories)) as [string[], string[]];
  return mine.some(path => theirs.some(used => path === used || isBelow(path, used) || isBelow(used, path)));
}
