import type { Size } from 'cdk8s';
import { refuse, type Finding, type ValuePath } from '../errors';
import { amountText, isPositiveQuantity } from '../kubernetes';
import { amountProblem } from '../pod/rules/amounts';
import { cacheAt, CACHE_CATALOGUE, cacheNameSchema, type CacheName, type CatalogueEntry } from './catalogue';
import type { CacheSharing } from './sharing';
import { pathProblem } from '../pod/path';
import { targetProblem } from './targets';
import { flag, list, object, required, text, words, type Shape, type TypedSchema } from '../schema/shape';
import { checkSchema } from '../schema/check';
import { storageSchema } from '../pod/resources';

/**
 * A cache by its paths, as in `cachePaths` of `deskrun.yaml`.
 *
 * @example { source: '/nvme/npm', target: '/home/runner/.npm' }
 */
export interface CachePath {
  /**
   * Directory on the node: an absolute path. An empty string means an `emptyDir`, which is deleted with its pod.
   *
   * @default - `{cacheRoot}/{installation}/cache-{index}`
   */
  readonly source?: string;

  /** Mount path of the cache: an absolute path in the container. */
  readonly target: string;
}

/**
 * Options for a cache in `local` PersistentVolumes, with a volume for each node. The scheduler then places pods on
 * these nodes.
 *
 * @see https://kubernetes.io/docs/concepts/storage/volumes/#local
 *
 * @example { nodes: ['rack-1', 'rack-2'], capacity: '100Gi' }
 */
export interface LocalVolumeOptions {
  /**
   * Values of the label `kubernetes.io/hostname` of the nodes that have the directory; at least one. The directory must
   * exist, because Kubernetes does not create it. If each instance has its own directory, these must exist too.
   */
  readonly nodes: readonly string[];

  /**
   * Capacity of each volume, for the scheduler: a Kubernetes quantity such as `'100Gi'`, or a cdk8s `Size`. Nothing
   * enforces it on the disk.
   */
  readonly capacity: string | Size;

  /**
   * Name of an existing StorageClass with `volumeBindingMode: WaitForFirstConsumer`.
   *
   * @default - a StorageClass is created for the cache
   */
  readonly storageClassName?: string;
}

/** Options of a cache. @example { source: '/nvme/docker', sharing: 'exclusive', perRunner: true } */
export interface CacheOptions {
  /**
   * Directory on the node: an absolute path. An empty string means an `emptyDir`, which is deleted with its pod.
   *
   * @default - a directory below `cacheRoot`; for `nix-store` and `nix-daemon`, the directory of the node's Nix
   */
  readonly source?: string;

  /** Absolute path in the container at which the cache is mounted. @default - the target in the catalogue */
  readonly target?: string;

  /** How runners may share the cache. @default - the sharing in the catalogue, or `shared` for other paths */
  readonly sharing?: CacheSharing;

  /**
   * Gives each pod its own directory below the source. This is safe for an exclusive cache, but every runner starts
   * with an empty cache.
   *
   * @default false
   */
  readonly perRunner?: boolean;

  /** Uses `local` PersistentVolumes for the source instead of a `hostPath` volume. @default - a `hostPath` volume */
  readonly local?: LocalVolumeOptions;

  /**
   * Size limit of the `emptyDir`: a Kubernetes quantity such as `'20Gi'`, or a cdk8s `Size`. Allowed only with an empty
   * `source`.
   *
   * @default - no limit
   */
  readonly sizeLimit?: string | Size;
}

/** The schema of each prop of {@link CacheOptions}. */
export const cacheOptionsShape: Shape<CacheOptions> = {
  source: text,
  target: text,
  sharing: words('shared', 'exclusive', 'readOnly'),
  perRunner: flag,
  local: object<LocalVolumeOptions>({
    nodes: required(list(text)),
    capacity: required(storageSchema),
    storageClassName: text,
  }),
  sizeLimit: storageSchema,
};

const optionsSchema = object<CacheOptions>(cacheOptionsShape);

/** Schema of {@link CachePathOptions}. */
export const cachePathSchema: TypedSchema<CachePathOptions> = object<CachePathOptions>({
  ...cacheOptionsShape,
  target: required(text),
});

/**
 * A cache by its paths, with its options.
 *
 * @example { source: '/nvme/ccache', target: '/cache/ccache', sharing: 'shared' }
 */
export interface CachePathOptions extends CachePath, CacheOptions {
  /** Absolute path in the container at which the cache is mounted. */
  readonly target: string;
}

/** A cache of the catalogue by its name, with its options. @example { name: 'npm', source: '/nvme/npm' } */
export interface NamedCache extends CacheOptions {
  /** Name of the cache in {@link CACHE_CATALOGUE}. */
  readonly name: CacheName;
}

/** Schema of {@link NamedCache}. */
export const namedCacheSchema: TypedSchema<NamedCache> = object<NamedCache>({
  name: required(cacheNameSchema),
  ...cacheOptionsShape,
});

/**
 * A cache for the `caches` of a runner set. The runner set decides which volume and which directory it becomes.
 *
 * @example
 * CacheVolume.named('npm', { source: '/nvme/npm' });
 */
export class CacheVolume {
  /** Returns a cache of the catalogue by its name. @throws PropsError when the name or an option is invalid */
  static named(name: CacheName, options: CacheOptions = {}): CacheVolume {
    if (!Object.hasOwn(CACHE_CATALOGUE, name)) {
      refuse([
        {
          path: [],
          message: `unknown cache ${JSON.stringify(name)}; known caches: ${Object.keys(CACHE_CATALOGUE).join(', ')}`,
        },
      ]);
    }
    refuse(checkSchema(optionsSchema, options));
    return new CacheVolume(name, { ...options, target: options.target ?? CACHE_CATALOGUE[name].target }, true);
  }

  /**
   * Returns a cache by its paths. When the target is the default path of a known tool, the cache gets the sharing and
   * the variables of that tool.
   *
   * @throws PropsError when a path or an option is invalid
   */
  static path(path: CachePathOptions): CacheVolume {
    refuse(checkSchema(cachePathSchema, path));
    return new CacheVolume(cacheAt(path.target), path, false);
  }

  /** Absolute path in the container at which the cache is mounted. */
  readonly target: string;

  /** Directory on the node. Empty for an `emptyDir`; undefined for a directory below `cacheRoot`. */
  readonly source: string | undefined;

  /** How runners may share the cache. */
  readonly sharing: CacheSharing;

  /** True when each pod has its own directory below the source. */
  readonly perRunner: boolean;

  /** Options of the `local` PersistentVolumes, if the cache uses them. */
  readonly local: (LocalVolumeOptions & { readonly capacity: string }) | undefined;

  /** Size limit of the `emptyDir`, as a Kubernetes quantity. */
  readonly sizeLimit: string | undefined;

  private constructor(
    /** Name of the cache in the catalogue, or undefined for other paths. */
    readonly tool: CacheName | undefined,
    options: CacheOptions & { readonly target: string },
    /** True when the cache was created by its name in the catalogue, which then is the name of its directory. */
    readonly byName: boolean,
  ) {
    const entry = this.entry;
    this.target = options.target;
    this.source = options.source ?? entry?.nodePath;
    this.sharing = options.sharing ?? entry?.sharing ?? 'shared';
    this.perRunner = options.perRunner ?? false;
    this.local = options.local && { ...options.local, capacity: amountText(options.local.capacity) };
    this.sizeLimit = options.sizeLimit === undefined ? undefined : amountText(options.sizeLimit);
    refuse(optionFindings(this));
  }

  /** Path of the prop that has the cache, if that is not `caches` of a runner set. */
  private origin: ValuePath | undefined;

  /** Entry of the cache in the catalogue, or undefined for other paths. */
  get entry(): CatalogueEntry | undefined {
    return this.tool && CACHE_CATALOGUE[this.tool];
  }

  /** True when the cache is an `emptyDir`, which is deleted with its pod. */
  get isEmptyDir(): boolean {
    return this.source === '';
  }

  /** A copy of the cache whose messages name another prop. @internal */
  _writtenAt(path: ValuePath): CacheVolume {
    const copy = Object.create(CacheVolume.prototype) as CacheVolume;
    Object.assign(copy, this).origin = path;
    return copy;
  }

  /** Path of the prop that has the cache; by default its position in `caches`. @internal */
  _owner(index: number): ValuePath {
    return this.origin ?? ['caches', index];
  }

  /**
   * Returns the cache for `/var/lib/containerd`, where Docker 29 and later keep images. Its source is the source of
   * this cache with the suffix `-containerd`.
   */
  containerdCompanion(): CacheVolume {
    const source = this.source === undefined || this.isEmptyDir ? this.source : `${this.source}-containerd`;
    const { perRunner, local, sizeLimit } = this;
    return new CacheVolume(
      'containerd',
      { target: CACHE_CATALOGUE.containerd.target, source, perRunner, local, sizeLimit },
      this.byName,
    );
  }
}

function optionFindings(cache: CacheVolume): Finding[] {
  const findings: Finding[] = [];
  const add = (prop: string | string[], message: string | undefined) =>
    message && findings.push({ path: [prop].flat(), message });
  add('target', targetProblem(cache.target));
  if (cache.source) add('source', pathProblem(cache.source));
  if (cache.sizeLimit !== undefined) {
    if (!cache.isEmptyDir)
      add(
        'sizeLimit',
        'applies only to an emptyDir: Kubernetes does not limit a directory of the node; remove it, or set ' +
          'source to ""',
      );
    else if (!isPositiveQuantity(cache.sizeLimit))
      add('sizeLimit', `must be an amount such as 20Gi, got ${JSON.stringify(cache.sizeLimit)}`);
    else add('sizeLimit', amountProblem('ephemeral-storage', cache.sizeLimit));
  }
  if (cache.perRunner && cache.isEmptyDir)
    add('perRunner', 'has no effect: with an empty source, each pod has its own emptyDir; remove it');
  if (cache.perRunner && cache.sharing === 'readOnly')
    add('perRunner', 'gives each pod an empty directory, which a read-only cache cannot fill; remove it');
  if (cache.sharing === 'readOnly' && cache.isEmptyDir)
    add('source', 'must be a directory of the node: a read-only cache cannot fill an emptyDir');
  if (cache.sharing === 'readOnly' && cache.source === undefined)
    add('source', 'is required for a read-only cache: name the directory that has its content');
  if (cache.entry?.sharing === 'exclusive' && cache.sharing === 'shared')
    add('sharing', `must not be shared: ${cache.entry.reason}`);
  if (cache.entry?.keptBy === 'node' && cache.sharing === 'shared')
    add(
      'sharing',
      `must not be shared: ${cache.entry.reason}; for a store that only the runner uses, set sharing to exclusive`,
    );
  if (cache.sharing === 'exclusive' && cache.source !== undefined && cache.source === cache.entry?.nodePath) {
    add(
      'source',
      `must not be ${cache.source}, which is the node's own: ${cache.entry.reason}; use a directory that ` +
        'only the runner uses',
    );
  }
  if (cache.local) {
    if (cache.source === undefined || cache.isEmptyDir)
      add('source', 'is required with local: the directory on each of the nodes');
    findings.push(...nodeFindings(cache.local.nodes));
    if (!isPositiveQuantity(cache.local.capacity))
      findings.push({
        path: ['local', 'capacity'],
        message: `must be an amount such as 100Gi, got ${JSON.stringify(cache.local.capacity)}`,
      });
    else add(['local', 'capacity'], amountProblem('storage', cache.local.capacity));
  }
  return findings;
}

function nodeFindings(nodes: readonly string[]): Finding[] {
  if (nodes.length === 0) return [{ path: ['local', 'nodes'], message: 'must name at least one node' }];
  return nodes.flatMap((node, index): Finding[] => {
    const path = ['local', 'nodes', index];
    if (!/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(node))
      return [
        { path, message: `must be the name of a node, as kubectl get nodes shows it, got ${JSON.stringify(node)}` },
      ];
    return nodes.indexOf(node) < index ? [{ path, message: `${node}: duplicate; remove one` }] : [];
  });
}
