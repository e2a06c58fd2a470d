import { App, Chart } from 'cdk8s';
import { CacheVolume } from '../../src/caches/cache-volume';
import { NvmeCacheVolume, type NvmeCacheVolumeProps } from '../../src/caches/nvme-cache-volume';
import { formatPath, PropsError } from '../../src/errors';

/** A volume by itself in a chart of namespace `apps`. */
function volume(props: Partial<NvmeCacheVolumeProps> = {}, id = 'warm'): NvmeCacheVolume {
  return new NvmeCacheVolume(new Chart(new App(), 'chart', { namespace: 'apps' }), id, {
    target: '/cache/warm',
    ...props,
  });
}
const objects = (made: NvmeCacheVolume) =>
  (Chart.of(made).toJson() as { kind: string; metadata: { name: string } }[]).map(
    ({ kind, metadata }) => `${kind} ${metadata.name}`,
  );

function refused(props: Partial<NvmeCacheVolumeProps>, id?: string): string[] {
  try {
    volume(props, id);
    return [];
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    return error.findings.map(({ path, message }) => `${formatPath(path)}: ${message}`);
  }
}

describe('NvmeCacheVolume', () => {
  test('is a directory below cacheRoot with the id of the construct', () => {
    expect(volume().volume).toEqual({
      name: 'cache-warm',
      hostPath: { path: '/var/lib/deskrun/cache/warm/warm', type: 'DirectoryOrCreate' },
    });
  });

  test('is mounted at target', () => {
    expect(volume().mount).toMatchObject({ name: 'cache-warm', mountPath: '/cache/warm' });
  });

  test('may have another name', () => {
    expect(volume({ name: 'hot' }).volume).toMatchObject({
      name: 'cache-hot',
      hostPath: { path: '/var/lib/deskrun/cache/hot/hot' },
    });
  });

  test.each(['a', 'ab', 'a-1', 'a'.repeat(42)])('may have the name %s', name => {
    expect(volume({ name }).volume.name).toBe(`cache-${name}`);
  });

  test('is the same directory for all pods, also when it is exclusive', () => {
    expect(volume({ target: '/var/lib/docker', source: '/nvme/docker' }).volume.hostPath?.path).toBe('/nvme/docker');
  });

  test('may be below another cacheRoot', () => {
    expect(volume({ cacheRoot: '/nvme' }).volume.hostPath?.path).toBe('/nvme/warm/warm');
  });

  test('may have a source', () => {
    expect(volume({ source: '/nvme/mine' }).volume.hostPath?.path).toBe('/nvme/mine');
  });

  test('may have a source below hostRoots', () => {
    expect(volume({ source: '/fast/mine', hostRoots: ['/fast'] }).volume.hostPath?.path).toBe('/fast/mine');
  });

  test('may be an emptyDir', () => {
    expect(volume({ source: '' }).volume).toEqual({ name: 'cache-warm', emptyDir: {} });
  });

  test('has no objects unless it is local', () => {
    expect(objects(volume())).toEqual([]);
  });

  test('that is local has volumes and a claim with its name', () => {
    const made = volume({ source: '/nvme/mine', local: { nodes: ['rack-1'], capacity: '1Gi' } });
    expect(objects(made)).toEqual([
      'StorageClass apps.warm',
      'PersistentVolume apps.warm.rack-1',
      'PersistentVolumeClaim warm',
    ]);
    expect(made.volume).toEqual({ name: 'cache-warm', persistentVolumeClaim: { claimName: 'warm' } });
  });

  test('is recognised as the cache of a known tool by its target', () => {
    expect(volume({ target: '/var/lib/docker', source: '/nvme/docker' })._bound.cache).toMatchObject({
      tool: 'docker',
      sharing: 'exclusive',
    });
  });
});

describe('NvmeCacheVolume is refused', () => {
  test('for an invalid option, with the path of the construct', () => {
    expect(() => volume({ target: '/proc' })).toThrow(/^\[chart\/warm\] target: cannot be mounted over/);
  });

  test('for a source outside the directories that caches may use', () => {
    expect(refused({ source: '/opt/cache' })).toEqual([
      expect.stringMatching(/^source: "\/opt\/cache" is outside .* hostRoots$/),
    ]);
  });

  test('for a source that the node itself uses', () => {
    expect(refused({ source: '/etc/cache' })).toEqual([
      expect.stringMatching(/^source: must not be \/etc, which the node itself uses/),
    ]);
  });

  test('for a cacheRoot outside them, with the name of that prop', () => {
    expect(refused({ cacheRoot: '/opt/cache' })).toEqual([
      expect.stringMatching(/^cacheRoot: .* is outside .* hostRoots$/),
    ]);
  });

  test.each(['Warm', 'warm_cache', '-warm', 'warm-', 'a'.repeat(43)])(
    'for the name %s, which is not a DNS label',
    name => {
      expect(refused({ name })).toEqual([
        `name: must be a DNS label of at most 42 characters, got ${JSON.stringify(name)}`,
      ]);
    },
  );

  test('for an id that is not a DNS label when name is not set', () => {
    expect(refused({}, 'WarmCache')).toEqual(['name: must be a DNS label of at most 42 characters, got "WarmCache"']);
    expect(refused({ name: 'warm' }, 'WarmCache')).toEqual([]);
  });

  test('for its source and its name in one error', () => {
    expect(refused({ source: '/opt/cache', name: 'Warm' })).toHaveLength(2);
  });

  test.each(['/', 'fast', '/fast/'])('for the host root %p', root => {
    expect(refused({ source: '/fast/mine', hostRoots: [root, '/fast'] })).toEqual([
      expect.stringMatching(/^hostRoots\[0\]: /),
    ]);
  });
});

describe('the static methods create caches for runner sets', () => {
  test.each([
    [
      'docker',
      NvmeCacheVolume.docker({ source: '/nvme/docker' }),
      { tool: 'docker', source: '/nvme/docker', target: '/var/lib/docker', sharing: 'exclusive' },
    ],
    [
      'nixStore',
      NvmeCacheVolume.nixStore(),
      { tool: 'nix-store', source: '/nix/store', target: '/nix/store-host', sharing: 'readOnly' },
    ],
    [
      'nixDaemon',
      NvmeCacheVolume.nixDaemon(),
      {
        tool: 'nix-daemon',
        source: '/nix/var/nix/daemon-socket',
        target: '/nix/var/nix/daemon-socket-host',
        sharing: 'readOnly',
      },
    ],
    ['named', NvmeCacheVolume.named('npm', { perRunner: true }), { tool: 'npm', byName: true, perRunner: true }],
    [
      'path',
      NvmeCacheVolume.path({ source: '', target: '/tmp/builds' }),
      { tool: undefined, byName: false, isEmptyDir: true },
    ],
  ])('%s', (_, cache, expected) => {
    expect(cache).toBeInstanceOf(CacheVolume);
    expect(cache).toMatchObject(expected);
  });
});
