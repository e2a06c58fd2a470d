import { CacheVolume, type CacheOptions, type CachePath } from '../../src/caches/cache-volume';
import type { CacheName } from '../../src/caches/catalogue';
import { formatPath, PropsError } from '../../src/errors';

/** What making a cache is refused for: `path: message`, as a user would read it. */
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

  test('may lie elsewhere and stays what it is', () => {
    expect(CacheVolume.named('npm', { target: '/root/.npm', source: '/nvme/npm' })).toMatchObject({
      tool: 'npm',
      target: '/root/.npm',
      source: '/nvme/npm',
    });
  });

  test('that is unknown says which there are', () => {
    expect(named('nmp')).toEqual([
      expect.stringMatching(/^: unknown cache "nmp"; known are npm, pnpm, .*, docker, containerd, tool-cache$/),
    ]);
  });

  test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'called as something every object has is as unknown as any other: %s',
    name => {
      expect(named(name)).toEqual([expect.stringContaining(`unknown cache "${name}"`)]);
    },
  );
});

describe('a cache by its paths', () => {
  test('is shared, and lies where caches lie, unless it says otherwise', () => {
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

  test('with an empty source dies with its pod', () => {
    expect(CacheVolume.path({ source: '', target }).isEmptyDir).toBe(true);
  });

  test("at the place of a known tool is that tool's", () => {
    expect(CacheVolume.path({ source: '/nvme/docker', target: '/var/lib/docker' })).toMatchObject({
      tool: 'docker',
      sharing: 'exclusive',
      byName: false,
    });
  });

  test("at the place of the node's store is the node's store", () => {
    expect(CacheVolume.path({ target: '/nix/store-host' })).toMatchObject({
      source: '/nix/store',
      sharing: 'readOnly',
    });
  });

  test('with an empty source at the place of a known tool dies with its pod all the same', () => {
    expect(CacheVolume.path({ source: '', target: '/var/lib/docker' })).toMatchObject({
      isEmptyDir: true,
      tool: 'docker',
    });
  });

  test('may say itself how it is shared', () => {
    expect(CacheVolume.path({ target, sharing: 'exclusive' }).sharing).toBe('exclusive');
    expect(CacheVolume.path({ target: '/root/.npm', sharing: 'exclusive' }).sharing).toBe('exclusive');
  });
});

describe('an option that cannot work is refused', () => {
  test('a target that may not be covered', () => {
    expect(path({ target: '/proc' })).toEqual(["target: cannot be mounted over: the kernel's files are there"]);
  });

  test('a target that is no path', () => {
    expect(path({ target: 'cache' })).toEqual(['target: must be an absolute path, got "cache"']);
  });

  test('a source that is no path', () => {
    expect(path({ target, source: 'nvme' })).toEqual(['source: must be an absolute path, got "nvme"']);
  });

  test('a size limit of a directory that nothing enforces', () => {
    const message =
      'sizeLimit: limits only an emptyDir: Kubernetes enforces none on a directory of the node; leave it out, or make source ""';
    expect(path({ target, source: '/nvme/a', sizeLimit: '20Gi' })).toEqual([message]);
    expect(path({ target, sizeLimit: '20Gi' })).toEqual([message]);
  });

  test.each(['20 GB', '', '-5Gi', '0'])('a size limit that is no amount: %p', sizeLimit => {
    expect(path({ target, source: '', sizeLimit })).toEqual([
      `sizeLimit: must be an amount such as 20Gi, got ${JSON.stringify(sizeLimit)}`,
    ]);
  });

  test('a directory a runner of what is fresh anyway', () => {
    expect(path({ target, source: '', perRunner: true })).toEqual([
      'perRunner: changes nothing: an empty source is a fresh directory a pod already; leave it out',
    ]);
  });

  test('a directory a runner that nobody could fill', () => {
    expect(path({ target, source: '/nvme/a', sharing: 'readOnly', perRunner: true })).toEqual([
      'perRunner: gives every pod an empty directory, which nobody could fill: the cache is read-only; leave it out',
    ]);
  });

  test('a read-only cache that is fresh, and so empty', () => {
    expect(path({ target, source: '', sharing: 'readOnly' })).toEqual([
      'source: must name the directory that somebody fills: the cache is read-only',
    ]);
  });

  test('a read-only cache that does not say where it lies', () => {
    expect(path({ target, sharing: 'readOnly' })).toEqual([
      'source: is required: a read-only cache lies where somebody fills it',
    ]);
  });

  test('a shared Docker directory', () => {
    expect(path({ target: '/var/lib/docker', sharing: 'shared' })).toEqual([
      'sharing: must not be shared: a second Docker daemon on the directory does not start, and its jobs have no Docker (moby#42336)',
    ]);
  });

  test('a shared Nix store', () => {
    expect(named('nix-store', { sharing: 'shared' })).toEqual([
      "sharing: must not be shared: only the node's own daemon may write to a store; use exclusive for a store of the runner's own",
    ]);
  });

  test.each([undefined, ''])('local volumes without a directory: source %p', source => {
    expect(path({ target, source, local })).toEqual([
      'source: is required with local: the directory on each of the nodes',
    ]);
  });

  test('local volumes of no node', () => {
    expect(path({ target, source: '/nvme/a', local: { ...local, nodes: [] } })).toEqual([
      'local.nodes: must name at least one node',
    ]);
  });

  test.each(['100 GB', '', '-100Gi', '0'])(
    'local volumes whose capacity is no amount to store things in: %p',
    capacity => {
      expect(path({ target, source: '/nvme/a', local: { nodes, capacity } })).toEqual([
        `local.capacity: must be an amount such as 100Gi, got ${JSON.stringify(capacity)}`,
      ]);
    },
  );

  test('local volumes that name one node twice', () => {
    expect(path({ target, source: '/nvme/a', local: { ...local, nodes: ['rack-1', 'rack-1'] } })).toEqual([
      'local.nodes[1]: rack-1: duplicate; remove one',
    ]);
  });

  test.each(['', 'Rack_1', 'rack/1', '-rack', 'rack-'])('local volumes of what cannot be a node: %p', node => {
    expect(path({ target, source: '/nvme/a', local: { ...local, nodes: [node] } })).toEqual([
      `local.nodes[0]: must be the name of a node, as kubectl get nodes prints it, got ${JSON.stringify(node)}`,
    ]);
  });

  test("a store of the runner's own that lies in the node's", () => {
    const message =
      "source: must not be /nix/store, which is the node's own: only the node's own daemon may write to a store; name a directory of the runner's own";
    expect(named('nix-store', { sharing: 'exclusive' })).toEqual([message]);
    expect(named('nix-store', { sharing: 'exclusive', source: '/nix/store' })).toEqual([message]);
    expect(named('nix-store', { sharing: 'exclusive', source: '/nvme/store' })).toEqual([]);
  });

  test('and every other one with it, at once', () => {
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

describe("what Docker 29 keeps in containerd's own root", () => {
  test('lies beside the Docker directory', () => {
    expect(CacheVolume.named('docker', { source: '/nvme/docker' }).containerdCompanion()).toMatchObject({
      tool: 'containerd',
      target: '/var/lib/containerd',
      source: '/nvme/docker-containerd',
      sharing: 'exclusive',
    });
  });

  test('lies where caches lie, when the Docker directory does', () => {
    expect(CacheVolume.named('docker').containerdCompanion()).toMatchObject({ source: undefined, byName: true });
    expect(CacheVolume.path({ target: '/var/lib/docker' }).containerdCompanion().byName).toBe(false);
  });

  test('dies with the pod, within the same limit, when the Docker directory does', () => {
    expect(CacheVolume.named('docker', { source: '', sizeLimit: '20Gi' }).containerdCompanion()).toMatchObject({
      isEmptyDir: true,
      sizeLimit: '20Gi',
    });
  });

  test('is a directory a runner, and local, when the Docker directory is', () => {
    expect(
      CacheVolume.named('docker', { source: '/nvme/d', perRunner: true, local }).containerdCompanion(),
    ).toMatchObject({ perRunner: true, local });
  });
});

describe('where a cache was written', () => {
  test('is its position among the caches of the set', () => {
    expect(CacheVolume.named('npm')._owner(3)).toEqual(['caches', 3]);
  });

  test('is told by whoever knows better, and changes nothing else', () => {
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
