import { CacheVolume, type CacheOptions, type CachePath } from '../../src/caches/cache-volume';
import type { CacheName } from '../../src/caches/catalogue';
import { formatPath, PropsError } from '../../src/errors';

/** Returns the findings about a cache, as `path: message`. */
function refused(make: () => CacheVolume): string[] {
  try {
    make();
    return [];
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    return error.findings.map(({ path, message }) => `${formatPath(path)}: ${message}`);
  }
}
const path = (options: CachePath & CacheOptions) => refused(() => CacheVolume.path(options));
const named = (name: string, options: CacheOptions = {}) =>
  refused(() => CacheVolume.named(name as CacheName, options));

const target = '/cache/mine';
const nodes = ['rack-1'];
const local = { nodes, capacity: '100Gi' };

describe('a cache by its name', () => {
  test('takes everything else from the catalogue', () => {
    expect(CacheVolume.named('npm')).toMatchObject({
      tool: 'npm',
      byName: true,
      target: '/cache/npm',
      source: undefined,
      sharing: 'shared',
      perRunner: false,
      isEmptyDir: false,
    });
  });

  test('may have another source and target', () => {
    expect(CacheVolume.named('npm', { target: '/root/.npm', source: '/nvme/npm' })).toMatchObject({
      tool: 'npm',
      target: '/root/.npm',
      source: '/nvme/npm',
    });
  });

  test('that is unknown is refused with the known names', () => {
    expect(named('nmp')).toEqual([
      expect.stringMatching(/^: unknown cache "nmp"; known caches: npm, pnpm, .*, docker, containerd, tool-cache$/),
    ]);
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'with the name of a property of every JavaScript object is unknown: %s',
    name => {
      expect(named(name)).toEqual([expect.stringContaining(`unknown cache "${name}"`)]);
    },
  );
});

describe('a cache by its paths', () => {
  test('is shared and below cacheRoot by default', () => {
    expect(CacheVolume.path({ target })).toMatchObject({
      tool: undefined,
      entry: undefined,
      byName: false,
      target,
      source: undefined,
      sharing: 'shared',
      isEmptyDir: false,
    });
  });

  test('with an empty source is an emptyDir', () => {
    expect(CacheVolume.path({ source: '', target }).isEmptyDir).toBe(true);
  });

  test('at the default path of a known tool is the cache of that tool', () => {
    expect(CacheVolume.path({ source: '/nvme/docker', target: '/var/lib/docker' })).toMatchObject({
      tool: 'docker',
      sharing: 'exclusive',
      byName: false,
    });
  });

  test("at the target of the node's Nix store is that store", () => {
    expect(CacheVolume.path({ target: '/nix/store-host' })).toMatchObject({
      source: '/nix/store',
      sharing: 'readOnly',
    });
  });

  test('with an empty source at the path of a known tool is an emptyDir', () => {
    expect(CacheVolume.path({ source: '', target: '/var/lib/docker' })).toMatchObject({
      isEmptyDir: true,
      tool: 'docker',
    });
  });

  test('may set sharing', () => {
    expect(CacheVolume.path({ target, sharing: 'exclusive' }).sharing).toBe('exclusive');
    expect(CacheVolume.path({ target: '/root/.npm', sharing: 'exclusive' }).sharing).toBe('exclusive');
  });
});

describe('refuses', () => {
  test('a target over which nothing may be mounted', () => {
    expect(path({ target: '/proc' })).toEqual(["target: cannot be mounted over: the kernel's files are there"]);
  });

  test('a target that is not an absolute path', () => {
    expect(path({ target: 'cache' })).toEqual(['target: must be an absolute path, got "cache"']);
  });

  test('a source that is not an absolute path', () => {
    expect(path({ target, source: 'nvme' })).toEqual(['source: must be an absolute path, got "nvme"']);
  });

  test('sizeLimit for a directory of the node', () => {
    const message =
      'sizeLimit: applies only to an emptyDir: Kubernetes does not limit a directory of the node; remove ' +
      'it, or set source to ""';
    expect(path({ target, source: '/nvme/a', sizeLimit: '20Gi' })).toEqual([message]);
    expect(path({ target, sizeLimit: '20Gi' })).toEqual([message]);
  });

  test.each(['20 GB', '', '-5Gi', '0'])('the sizeLimit %p', sizeLimit => {
    expect(path({ target, source: '', sizeLimit })).toEqual([
      `sizeLimit: must be an amount such as 20Gi, got ${JSON.stringify(sizeLimit)}`,
    ]);
  });

  test('perRunner for an emptyDir', () => {
    expect(path({ target, source: '', perRunner: true })).toEqual([
      'perRunner: has no effect: with an empty source, each pod has its own emptyDir; remove it',
    ]);
  });

  test('perRunner for a read-only cache', () => {
    expect(path({ target, source: '/nvme/a', sharing: 'readOnly', perRunner: true })).toEqual([
      'perRunner: gives each pod an empty directory, which a read-only cache cannot fill; remove it',
    ]);
  });

  test('a read-only emptyDir', () => {
    expect(path({ target, source: '', sharing: 'readOnly' })).toEqual([
      'source: must be a directory of the node: a read-only cache cannot fill an emptyDir',
    ]);
  });

  test('a read-only cache without a source', () => {
    expect(path({ target, sharing: 'readOnly' })).toEqual([
      'source: is required for a read-only cache: name the directory that has its content',
    ]);
  });

  test('a shared Docker directory', () => {
    expect(path({ target: '/var/lib/docker', sharing: 'shared' })).toEqual([
      'sharing: must not be shared: a second Docker daemon on the directory does not start, and its jobs ' +
        'have no Docker (moby#42336)',
    ]);
  });

  test('a shared Nix store', () => {
    expect(named('nix-store', { sharing: 'shared' })).toEqual([
      'sharing: must not be shared: only the Nix daemon of the node may write to its store; for a store that only ' +
        'the runner uses, set sharing to exclusive',
    ]);
  });

  test.each([undefined, ''])('local without a directory: source %p', source => {
    expect(path({ target, source, local })).toEqual([
      'source: is required with local: the directory on each of the nodes',
    ]);
  });

  test('local without nodes', () => {
    expect(path({ target, source: '/nvme/a', local: { ...local, nodes: [] } })).toEqual([
      'local.nodes: must name at least one node',
    ]);
  });

  test.each(['100 GB', '', '-100Gi', '0'])('local volumes with the capacity %p', capacity => {
    expect(path({ target, source: '/nvme/a', local: { nodes, capacity } })).toEqual([
      `local.capacity: must be an amount such as 100Gi, got ${JSON.stringify(capacity)}`,
    ]);
  });

  test('local with a duplicate node', () => {
    expect(path({ target, source: '/nvme/a', local: { ...local, nodes: ['rack-1', 'rack-1'] } })).toEqual([
      'local.nodes[1]: rack-1: duplicate; remove one',
    ]);
  });

  test.each(['', 'Rack_1', 'rack/1', '-rack', 'rack-'])('local with the node name %p', node => {
    expect(path({ target, source: '/nvme/a', local: { ...local, nodes: [node] } })).toEqual([
      `local.nodes[0]: must be the name of a node, as kubectl get nodes shows it, got ${JSON.stringify(node)}`,
    ]);
  });

  test("an exclusive Nix store in the node's store", () => {
    const message =
      "source: must not be /nix/store, which is the node's own: only the Nix daemon of the node may write to its " +
      'store; use a directory that only the runner uses';
    expect(named('nix-store', { sharing: 'exclusive' })).toEqual([message]);
    expect(named('nix-store', { sharing: 'exclusive', source: '/nix/store' })).toEqual([message]);
    expect(named('nix-store', { sharing: 'exclusive', source: '/nvme/store' })).toEqual([]);
  });

  test('several invalid options with all findings at once', () => {
    expect(
      path({
        target: '/',
        source: 'x',
        sizeLimit: '1',
        perRunner: true,
        sharing: 'readOnly',
        local: { nodes: [], capacity: '' },
      }).map(line => line.split(':')[0]),
    ).toEqual(['target', 'source', 'sizeLimit', 'perRunner', 'local.nodes', 'local.capacity']);
  });
});

describe('the containerd cache of a Docker cache', () => {
  test('is beside the Docker directory', () => {
    expect(CacheVolume.named('docker', { source: '/nvme/docker' }).containerdCompanion()).toMatchObject({
      tool: 'containerd',
      target: '/var/lib/containerd',
      source: '/nvme/docker-containerd',
      sharing: 'exclusive',
    });
  });

  test('is below cacheRoot when the Docker directory is', () => {
    expect(CacheVolume.named('docker').containerdCompanion()).toMatchObject({ source: undefined, byName: true });
    expect(CacheVolume.path({ target: '/var/lib/docker' }).containerdCompanion().byName).toBe(false);
  });

  test('is an emptyDir with the same size limit when the Docker directory is', () => {
    expect(CacheVolume.named('docker', { source: '', sizeLimit: '20Gi' }).containerdCompanion()).toMatchObject({
      isEmptyDir: true,
      sizeLimit: '20Gi',
    });
  });

  test('has perRunner and local when the Docker directory has', () => {
    expect(
      CacheVolume.named('docker', { source: '/nvme/d', perRunner: true, local }).containerdCompanion(),
    ).toMatchObject({ perRunner: true, local });
  });
});

describe('the path of the prop of a cache', () => {
  test('is its position in caches by default', () => {
    expect(CacheVolume.named('npm')._owner(3)).toEqual(['caches', 3]);
  });

  test('may be replaced without changing the cache', () => {
    const cache = CacheVolume.named('docker', { source: '/nvme/docker' });
    const written = cache._writtenAt(['cachePaths', 0]);
    expect(written._owner(3)).toEqual(['cachePaths', 0]);
    expect(cache._owner(3)).toEqual(['caches', 3]);
    expect(written).toBeInstanceOf(CacheVolume);
    expect(written).toMatchObject({
      tool: 'docker',
      source: '/nvme/docker',
      target: '/var/lib/docker',
      sharing: 'exclusive',
      byName: true,
    });
  });
});
