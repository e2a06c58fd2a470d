import { bindCache, type Binding, type BoundCache } from '../../src/caches/bind';
import { CacheVolume, type CacheOptions, type CachePath } from '../../src/caches/cache-volume';
import { DEFAULT_CACHE_ROOT } from '../../src/caches/host-paths';
import { k8s } from '../../src/kubernetes';

/** How the sets of installation `docs` bind a cache: the only one, or one of three. */
const single: Binding = {
  slot: { installation: 'docs', instance: 'docs' },
  instances: 1,
  cacheRoot: DEFAULT_CACHE_ROOT,
  name: 'cache-0',
};
const second: Binding = { ...single, slot: { installation: 'docs', instance: 'docs-2' }, instances: 3 };

const path = (options: Partial<CachePath> & CacheOptions) => CacheVolume.path({ target: '/cache/mine', ...options });
const hostPathOf = ({ volume }: BoundCache) => volume.hostPath;
const directoryOf = (cache: CacheVolume, binding: Binding) => bindCache(cache, binding).directory;

describe('a directory of the node', () => {
  test('is one volume and one mount of the same name', () => {
    expect(bindCache(path({ source: '/nvme/a' }), single)).toMatchObject({
      volume: { name: 'cache-0', hostPath: { path: '/nvme/a', type: 'DirectoryOrCreate' } },
      mount: { name: 'cache-0', mountPath: '/cache/mine' },
      directory: '/nvme/a',
    });
  });

  test.each(['shared', 'exclusive'] as const)('has type DirectoryOrCreate when it is %s', sharing => {
    expect(hostPathOf(bindCache(path({ source: '/nvme/a', sharing }), single))?.type).toBe('DirectoryOrCreate');
  });

  test('has type Directory when it is read-only, so that it must exist', () => {
    expect(hostPathOf(bindCache(path({ source: '/nvme/a', sharing: 'readOnly' }), single))).toEqual({
      path: '/nvme/a',
      type: 'Directory',
    });
  });

  test('has a mount with readOnly only when it is read-only', () => {
    expect(bindCache(CacheVolume.named('nix-store'), single).mount).toMatchObject({
      mountPath: '/nix/store-host',
      readOnly: true,
    });
    expect(bindCache(path({ source: '/nvme/a' }), single).mount.readOnly).toBeUndefined();
  });

  test('has the name of the cache in the catalogue', () => {
    expect(bindCache(CacheVolume.named('npm'), { ...single, name: 'npm' }).volume.name).toBe('cache-npm');
  });
});

describe('an empty source', () => {
  test('is an emptyDir, without a directory of the node', () => {
    const bound = bindCache(path({ source: '' }), single);
    expect(bound.volume).toEqual({ name: 'cache-0', emptyDir: {} });
    expect([bound.directory, bound.claimName]).toEqual([undefined, undefined]);
  });

  test('may have a size limit', () => {
    expect(bindCache(path({ source: '', sizeLimit: '20Gi' }), single).volume).toEqual({
      name: 'cache-0',
      emptyDir: { sizeLimit: k8s.Quantity.fromString('20Gi') },
    });
  });

  test('has no directory for each instance', () => {
    expect(bindCache(path({ source: '', target: '/var/lib/docker' }), second).volume).toEqual({
      name: 'cache-0',
      emptyDir: {},
    });
  });
});

describe('a source with several instances', () => {
  test('is one directory for all instances when the cache is shared', () => {
    expect(directoryOf(path({ source: '/nvme/a' }), second)).toBe('/nvme/a');
  });

  test('has a directory for each instance when the cache is exclusive', () => {
    expect(directoryOf(path({ source: '/nvme/docker', target: '/var/lib/docker' }), second)).toBe(
      '/nvme/docker/docs-2',
    );
  });

  test('has a directory for each instance when there are two', () => {
    expect(directoryOf(path({ source: '/nvme/a', sharing: 'exclusive' }), { ...second, instances: 2 })).toBe(
      '/nvme/a/docs-2',
    );
  });

  test('is the directory when there is one instance', () => {
    expect(directoryOf(path({ source: '/nvme/docker', target: '/var/lib/docker' }), single)).toBe('/nvme/docker');
  });

  test('is one directory for all instances when the cache is read-only', () => {
    expect(directoryOf(CacheVolume.named('nix-store'), second)).toBe('/nix/store');
  });

  test('is the directory when perRunner is set', () => {
    expect(directoryOf(path({ source: '/nvme/docker', target: '/var/lib/docker', perRunner: true }), second)).toBe(
      '/nvme/docker',
    );
  });
});

describe('a cache without a source', () => {
  test('that has a path is in {cacheRoot}/{instance}/cache-{index}', () => {
    expect(directoryOf(path({}), single)).toBe('/var/lib/deskrun/cache/docs/cache-0');
    expect(directoryOf(path({}), second)).toBe('/var/lib/deskrun/cache/docs-2/cache-0');
  });

  test('that has a name is in {cacheRoot}/{installation}/{name} when it is shared', () => {
    expect(directoryOf(CacheVolume.named('npm'), { ...second, name: 'npm' })).toBe('/var/lib/deskrun/cache/docs/npm');
  });

  test.each([
    ['docker', {}],
    ['npm', { sharing: 'exclusive' }],
  ] as const)('that has a name is in {cacheRoot}/{instance}/{name} when it is not shared: %s', (name, options) => {
    expect(directoryOf(CacheVolume.named(name, options), { ...second, name })).toBe(
      `/var/lib/deskrun/cache/docs-2/${name}`,
    );
  });

  test('has the number of the instance once in its path', () => {
    expect(directoryOf(CacheVolume.named('docker'), { ...second, name: 'docker' })).not.toMatch(/docs-2.*-2/);
    expect(directoryOf(path({ target: '/var/lib/docker' }), second)).toBe('/var/lib/deskrun/cache/docs-2/cache-0');
  });

  test('is below another cacheRoot when one is set', () => {
    expect(directoryOf(path({}), { ...second, cacheRoot: '/tmp/github-runner-cache' })).toBe(
      '/tmp/github-runner-cache/docs-2/cache-0',
    );
    expect(directoryOf(path({}), { ...single, cacheRoot: '/tmp/github-runner-cache' })).toBe(
      '/tmp/github-runner-cache/docs/cache-0',
    );
  });
});

test.each([
  [undefined, true],
  ['/nvme/a', false],
])('a cache with source %p is in a directory that the user chose: %p', (source, automatic) => {
  expect(bindCache(path({ source }), single).automatic).toBe(automatic);
});

describe('perRunner', () => {
  test('gives a directory with the name of the pod, below that of the cache', () => {
    const bound = bindCache(path({ source: '/nvme/a', perRunner: true }), single);
    expect(bound.mount.subPathExpr).toBe('$(DESKRUN_POD_NAME)');
    expect(bound.directory).toBe('/nvme/a');
  });

  test('is false by default', () => {
    expect(bindCache(path({ source: '/nvme/a' }), single).mount.subPathExpr).toBeUndefined();
  });
});

describe('a local volume', () => {
  const local = { nodes: ['rack-1'], capacity: '100Gi' };

  test('has a claim with the name of the set and the cache', () => {
    const bound = bindCache(path({ source: '/nvme/a', local }), second);
    expect(bound.volume).toEqual({ name: 'cache-0', persistentVolumeClaim: { claimName: 'docs-2.cache-0' } });
    expect(bound.claimName).toBe('docs-2.cache-0');
  });

  test('has a claim with its own name when it is a construct', () => {
    expect(
      bindCache(path({ source: '/nvme/a', local }), {
        ...single,
        slot: { installation: 'warm', instance: 'warm' },
        name: 'warm',
      }).claimName,
    ).toBe('warm');
  });

  test('has a directory for each instance when it is exclusive', () => {
    expect(directoryOf(path({ source: '/nvme/docker', target: '/var/lib/docker', local }), second)).toBe(
      '/nvme/docker/docs-2',
    );
  });

  test('is mounted read-only when the cache is', () => {
    expect(bindCache(path({ source: '/nvme/a', sharing: 'readOnly', local }), single).mount.readOnly).toBe(true);
  });
});
