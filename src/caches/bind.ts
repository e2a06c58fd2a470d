import { k8s } from '../kubernetes';
import type { CacheVolume } from './cache-volume';
import { automaticDirectory, type CacheSlot } from './host-paths';

/** The variable by which a pod's own directory below a cache is named. */
export const POD_NAME_VARIABLE = 'DESKRUN_POD_NAME';

/** A cache as one scale set uses it: one volume, one mount, the same in the runner and in its job pods. */
export interface BoundCache {
  readonly cache: CacheVolume;
  readonly volume: k8s.Volume;
  readonly mount: k8s.VolumeMount;

  /** The directory of the node behind it. @default - none: it dies with the pod */
  readonly directory?: string;

  /** Whether the directory was chosen here, for this installation alone. @default false */
  readonly automatic?: boolean;

  /** The claim behind it, to be made. @default - it needs none */
  readonly claimName?: string;
}

/** Where a cache is bound. */
export interface Binding {
  readonly slot: CacheSlot;

  /** How many scale sets share the installation's name. */
  readonly instances: number;

  /** Where caches lie whose source is not given. */
  readonly cacheRoot: string;

  /** What the cache is called: its catalogue name, or `cache-{index}`. */
  readonly name: string;
}

/** Turns a wish into a volume. Every path on the node is computed here and nowhere else. */
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
    // Joined by what neither part can contain, so that no two caches of two sets get one name.
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
  // A read-only directory that is not there yet could never fill: better that the pod says so than that it starts
  // without.
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
