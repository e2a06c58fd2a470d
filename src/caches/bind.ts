import { k8s } from '../kubernetes';
import type { CacheVolume } from './cache-volume';
import { automaticDirectory, type CacheSlot } from './host-paths';

/** Env variable with the name of the pod, used in `subPathExpr`. */
export const POD_NAME_VARIABLE = 'DESKRUN_POD_NAME';

/** A cache in one scale set: the volume and the mount, which are the same in the runner pod and in job pods. */
export interface BoundCache {
  readonly cache: CacheVolume;
  readonly volume: k8s.Volume;
  readonly mount: k8s.VolumeMount;

  /** Directory on the node. @default - none: the cache is an emptyDir */
  readonly directory?: string;

  /** True when the directory was derived from `cacheRoot`, for this runner set only. @default false */
  readonly automatic?: boolean;

  /** Name of the PersistentVolumeClaim to create. @default - the cache needs no claim */
  readonly claimName?: string;
}

/** The scale set and the name that the paths of a cache depend on. */
export interface Binding {
  readonly slot: CacheSlot;

  /** Number of scale sets of the installation. */
  readonly instances: number;

  /** Directory on the node for caches without a source. */
  readonly cacheRoot: string;

  /** Name of the cache in the catalogue, or `cache-{index}`. */
  readonly name: string;
}

/** Computes the volume and the mount of a cache. Only this function computes paths on the node. */
export function bindCache(cache: CacheVolume, binding: Binding): BoundCache {
  const volumeName = binding.name.startsWith('cache-') ? binding.name : `cache-${binding.name}`;
  const readOnly = cache.sharing === 'readOnly' ? true : undefined;
  const mount: k8s.VolumeMount = {
    name: volumeName,
    mountPath: cache.target,
    readOnly,
    subPathExpr: cache.perRunner ? `$(${POD_NAME_VARIABLE})` : undefined,
  };
  if (cache.isEmptyDir) {
    const sizeLimit = cache.sizeLimit === undefined ? undefined : k8s.Quantity.fromString(cache.sizeLimit);
    return { cache, volume: { name: volumeName, emptyDir: { sizeLimit } }, mount };
  }
  const directory = directoryOf(cache, binding);
  const automatic = cache.source === undefined;
  if (cache.local) {
    // Neither part can contain a dot, so the names of claims are unique.
    const claimName =
      binding.slot.instance === binding.name ? binding.name : `${binding.slot.instance}.${binding.name}`;
    return {
      cache,
      volume: { name: volumeName, persistentVolumeClaim: { claimName } },
      mount,
      directory,
      automatic,
      claimName,
    };
  }
  // With type Directory, the pod fails to start when a read-only directory does not exist, instead of using an empty
  // one.
  const type = readOnly ? 'Directory' : 'DirectoryOrCreate';
  return { cache, volume: { name: volumeName, hostPath: { path: directory, type } }, mount, directory, automatic };
}

function directoryOf(cache: CacheVolume, { slot, instances, cacheRoot, name }: Binding): string {
  if (cache.source === undefined) {
    return automaticDirectory(cacheRoot, slot, name, cache.byName && cache.sharing === 'shared');
  }
  const ownDirectory = instances > 1 && cache.sharing === 'exclusive' && !cache.perRunner;
  return ownDirectory ? `${cache.source}/${slot.instance}` : cache.source;
}
