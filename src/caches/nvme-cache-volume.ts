import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { PropsError, refuse } from '../errors';
import type { k8s } from '../kubernetes';
import { bindCache, type BoundCache } from './bind';
import { CacheVolume, cacheOptionsShape, type CacheOptions, type CachePathOptions } from './cache-volume';
import type { CacheName } from './catalogue';
import { DEFAULT_CACHE_ROOT, hostPathProblem, hostRootFindings } from './host-paths';
import { LocalClaim } from './local-claim';
import { checkSchema } from '../schema/check';
import { list, object, required, text } from '../schema/shape';

/** Properties of a cache volume that stands by itself. */
export interface NvmeCacheVolumeProps extends CachePathOptions {
  /** What its directory and objects are called: a DNS label. @default - the construct's id */
  readonly name?: string;

  /** Where it lies when no source is given. @default '/var/lib/deskrun/cache' */
  readonly cacheRoot?: string;

  /** Further directories of the node that caches may use. @default - none beside the usual ones */
  readonly hostRoots?: readonly string[];
}

const propsSchema = object<NvmeCacheVolumeProps>({
  ...cacheOptionsShape,
  target: required(text),
  name: text,
  cacheRoot: text,
  hostRoots: list(text),
});

/**
 * A directory on a node's fast disk that outlives the pods which use it.
 *
 * Made by itself, it is one directory for whoever mounts {@link volume}: a runner set, a Deployment, a Job. Most runner
 * sets are better served by the factories below: what they return becomes a directory a set or an instance, as its
 * sharing allows.
 *
 * A pod that mounts a host path needs a namespace that admits privileged pods.
 */
export class NvmeCacheVolume extends Construct {
  /**
   * Docker's images and layers, for a daemon that the workflow or the mode starts; with containerd's, where Docker 29
   * keeps them.
   */
  static docker(options: CacheOptions = {}): CacheVolume {
    return CacheVolume.named('docker', options);
  }

  /** The node's own Nix store, read-only, at `/nix/store-host`. */
  static nixStore(options: CacheOptions = {}): CacheVolume {
    return CacheVolume.named('nix-store', options);
  }

  /** The directory with the socket of the node's Nix daemon, at `/nix/var/nix/daemon-socket-host`. */
  static nixDaemon(options: CacheOptions = {}): CacheVolume {
    return CacheVolume.named('nix-daemon', options);
  }

  /** The cache of a known tool, by name. */
  static named(name: CacheName, options: CacheOptions = {}): CacheVolume {
    return CacheVolume.named(name, options);
  }

  /** A cache by its paths, with the meaning they have in `deskrun.yaml`. */
  static path(path: CachePathOptions): CacheVolume {
    return CacheVolume.path(path);
  }

  /** The volume, for a pod's `volumes`. */
  readonly volume: k8s.Volume;

  /** The mount, for a container's `volumeMounts`. */
  readonly mount: k8s.VolumeMount;

  /** @internal */
  readonly _bound: BoundCache;

  constructor(scope: Construct, id: string, props: NvmeCacheVolumeProps) {
    super(scope, id);
    refuse(checkSchema(propsSchema, props), this);
    const name = props.name ?? id;
    this._bound = bindCache(this.cacheOf(props), {
      name,
      slot: { installation: name, instance: name },
      instances: 1,
      cacheRoot: props.cacheRoot ?? DEFAULT_CACHE_ROOT,
    });
    this.volume = this._bound.volume;
    this.mount = this._bound.mount;
    const { directory } = this._bound;
    const problem = directory === undefined ? undefined : hostPathProblem(directory, props.hostRoots ?? []);
    refuse(
      [
        ...hostRootFindings(props.hostRoots ?? []),
        ...(problem === undefined
          ? []
          : [{ path: [props.source === undefined ? 'cacheRoot' : 'source'], message: problem }]),
        ...(/^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/.test(name)
          ? []
          : [{ path: ['name'], message: `must be a DNS label of at most 42 characters, got ${JSON.stringify(name)}` }]),
      ],
      this,
    );
    if (this._bound.claimName !== undefined) {
      new LocalClaim(this, 'Local', { cache: this._bound, namespace: Chart.of(this).namespace });
    }
  }

  private cacheOf({ name: _, cacheRoot, hostRoots, ...cache }: NvmeCacheVolumeProps): CacheVolume {
    try {
      return CacheVolume.path(cache);
    } catch (error) {
      throw error instanceof PropsError ? new PropsError(error.findings, this) : error;
    }
  }
}
