import { words, type TypedSchema } from '../schema/shape';
import type { CacheSharing } from './sharing';

/** Name of a cache in {@link CACHE_CATALOGUE}. */
export type CacheName =
  | 'npm'
  | 'pnpm'
  | 'yarn'
  | 'cargo'
  | 'go-mod'
  | 'go-build'
  | 'pip'
  | 'uv'
  | 'maven'
  | 'gradle'
  | 'ccache'
  | 'sccache'
  | 'nix'
  | 'nix-store'
  | 'nix-daemon'
  | 'docker'
  | 'containerd'
  | 'tool-cache';

/** A known cache: its default path, the variables that set its path, and how runners may share it. */
export interface CatalogueEntry {
  /** Default mount path of the cache in the container. */
  readonly target: string;

  /** Default paths of the tool. A cache with one of these targets is treated as this cache. */
  readonly usualTargets: readonly string[];

  /** How runners may share the cache. */
  readonly sharing: CacheSharing;

  /** Reason for `sharing`, for messages and documentation. */
  readonly reason: string;

  /** Returns the environment variables that make the tool use the cache at a mount path. */
  readonly env: (target: string) => { readonly [name: string]: string };

  /** Owner of the directory: the Docker daemon of the mode, or the node. @default - the user of the steps */
  readonly keptBy?: 'docker' | 'node';

  /** Path of the directory on the node, for a cache that the node owns. @default - a directory below `cacheRoot` */
  readonly nodePath?: string;
}

const HOMES = ['/root', '/home/runner'];
const inHome = (...paths: string[]) => HOMES.flatMap(home => paths.map(path => `${home}/${path}`));
const noEnv = () => ({});

/** The known caches by name. The documentation or the source of each tool decides how its cache may be shared. */
export const CACHE_CATALOGUE: Record<CacheName, CatalogueEntry> = {
  npm: {
    target: '/cache/npm',
    usualTargets: inHome('.npm'),
    sharing: 'shared',
    reason: 'content-addressed, and verified by hash on every read',
    env: target => ({ npm_config_cache: target }),
  },
  pnpm: {
    target: '/cache/pnpm',
    usualTargets: inHome('.local/share/pnpm/store'),
    sharing: 'shared',
    reason: 'content-addressed store; packages are copied, not linked, when the workspace is on another mount',
    // pnpm 11 changed the prefix from npm_config_ to pnpm_config_; each version reads only its own.
    env: target => ({ npm_config_store_dir: target, pnpm_config_store_dir: target }),
  },
  yarn: {
    target: '/cache/yarn',
    usualTargets: [...inHome('.cache/yarn'), '/usr/local/share/.cache/yarn'],
    sharing: 'shared',
    reason: 'archives are named by checksum and renamed into place',
    env: target => ({ YARN_CACHE_FOLDER: target, YARN_GLOBAL_FOLDER: `${target}/berry` }),
  },
  cargo: {
    target: '/cache/cargo',
    usualTargets: inHome('.cargo'),
    sharing: 'shared',
    reason: 'cargo locks .package-cache in CARGO_HOME, which works when the whole CARGO_HOME is shared',
    env: target => ({ CARGO_HOME: target }),
  },
  'go-mod': {
    target: '/cache/go-mod',
    usualTargets: [...inHome('go/pkg/mod'), '/go/pkg/mod'],
    sharing: 'shared',
    reason: 'go locks files inside the directory',
    env: target => ({ GOMODCACHE: target }),
  },
  'go-build': {
    target: '/cache/go-build',
    usualTargets: inHome('.cache/go-build'),
    sharing: 'shared',
    reason: 'documented as safe for concurrent use',
    env: target => ({ GOCACHE: target }),
  },
  pip: {
    target: '/cache/pip',
    usualTargets: inHome('.cache/pip'),
    sharing: 'shared',
    reason: 'entries are renamed into place',
    env: target => ({ PIP_CACHE_DIR: target }),
  },
  uv: {
    target: '/cache/uv',
    usualTargets: inHome('.cache/uv'),
    sharing: 'shared',
    reason: 'documented as safe for concurrent readers and writers',
    env: target => ({ UV_CACHE_DIR: target }),
  },
  maven: {
    target: '/cache/maven',
    usualTargets: inHome('.m2/repository'),
    sharing: 'shared',
    reason: 'safe with file locks, which this library enables; the default locks work within one process only',
    env: target => ({
      MAVEN_ARGS:
        `-Dmaven.repo.local=${target} -Daether.syncContext.named.factory=file-lock ` +
        '-Daether.syncContext.named.nameMapper=file-gav',
    }),
  },
  gradle: {
    target: '/cache/gradle',
    usualTargets: inHome('.gradle'),
    sharing: 'exclusive',
    reason: 'gradle asks the holder of a lock over loopback, which does not reach other pods',
    env: target => ({ GRADLE_USER_HOME: target }),
  },
  ccache: {
    target: '/cache/ccache',
    usualTargets: inHome('.cache/ccache', '.ccache'),
    sharing: 'shared',
    reason: 'ccache updates files atomically and cleans up itself',
    env: target => ({ CCACHE_DIR: target }),
  },
  sccache: {
    target: '/cache/sccache',
    usualTargets: inHome('.cache/sccache'),
    sharing: 'exclusive',
    reason: 'only one sccache server may use a directory; several servers race and fail builds',
    env: target => ({ SCCACHE_DIR: target }),
  },
  nix: {
    target: '/cache/nix',
    usualTargets: inHome('.cache/nix'),
    sharing: 'shared',
    reason: 'fetch and evaluation caches are SQLite databases, which lock files inside the directory',
    env: target => ({ NIX_CACHE_HOME: target }),
  },
  'nix-store': {
    target: '/nix/store-host',
    usualTargets: [],
    sharing: 'readOnly',
    reason: 'only the Nix daemon of the node may write to its store',
    env: noEnv,
    keptBy: 'node',
    nodePath: '/nix/store',
  },
  'nix-daemon': {
    target: '/nix/var/nix/daemon-socket-host',
    usualTargets: [],
    sharing: 'readOnly',
    reason: "it has only the socket of the node's Nix daemon, which serializes its clients",
    env: noEnv,
    keptBy: 'node',
    nodePath: '/nix/var/nix/daemon-socket',
  },
  docker: {
    target: '/var/lib/docker',
    usualTargets: [],
    sharing: 'exclusive',
    reason: 'a second Docker daemon on the directory does not start, and its jobs have no Docker (moby#42336)',
    env: noEnv,
    keptBy: 'docker',
  },
  containerd: {
    target: '/var/lib/containerd',
    usualTargets: [],
    sharing: 'exclusive',
    reason: 'a second containerd on the directory does not start',
    env: noEnv,
    keptBy: 'docker',
  },
  'tool-cache': {
    target: '/opt/hostedtoolcache',
    usualTargets: [],
    sharing: 'exclusive',
    reason: 'setup actions write and prune without a lock (actions/toolkit#804)',
    env: target => ({ RUNNER_TOOL_CACHE: target, AGENT_TOOLSDIRECTORY: target }),
  },
};

/** The name of a known cache. */
export const cacheNameSchema: TypedSchema<CacheName> = words(...(Object.keys(CACHE_CATALOGUE) as CacheName[]));

const BY_TARGET = new Map(
  (Object.entries(CACHE_CATALOGUE) as [CacheName, CatalogueEntry][]).flatMap(([name, entry]) =>
    [entry.target, ...entry.usualTargets].map(target => [target, name] as const),
  ),
);

/** The known cache whose default target or tool path is `target`. */
export function cacheAt(target: string): CacheName | undefined {
  return BY_TARGET.get(target);
}
