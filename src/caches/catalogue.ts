import type { CacheSharing } from './sharing';

/** The caches this library knows by name. */
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

/** What is known of a cache: where it lies, how its tool is pointed at it, and who may use it at once. */
export interface CatalogueEntry {
  /** Where it is mounted when nothing else is said. */
  readonly target: string;

  /** Where its tool keeps it by default: a mount there is recognised as this cache. */
  readonly usualTargets: readonly string[];

  readonly sharing: CacheSharing;

  /** Why it may be shared so. */
  readonly reason: string;

  /** Variables that point the tool at it, given where it is mounted. */
  readonly env: (target: string) => { readonly [name: string]: string };

  /** Who keeps it: the steps' own user, the Docker daemon of the mode, or the node itself. @default 'steps' */
  readonly keptBy?: 'docker' | 'node';

  /** Where the node itself keeps it. @default - below the cache root */
  readonly nodePath?: string;
}

const HOMES = ['/root', '/home/runner'];
const inHome = (...paths: string[]) => HOMES.flatMap(home => paths.map(path => `${home}/${path}`));
const noEnv = () => ({});

/** One entry a tool. Sharing is what the tool's own documentation or source says of its locks. */
export const CACHE_CATALOGUE: Record<CacheName, CatalogueEntry> = {
  npm: {
    target: '/cache/npm',
    usualTargets: inHome('.npm'),
    sharing: 'shared',
    reason: 'content-addressed, verified by hash on every read',
    env: target => ({ npm_config_cache: target }),
  },
  pnpm: {
    target: '/cache/pnpm',
    usualTargets: inHome('.local/share/pnpm/store'),
    sharing: 'shared',
    reason: 'content-addressed store; packages are copied, not linked, when the workspace lies on another mount',
    // The prefix changed with pnpm 11; each version reads its own.
    env: target => ({ npm_config_store_dir: target, pnpm_config_store_dir: target }),
  },
  yarn: {
    target: '/cache/yarn',
    usualTargets: [...inHome('.cache/yarn'), '/usr/local/share/.cache/yarn'],
    sharing: 'shared',
    reason: 'archives by checksum, renamed into place',
    env: target => ({ YARN_CACHE_FOLDER: target, YARN_GLOBAL_FOLDER: `${target}/berry` }),
  },
  cargo: {
    target: '/cache/cargo',
    usualTargets: inHome('.cargo'),
    sharing: 'shared',
    reason: 'locked by .package-cache in CARGO_HOME, so only when the whole of CARGO_HOME is shared',
    env: target => ({ CARGO_HOME: target }),
  },
  'go-mod': {
    target: '/cache/go-mod',
    usualTargets: [...inHome('go/pkg/mod'), '/go/pkg/mod'],
    sharing: 'shared',
    reason: 'locked inside the directory',
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
    reason: 'with the file locks switched on here; its default locks end at the process',
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
    reason: 'the holder of a lock is asked over loopback, which ends at the container',
    env: target => ({ GRADLE_USER_HOME: target }),
  },
  ccache: {
    target: '/cache/ccache',
    usualTargets: inHome('.cache/ccache', '.ccache'),
    sharing: 'shared',
    reason: 'atomic updates and its own clean-up',
    env: target => ({ CCACHE_DIR: target }),
  },
  sccache: {
    target: '/cache/sccache',
    usualTargets: inHome('.cache/sccache'),
    sharing: 'exclusive',
    reason: 'one server a directory: several race and fail builds',
    env: target => ({ SCCACHE_DIR: target }),
  },
  nix: {
    target: '/cache/nix',
    usualTargets: inHome('.cache/nix'),
    sharing: 'shared',
    reason: 'fetch and evaluation caches in SQLite, locked inside the directory',
    env: target => ({ NIX_CACHE_HOME: target }),
  },
  'nix-store': {
    target: '/nix/store-host',
    usualTargets: [],
    sharing: 'readOnly',
    reason: "only the node's own daemon may write to a store",
    env: noEnv,
    keptBy: 'node',
    nodePath: '/nix/store',
  },
  'nix-daemon': {
    target: '/nix/var/nix/daemon-socket-host',
    usualTargets: [],
    sharing: 'readOnly',
    reason: "the socket of the node's daemon, which serializes its clients",
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

const BY_TARGET = new Map(
  (Object.entries(CACHE_CATALOGUE) as [CacheName, CatalogueEntry][]).flatMap(([name, entry]) =>
    [entry.target, ...entry.usualTargets].map(target => [target, name] as const),
  ),
);

/** The cache that a tool keeps at this path, if it is a known one. */
export function cacheAt(target: string): CacheName | undefined {
  return BY_TARGET.get(target);
}
