import { ContainerMode, NvmeCacheVolume, RunnerSet, type CacheVolume, type RunnerSetProps } from '../../src';
import { modes } from '../support/modes';
import { containerOf, docs, findingsOf, runnerChart, synthSet, type Manifest, type PodManifest } from '../support/sets';

const containerMode = ContainerMode.cachedPrivileged();

/** The directory of the node that is mounted at a target, in the runner pod of each set. */
function directories(manifests: readonly Manifest[], target: string): string[] {
  return manifests
    .filter(({ kind }) => kind === 'AutoscalingRunnerSet')
    .map(({ spec }) => {
      const pod: PodManifest = spec.template.spec;
      const mount = containerOf(pod, 'runner').volumeMounts.find(({ mountPath }) => mountPath === target);
      return pod.volumes.find(({ name }) => name === mount?.name)?.hostPath.path;
    });
}

describe('two Docker daemons never share a directory', () => {
  const docker = () => NvmeCacheVolume.path({ target: '/var/lib/docker' });

  test('in three instances of a cache with a target only', () => {
    const found = directories(
      synthSet({ containerMode, instances: 3, caches: [docker()] }).manifests,
      '/var/lib/docker',
    );
    expect(new Set(found).size).toBe(3);
  });

  test('in three instances of a cache with a source', () => {
    const caches = [NvmeCacheVolume.path({ source: '/nvme/docker', target: '/var/lib/docker' })];
    expect(
      new Set(directories(synthSet({ containerMode, instances: 3, caches }).manifests, '/var/lib/docker')).size,
    ).toBe(3);
  });

  test('in two sets with the same target', () => {
    const chart = runnerChart();
    for (const name of ['web', 'docs'])
      new RunnerSet(chart, name, { ...docs, name, containerMode, caches: [docker()] });
    expect(new Set(directories(chart.toJson(), '/var/lib/docker')).size).toBe(2);
  });

  test('in two sets with the same source, which is refused', () => {
    const chart = runnerChart();
    const caches = [NvmeCacheVolume.docker({ source: '/nvme/docker' })];
    new RunnerSet(chart, 'web', { ...docs, name: 'web', containerMode, caches });
    expect(() => new RunnerSet(chart, 'docs', { ...docs, containerMode, caches })).toThrow(
      'only one runner at a time can use it',
    );
  });

  test('in two pods of one set, which is refused', () => {
    expect(() => synthSet({ containerMode, caches: [docker()], maxRunners: 2 })).toThrow(
      '/var/lib/docker can be used by one runner at a time',
    );
  });
});

describe('a cache is the same in the runner and in the job', () => {
  test.each<[string, string | undefined]>([
    ['a directory', '/nvme/builds'],
    ['an empty source', ''],
    ['no source', undefined],
  ])('with %s', (_, source) => {
    const set = synthSet({ containerMode, caches: [NvmeCacheVolume.path({ source, target: '/tmp/builds' })] });
    const volume = (volumes: Manifest[]) => volumes.find(({ name }) => name === 'cache-0');
    expect(volume(set.jobPod.spec.volumes)).toEqual(volume(set.pod.volumes));
    expect(volume(set.pod.volumes)).toBeDefined();
  });

  test('an empty source is an emptyDir in the job, not a directory of the node', () => {
    const { jobPod } = synthSet({
      containerMode,
      caches: [NvmeCacheVolume.path({ source: '', target: '/tmp/builds' })],
    });
    expect(jobPod.spec.volumes).toContainEqual({ name: 'cache-0', emptyDir: {} });
  });
});

test('the number of an instance is once in its directory', () => {
  const caches = [NvmeCacheVolume.path({ target: '/var/lib/docker' })];
  expect(
    directories(synthSet({ name: 'web', containerMode, instances: 2, caches }).manifests, '/var/lib/docker'),
  ).toEqual(['/var/lib/deskrun/cache/web-1/cache-0', '/var/lib/deskrun/cache/web-2/cache-0']);
});

test('no cache is in a directory that a reboot or another user empties', () => {
  expect(findingsOf(() => synthSet({ containerMode, cacheRoot: '/tmp/cache' }))[0]).toContain(
    'is outside the directories that caches may use',
  );
});

describe.each(modes)('in mode %s', (_, mode) => {
  test.each<[string, CacheVolume]>([
    ['a cache of a tool', NvmeCacheVolume.named('npm')],
    ['a Docker directory', NvmeCacheVolume.docker()],
    ['a cache by its paths', NvmeCacheVolume.path({ source: '/nvme/data', target: '/data' })],
    ['an emptyDir', NvmeCacheVolume.path({ source: '', target: '/data' })],
    ['the Nix store of the node', NvmeCacheVolume.nixStore()],
  ])('%s is either mounted or refused', (__, cache) => {
    const manifests = (props: Partial<RunnerSetProps>): string => {
      try {
        return JSON.stringify(synthSet({ containerMode: mode, ...props }).manifests);
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(manifests({ caches: [cache] })).toContain(cache.target);
  });
});

describe('a target that would break the job is refused', () => {
  test.each([
    '/nix/store',
    '/nix/store/',
    '/nix',
    '/nix/store/abc',
    '/__w',
    '/__e',
    '/github',
    '/github/home',
    '/proc',
    '/sys',
    '/sys/fs/cgroup',
    '/dev',
    '/home/runner',
    '/lib64',
    '/lib/x86_64-linux-gnu',
    '/',
  ])('%s', target => {
    expect(findingsOf(() => NvmeCacheVolume.path({ source: '/nvme/x', target }))).toEqual([
      expect.stringMatching(/^target: /),
    ]);
  });

  test.each(['a:b', '/cache:ro', '/a/../etc', 'cache'])('%s, which is not a path', target => {
    expect(findingsOf(() => NvmeCacheVolume.path({ source: '/nvme/x', target }))).toEqual([
      expect.stringMatching(/^target: must /),
    ]);
  });

  test('the target of another cache', () => {
    const caches = ['/nvme/a', '/nvme/b'].map(source => NvmeCacheVolume.path({ source, target: '/data' }));
    expect(findingsOf(() => synthSet({ containerMode, caches }))).toContainEqual(
      expect.stringMatching(/^caches\[1\]: .*\"\/data\" .*caches\[0\]/),
    );
  });

  test('the error for the Nix store recommends another target', () => {
    expect(findingsOf(() => NvmeCacheVolume.path({ source: '/nix/store', target: '/nix/store' }))[0]).toContain(
      "mount the node's store at /nix/store-host",
    );
  });
});
