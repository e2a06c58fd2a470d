import { nodeMounts, type NodeMount } from '../../caches/exclusive-mounts';
import { hostPathVolumes } from '../../pod/host-paths';
import type { ScaleSet } from './scale-set';

/** The directories of the node that the runner and job pods of a set mount, each once. */
export function hostMounts({ pod, extension }: ScaleSet): NodeMount[] {
  const mounts = [pod, extension?.pod?.spec ?? {}].flatMap(spec => nodeMounts(hostPathVolumes(spec)));
  return [...new Map(mounts.map(mount => [`${mount.path} ${mount.target}`, mount])).values()];
}
