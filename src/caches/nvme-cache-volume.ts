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

/** Props of a {@link NvmeCacheVolume}. @example { source: '/nvme/npm', target: '/home/runner/.npm' } */
export interface NvmeCacheVolumeProps extends CachePathOptions {
  /**
   * Name of the directory and of the objects: a DNS label of at most 42 characters.
   *
   * @default - the id of the construct
   */
  readonly name?: string;

  /** Directory on the node in which the cache is created when `source` is not set. @default '/var/lib/deskrun/cache' */
  readonly cacheRoot?: string;

  /**
   * Additional directories on the node that the cache may use.
   *
   * @default - only `/nvme`, `/mnt`, `/data`, `/srv`, `/var/cache`, `/var/lib/deskrun` and `/nix`
   */
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
 * A cache directory on a disk of the node, which outlives the pods that use it.
 *
 * The construct is one directory for every pod that mounts {@link volume}: of a runner set, a Deployment or a Job. For
 * the `caches` of runner sets, use the static methods instead. Their caches become a directory for each runner set or
 * each instance, as their sharing allows.
 *
 * Security: a pod that mounts a host path needs a namespace with the Pod Security level `privileged`.
 *
 * @throws PropsError when a prop is invalid, or the directory is not one that caches may use
 * @example
 * const cache = new NvmeCacheVolume(chart, 'npm', { source: '/nvme/npm', target: '/home/runner/.npm' });
 * const pod = { volumes: [cache.volume], containers: [{ name: 'job', volumeMounts: [cache.mount] }] };
 */
export class NvmeCacheVolume extends Construct {
  /**
   * Returns a cache for the data directory of a Docker daemon that the workflow or the mode starts. It includes
   * `/var/lib/containerd`, where Docker 29 and later keep images.
   *
   * @throws PropsError when an option is invalid
   */
  static docker(options: CacheOptions = {}): CacheVolume {
    return CacheVolume.named('docker', options);
  }

  /**
   * Returns a cache for the Nix store of the node, mounted read-only at `/nix/store-host`.
   *
   * @throws PropsError when an option is invalid
   */
  static nixStore(options: CacheOptions = {}): CacheVolume {
    return CacheVolume.named('nix-store', options);
  }

  /**
   * Returns a cache for the directory with the socket of the node's Nix daemon, mounted at
   * `/nix/var/nix/daemon-socket-host`.
   *
   * @throws PropsError when an option is invalid
   */
  static nixDaemon(options: CacheOptions = {}): CacheVolume {
    return CacheVolume.named('nix-daemon', options);
  }

  /**
   * Returns the cache of a known tool, by its name in {@link CACHE_CATALOGUE}.
   *
   * @throws PropsError when the name is unknown or an option is invalid
   */
  static named(name: CacheName, options: CacheOptions = {}): CacheVolume {
    return CacheVolume.named(name, options);
  }

  /**
   * Returns a cache by its paths, as `cachePaths` in `deskrun.yaml` has it.
   *
   * @throws PropsError when a path or an option is invalid
   */
  static path(path: CachePathOptions): CacheVolume {
    return CacheVolume.path(path);
  }

  /** The volume, for `volumes` of a pod. */
  readonly volume: k8s.Volume;

  /** The mount, for `volumeMounts` of a container. */
  readonly mount: k8s.VolumeMount;

  /** @internal */
  readonly _bound: BoundCache;

  /** @throws PropsError with every invalid prop */
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
