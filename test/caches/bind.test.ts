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

  test.each(['shared', 'exclusive'] as const)('is made where it is missing when it is %s', sharing => {
    expect(hostPathOf(bindCache(path({ source: '/nvme/a', sharing }), single))?.type).toBe('DirectoryOrCreate');
  });

  test('has to be there when it is read-only, since an empty one would never fill', () => {
    expect(hostPathOf(bindCache(path({ source: '/nvme/a', sharing: 'readOnly' }), single))).toEqual({
      path: '/nvme/a',
      type: 'Directory',
    });
  });

  test('is mounted read-only when it is read-only, and says nothing of it otherwise', () => {
    expect(bindCache(CacheVolume.named('nix-store'), single).mount).toMatchObject({
      mountPath: '/nix/store-host',
      readOnly: true,
    });
    expect(bindCache(path({ source: '/nvme/a' }), single).mount.readOnly).toBeUndefined();
  });

  test('is called after the cache of the catalogue', () => {
    expect(bindCache(CacheVolume.named('npm'), { ...single, name: 'npm' }).volume.name).toBe('cache-npm');
  });
});

describe('an empty source', () => {
  test('is an emptyDir, with no directory of the node behind it', () => {
    const bound = bindCache(path({ source: '' }), single);
    expect(bound.volume).toEqual({ name: 'cache-0', emptyDir: {} });
    expect([bound.directory, bound.claimName]).toEqual([undefined, undefined]);
  });

  test('may be limited', () => {
    expect(bindCache(path({ source: '', sizeLimit: '20Gi' }), single).volume).toEqual({
      name: 'cache-0',
      emptyDir: { sizeLimit: k8s.Quantity.fromString('20Gi') },
    });
  });

  test('is no directory an instance either', () => {
    expect(bindCache(path({ source: '', target: '/var/lib/docker' }), second).volume).toEqual({
      name: 'cache-0',
      emptyDir: {},
    });
  });
});

describe('a source that several instances are given', () => {
  test('is one directory for all when they may share it', () => {
    expect(directoryOf(path({ source: '/nvme/a' }), second)).toBe('/nvme/a');
  });

  test('is a directory an instance below it when they may not', () => {
    expect(directoryOf(path({ source: '/nvme/docker', target: '/var/lib/docker' }), second)).toBe(
      '/nvme/docker/docs-2',
    );
  });

  test('is a directory an instance also when there are only two', () => {
    expect(directoryOf(path({ source: '/nvme/a', sharing: 'exclusive' }), { ...second, instances: 2 })).toBe(
      '/nvme/a/docs-2',
    );
  });

  test('is itself when there is one instance', () => {
    expect(directoryOf(path({ source: '/nvme/docker', target: '/var/lib/docker' }), single)).toBe('/nvme/docker');
  });

  test('is one directory for all when everybody only reads it', () => {
    expect(directoryOf(CacheVolume.named('nix-store'), second)).toBe('/nix/store');
  });

  test('is itself when every runner has its own directory below it', () => {
    expect(directoryOf(path({ source: '/nvme/docker', target: '/var/lib/docker', perRunner: true }), second)).toBe(
      '/nvme/docker',
    );
  });
});

describe('a cache without a source', () => {
  test('by its path lies below the root, its instance and its number', () => {
    expect(directoryOf(path({}), single)).toBe('/var/lib/deskrun/cache/docs/cache-0');
    expect(directoryOf(path({}), second)).toBe('/var/lib/deskrun/cache/docs-2/cache-0');
  });

  test('by its name lies below the installation when all may share it', () => {
    expect(directoryOf(CacheVolume.named('npm'), { ...second, name: 'npm' })).toBe('/var/lib/deskrun/cache/docs/npm');
  });

  test.each([
    ['docker', {}],
    ['npm', { sharing: 'exclusive' }],
  ] as const)('by its name lies below the instance when they may not: %s', (name, options) => {
    expect(directoryOf(CacheVolume.named(name, options), { ...second, name })).toBe(
      `/var/lib/deskrun/cache/docs-2/${name}`,
    );
  });

  test('has the number of its instance once', () => {
    expect(directoryOf(CacheVolume.named('docker'), { ...second, name: 'docker' })).not.toMatch(/docs-2.*-2/);
    expect(directoryOf(path({ target: '/var/lib/docker' }), second)).toBe('/var/lib/deskrun/cache/docs-2/cache-0');
  });

  test('lies below another root when one is given, such as that of the Go program', () => {
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
])('a cache with source %p is in a directory that was chosen for it: %p', (source, automatic) => {
  expect(bindCache(path({ source }), single).automatic).toBe(automatic);
});

describe('a directory a runner', () => {
  test("is named after the pod, below the cache's own", () => {
    const bound = bindCache(path({ source: '/nvme/a', perRunner: true }), single);
    expect(bound.mount.subPathExpr).toBe('$(DESKRUN_POD_NAME)');
    expect(bound.directory).toBe('/nvme/a');
  });

  test('is not asked for where it is not wished for', () => {
    expect(bindCache(path({ source: '/nvme/a' }), single).mount.subPathExpr).toBeUndefined();
  });
});

describe('a local volume', () => {
  const local = { nodes: ['rack-1'], capacity: '100Gi' };

  test('is taken by a claim that is named after the set and the cache', () => {
    const bound = bindCache(path({ source: '/nvme/a', local }), second);
    expect(bound.volume).toEqual({ name: 'cache-0', persistentVolumeClaim: { claimName: 'docs-2.cache-0' } });
    expect(bound.claimName).toBe('docs-2.cache-0');
  });

  test('is taken by a claim of its own name where it stands by itself', () => {
    expect(
      bindCache(path({ source: '/nvme/a', local }), {
        ...single,
        slot: { installation: 'warm', instance: 'warm' },
        name: 'warm',
      }).claimName,
    ).toBe('warm');
  });

  test('is a directory an instance when it may not be shared', () => {
    expect(directoryOf(path({ source: '/nvme/docker', target: '/var/lib/docker', local }), second)).toBe(
      '/nvme/docker/docs-2',
    );
  });

  test('is mounted read-only when the cache is', () => {
    expect(bindCache(path({ source: '/nvme/a', sharing: 'readOnly', local }), single).mount.readOnly).toBe(true);
  });
});
