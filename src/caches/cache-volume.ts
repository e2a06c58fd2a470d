import type { Size } from 'cdk8s';
import { refuse, type Finding, type ValuePath } from '../errors';
import { amountText, isPositiveQuantity } from '../kubernetes';
import { amountProblem } from '../pod/rules/amounts';
import { cacheAt, CACHE_CATALOGUE, type CacheName, type CatalogueEntry } from './catalogue';
import type { CacheSharing } from './sharing';
import { pathProblem } from '../pod/path';
import { targetProblem } from './targets';
import { flag, list, object, required, text, words, type Shape, type TypedSchema } from '../schema/shape';
import { checkSchema } from '../schema/check';
import { storageSchema } from '../pod/resources';

/** A cache as `cachePaths` in `deskrun.yaml` writes it. */
export interface CachePath {
  /** Directory of the node. Empty: a fresh `emptyDir` a pod. @default - `{cacheRoot}/{installation}/cache-{index}` */
  readonly source?: string;

  /** Where it is mounted: an absolute path in the container. */
  readonly target: string;
}

/** A directory of each of some nodes, made known to the scheduler as `local` persistent volumes. */
export interface LocalVolumeOptions {
  /**
   * Names of the nodes (`kubernetes.io/hostname`) that have the directory. It must exist there, with one below it for
   * each instance where instances have their own: a local volume is not created.
   */
  readonly nodes: readonly string[];

  /**
   * Capacity that the scheduler counts with: text as Kubernetes writes it (`'100Gi'`), or a cdk8s `Size`. The disk does
   * not enforce it.
   */
  readonly capacity: string | Size;

  /** An existing storage class with `WaitForFirstConsumer`. @default - one of its own */
  readonly storageClassName?: string;
}

/** What may be said of a cache beside its place. */
export interface CacheOptions {
  /**
   * Directory of the node. Empty: a fresh `emptyDir` a pod.
   *
   * @default - below `cacheRoot`, or the node's own for a Nix store
   */
  readonly source?: string;

  /** Where it is mounted. @default - the catalogue's */
  readonly target?: string;

  /** How runners may share it. @default - the catalogue's; `shared` for a path it does not know */
  readonly sharing?: CacheSharing;

  /**
   * A directory of its own for every pod, below the source: safe for an exclusive cache, and always cold.
   *
   * @default false
   */
  readonly perRunner?: boolean;

  /** Offer the source as `local` persistent volumes instead of a plain host path. @default - a host path */
  readonly local?: LocalVolumeOptions;

  /** Most an `emptyDir` may hold: text as Kubernetes writes it (`'20Gi'`), or a cdk8s `Size`. @default - no limit */
  readonly sizeLimit?: string | Size;
}

/** The names and types of what may be said of a cache. */
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

/** The names and types of a cache by its paths. */
export const cachePathSchema: TypedSchema<CachePathOptions> = object<CachePathOptions>({
  ...cacheOptionsShape,
  target: required(text),
});

/** A cache by its paths, with what is said of it. */
export interface CachePathOptions extends CachePath, CacheOptions {
  /** Where it is mounted: an absolute path in the container. */
  readonly target: string;
}

/** A cache of the catalogue by its name, with what is said of it. */
export interface NamedCache extends CacheOptions {
  readonly name: CacheName;
}

/** The names and types of a cache of the catalogue. */
export const namedCacheSchema: TypedSchema<NamedCache> = object<NamedCache>({
  name: required(words(...(Object.keys(CACHE_CATALOGUE) as CacheName[]))),
  ...cacheOptionsShape,
});

/** A cache that is wished for. What it becomes in a pod depends on the set it is given to. */
export class CacheVolume {
  /** A cache of the catalogue. */
  static named(name: CacheName, given: CacheOptions = {}): CacheVolume {
    if (!Object.hasOwn(CACHE_CATALOGUE, name)) {
      refuse([
        {
          path: [],
          message: `unknown cache ${JSON.stringify(name)}; known are ${Object.keys(CACHE_CATALOGUE).join(', ')}`,
        },
      ]);
    }
    const options = soundOptions(optionsSchema, given);
    return new CacheVolume(name, { ...options, target: options.target ?? CACHE_CATALOGUE[name].target }, true);
  }

  /** A cache by its paths. A target where a known tool keeps its cache is recognised as that tool's. */
  static path(given: CachePathOptions): CacheVolume {
    const path = soundOptions(cachePathSchema, given);
    return new CacheVolume(cacheAt(path.target), path, false);
  }

  readonly target: string;
  readonly source: string | undefined;
  readonly sharing: CacheSharing;
  readonly perRunner: boolean;
  readonly local: (LocalVolumeOptions & { readonly capacity: string }) | undefined;
  readonly sizeLimit: string | undefined;

  private constructor(
    /** The known cache it is, if any. */
    readonly tool: CacheName | undefined,
    options: CacheOptions & { readonly target: string },
    /** Whether it was asked for by its catalogue name, which then names its directory. */
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

  /** Where it was written, if not in `caches` of a runner set. */
  private origin: ValuePath | undefined;

  /** What the catalogue knows of it. */
  get entry(): CatalogueEntry | undefined {
    return this.tool && CACHE_CATALOGUE[this.tool];
  }

  /** Whether it dies with its pod. */
  get isEmptyDir(): boolean {
    return this.source === '';
  }

  /** The same cache, which messages say was written elsewhere. @internal */
  _writtenAt(path: ValuePath): CacheVolume {
    const copy = Object.create(CacheVolume.prototype) as CacheVolume;
    Object.assign(copy, this).origin = path;
    return copy;
  }

  /** Where it was written: the position in `caches`, unless it says otherwise. @internal */
  _owner(index: number): ValuePath {
    return this.origin ?? ['caches', index];
  }

  /** The containerd data that a Docker daemon of version 29 or later keeps beside its own directory. */
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

/** @throws PropsError when an option is unknown or of another type */
function soundOptions<T extends object>(schema: TypedSchema<T>, given: T): T {
  refuse(checkSchema(schema, given));
  return given;
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
        'limits only an emptyDir: Kubernetes enforces none on a directory of the node; leave it out, or make source ""',
      );
    else if (!isPositiveQuantity(cache.sizeLimit))
      add('sizeLimit', `must be an amount such as 20Gi, got ${JSON.stringify(cache.sizeLimit)}`);
    else add('sizeLimit', amountProblem('ephemeral-storage', cache.sizeLimit));
  }
  if (cache.perRunner && cache.isEmptyDir)
    add('perRunner', 'changes nothing: an empty source is a fresh directory a pod already; leave it out');
  if (cache.perRunner && cache.sharing === 'readOnly')
    add(
      'perRunner',
      'gives every pod an empty directory, which nobody could fill: the cache is read-only; leave it out',
    );
  if (cache.sharing === 'readOnly' && cache.isEmptyDir)
    add('source', 'must name the directory that somebody fills: the cache is read-only');
  if (cache.sharing === 'readOnly' && cache.source === undefined)
    add('source', 'is required: a read-only cache lies where somebody fills it');
  if (cache.entry?.sharing === 'exclusive' && cache.sharing === 'shared')
    add('sharing', `must not be shared: ${cache.entry.reason}`);
  if (cache.entry?.keptBy === 'node' && cache.sharing === 'shared')
    add('sharing', `must not be shared: ${cache.entry.reason}; use exclusive for a store of the runner's own`);
  if (cache.sharing === 'exclusive' && cache.source !== undefined && cache.source === cache.entry?.nodePath) {
    add(
      'source',
      `must not be ${cache.source}, which is the node's own: ${cache.entry.reason}; name a directory of the ` +
        `runner's own`,
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
        { path, message: `must be the name of a node, as kubectl get nodes prints it, got ${JSON.stringify(node)}` },
      ];
    return nodes.indexOf(node) < index ? [{ path, message: `${node}: duplicate; remove one` }] : [];
  });
}
