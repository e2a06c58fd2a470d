import { PropsError } from '../../src/errors';
import { CacheVolume } from '../../src/caches/cache-volume';
import { cacheAt, CACHE_CATALOGUE, type CacheName, type CatalogueEntry } from '../../src/caches/catalogue';
import { hostPathProblem } from '../../src/caches/host-paths';
import { targetProblem } from '../../src/caches/targets';
import { envNameFindings } from '../../src/pod/check';

const entries = Object.entries(CACHE_CATALOGUE) as [CacheName, CatalogueEntry][];

/** The sharing of every cache. */
test.each<[CacheName, string]>([
  ['npm', 'shared'],
  ['pnpm', 'shared'],
  ['yarn', 'shared'],
  ['cargo', 'shared'],
  ['go-mod', 'shared'],
  ['go-build', 'shared'],
  ['pip', 'shared'],
  ['uv', 'shared'],
  ['maven', 'shared'],
  ['ccache', 'shared'],
  ['nix', 'shared'],
  ['gradle', 'exclusive'],
  ['sccache', 'exclusive'],
  ['docker', 'exclusive'],
  ['containerd', 'exclusive'],
  ['tool-cache', 'exclusive'],
  ['nix-store', 'readOnly'],
  ['nix-daemon', 'readOnly'],
])('%s is %s', (name, sharing) => {
  expect(CACHE_CATALOGUE[name].sharing).toBe(sharing);
});

describe.each(entries)('%s', (name, entry) => {
  test('has a target at which a cache may be mounted', () => {
    expect([entry.target, ...entry.usualTargets].map(target => [target, targetProblem(target)])).toEqual(
      [entry.target, ...entry.usualTargets].map(target => [target, undefined]),
    );
  });

  test('is recognised by every default path of its tool', () => {
    expect([entry.target, ...entry.usualTargets].map(cacheAt)).toEqual(
      [entry.target, ...entry.usualTargets].map(() => name),
    );
  });

  test('is recognised in a cache by its path', () => {
    const cache = CacheVolume.path({ target: entry.target });
    expect([cache.tool, cache.sharing]).toEqual([name, entry.sharing]);
  });

  test('has variables with the path at which it is mounted', () => {
    for (const value of Object.values(entry.env('/somewhere'))) expect(value).toContain('/somewhere');
    expect(Object.values(entry.env('/somewhere')).join()).not.toContain(entry.target);
  });

  test('has valid names of variables', () => {
    expect(Object.keys(entry.env('/somewhere')).flatMap(variable => envNameFindings(variable, []))).toEqual([]);
  });

  test('has a reason that fits into a message', () => {
    expect(entry.reason).toMatch(/^[a-z].*[^.]$/);
  });

  test('is mounted at its target by default', () => {
    expect(CacheVolume.named(name).target).toBe(entry.target);
  });
});

test('no two caches have the same path', () => {
  const targets = entries.flatMap(([, { target, usualTargets }]) => [target, ...usualTargets]);
  expect(targets.filter((target, index) => targets.indexOf(target) < index)).toEqual([]);
});

test('no two caches set the same variable', () => {
  const variables = entries.flatMap(([, { env }]) => Object.keys(env('/x')));
  expect(variables.filter((variable, index) => variables.indexOf(variable) < index)).toEqual([]);
});

test('every cache of the steps has a variable for its tool', () => {
  const without = entries.filter(([, { env, keptBy }]) => keptBy === undefined && Object.keys(env('/x')).length === 0);
  expect(without.map(([name]) => name)).toEqual([]);
});

test.each(entries.filter(([, { sharing }]) => sharing === 'exclusive'))(
  '%s cannot be declared shared, and the message says why',
  (name, { reason }) => {
    expect(() => CacheVolume.named(name, { sharing: 'shared' })).toThrow(
      new PropsError([{ path: ['sharing'], message: `must not be shared: ${reason}` }]),
    );
  },
);

test.each(entries.filter(([, { keptBy }]) => keptBy === 'node'))(
  '%s, which the node provides, cannot be declared shared',
  (name, { reason }) => {
    expect(() => CacheVolume.named(name, { sharing: 'shared' })).toThrow(
      `sharing: must not be shared: ${reason}; for a store that only the runner uses, set sharing to exclusive`,
    );
  },
);

test.each(entries.filter(([, { nodePath }]) => nodePath !== undefined))(
  '%s has a default source on the node that caches may use',
  (name, { nodePath }) => {
    expect(CacheVolume.named(name).source).toBe(nodePath);
    expect(hostPathProblem(nodePath as string, [])).toBeUndefined();
  },
);

test.each(['/cache', '/root', '/var/lib', '/root/.npm/_cacache', '/root/.npm/', '', '/ROOT/.npm', '/cache/npmx'])(
  '%p is not the path of a known cache',
  target => {
    expect(cacheAt(target)).toBeUndefined();
  },
);

describe('the variables of a cache', () => {
  const env = (name: CacheName) => CACHE_CATALOGUE[name].env('/c');

  test.each<[CacheName, Record<string, string>]>([
    ['npm', { npm_config_cache: '/c' }],
    ['pnpm', { npm_config_store_dir: '/c', pnpm_config_store_dir: '/c' }],
    ['cargo', { CARGO_HOME: '/c' }],
    ['go-mod', { GOMODCACHE: '/c' }],
    ['go-build', { GOCACHE: '/c' }],
    ['pip', { PIP_CACHE_DIR: '/c' }],
    ['uv', { UV_CACHE_DIR: '/c' }],
    ['gradle', { GRADLE_USER_HOME: '/c' }],
    ['ccache', { CCACHE_DIR: '/c' }],
    ['sccache', { SCCACHE_DIR: '/c' }],
    ['nix', { NIX_CACHE_HOME: '/c' }],
    ['tool-cache', { RUNNER_TOOL_CACHE: '/c', AGENT_TOOLSDIRECTORY: '/c' }],
  ])('%s by %j', (name, variables) => {
    expect(env(name)).toEqual(variables);
  });

  test('yarn has the variables of version 1 and of later versions', () => {
    expect(env('yarn')).toMatchObject({ YARN_CACHE_FOLDER: '/c', YARN_GLOBAL_FOLDER: expect.stringMatching(/^\/c\//) });
  });

  test('maven has file locks enabled, because its default locks work within one process only', () => {
    expect(env('maven').MAVEN_ARGS).toContain('-Daether.syncContext.named.factory=file-lock');
    expect(env('maven').MAVEN_ARGS).toContain('-Daether.syncContext.named.nameMapper=file-gav');
  });

  test.each<CacheName>(['docker', 'containerd', 'nix-store', 'nix-daemon'])('%s has no variables', name => {
    expect(env(name)).toEqual({});
  });
});
