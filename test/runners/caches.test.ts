import { ContainerMode, NvmeCacheVolume, type RunnerSetProps } from '../../src';
import { everyMode, modes } from '../support/modes';
import { pattern } from '../support/pattern';
import {
  containerOf,
  envOf,
  findingsOf,
  runnerChart,
  synthSet,
  type Manifest,
  type PodManifest,
} from '../support/sets';

const privileged = everyMode['cached-privileged-kubernetes'];
const npm = NvmeCacheVolume.named('npm');
const npmVolume = {
  name: 'cache-npm',
  hostPath: { path: '/var/lib/deskrun/cache/docs/npm', type: 'DirectoryOrCreate' },
};

function mountsOf(pod: PodManifest, container: string): Manifest[] {
  return containerOf(pod, container).volumeMounts;
}

function sources(props: Partial<RunnerSetProps>): unknown[] {
  return synthSet(props)
    .ofKind('AutoscalingRunnerSet')
    .map(({ spec }) =>
      (spec.template.spec.volumes as Manifest[])
        .filter(({ hostPath }) => hostPath)
        .map(({ hostPath }) => hostPath.path),
    );
}

describe('a cache', () => {
  test('in dind is mounted in the runner container, with the environment variable of its tool', () => {
    const set = synthSet({ containerMode: everyMode.dind, caches: [npm] });
    expect(set.pod.volumes).toContainEqual(npmVolume);
    expect(set.runner.volumeMounts).toContainEqual({ name: 'cache-npm', mountPath: '/cache/npm' });
    expect(envOf(set.runner)).toMatchObject({ npm_config_cache: '/cache/npm' });
  });

  test.each(['kubernetes', 'kubernetes-novolume'] as const)('in %s is mounted in the job container', type => {
    const set = synthSet({ containerMode: everyMode[type], caches: [npm] });
    expect(set.jobPod.spec.volumes).toContainEqual(npmVolume);
    expect(set.job.volumeMounts).toContainEqual({ name: 'cache-npm', mountPath: '/cache/npm' });
    expect(envOf(set.job)).toMatchObject({ npm_config_cache: '/cache/npm' });
  });

  test.each(['kubernetes', 'kubernetes-novolume'] as const)(
    'in %s is not mounted in the runner, where no step runs',
    type => {
      const set = synthSet({ containerMode: everyMode[type], caches: [npm] });
      expect(JSON.stringify(set.runner)).not.toContain('/cache/npm');
    },
  );

  test('in cached-privileged-kubernetes is the same directory in the runner and in the job', () => {
    const set = synthSet({ containerMode: privileged, caches: [npm, NvmeCacheVolume.docker()] });
    const caches = (pod: PodManifest) => pod.volumes.filter(({ name }) => /^cache-/.test(name));
    const mounts = (mounted: Manifest[]) => mounted.filter(({ name }) => /^cache-/.test(name));
    expect(caches(set.jobPod.spec)).toEqual(caches(set.pod));
    expect(mounts(set.job.volumeMounts)).toEqual(mounts(set.runner.volumeMounts));
    expect(caches(set.pod)).toHaveLength(3);
  });

  test('that is shared is one directory for all instances', () => {
    expect(sources({ containerMode: privileged, instances: 2, caches: [npm] })).toEqual([
      ['/var/lib/deskrun/cache/docs/npm'],
      ['/var/lib/deskrun/cache/docs/npm'],
    ]);
  });

  test('that is exclusive is a directory for each instance', () => {
    expect(sources({ containerMode: privileged, instances: 2, caches: [NvmeCacheVolume.named('gradle')] })).toEqual([
      ['/var/lib/deskrun/cache/docs-1/gradle'],
      ['/var/lib/deskrun/cache/docs-2/gradle'],
    ]);
  });

  test('that is exclusive is a directory for each instance below its source', () => {
    expect(
      sources({
        containerMode: privileged,
        instances: 2,
        caches: [NvmeCacheVolume.named('gradle', { source: '/nvme/gradle' })],
      }),
    ).toEqual([['/nvme/gradle/docs-1'], ['/nvme/gradle/docs-2']]);
  });
});

describe('a Docker directory', () => {
  const docker = NvmeCacheVolume.docker();

  test('in dind is mounted in the daemon only', () => {
    const { pod } = synthSet({ containerMode: everyMode.dind, caches: [docker] });
    expect(mountsOf(pod, 'dind')).toContainEqual({ name: 'cache-docker', mountPath: '/var/lib/docker' });
    expect(mountsOf(pod, 'runner').map(({ name }) => name)).not.toContain('cache-docker');
  });

  test('in dind is mounted in a daemon that is a plain container too', () => {
    const { pod } = synthSet({ containerMode: everyMode.dind, caches: [docker] }, { kubernetesVersion: '1.28' });
    expect(mountsOf(pod, 'dind')).toContainEqual({ name: 'cache-docker', mountPath: '/var/lib/docker' });
  });

  test('in cached-privileged-kubernetes adds the directory of containerd, where newer Docker stores images', () => {
    const { pod } = synthSet({ containerMode: privileged, caches: [docker] });
    expect(mountsOf(pod, 'runner')).toEqual(
      expect.arrayContaining([
        { name: 'cache-docker', mountPath: '/var/lib/docker' },
        { name: 'cache-docker-containerd', mountPath: '/var/lib/containerd' },
      ]),
    );
  });

  test('adds no containerd directory if there is one', () => {
    const { pod } = synthSet({ containerMode: privileged, caches: [docker, NvmeCacheVolume.named('containerd')] });
    expect(mountsOf(pod, 'runner').filter(({ mountPath }) => mountPath === '/var/lib/containerd')).toHaveLength(1);
  });

  test('is mounted in the job only, if the runner is not privileged', () => {
    const set = synthSet({
      containerMode: ContainerMode.cachedPrivileged({ requireJobContainer: true }),
      caches: [docker],
    });
    expect(JSON.stringify(set.pod)).not.toContain('/var/lib/docker');
    expect(set.job.volumeMounts).toContainEqual({ name: 'cache-docker', mountPath: '/var/lib/docker' });
  });

  test.each(['kubernetes', 'kubernetes-novolume'] as const)('is refused in %s, which has no daemon', type => {
    expect(findingsOf(() => synthSet({ containerMode: everyMode[type], caches: [npm, docker] }))).toEqual([
      `caches[1]: /var/lib/docker is for a Docker daemon, and containerMode ${type} runs none; use dind or ` +
        'cached-privileged-kubernetes, or leave it out',
    ]);
  });
});

describe.each(modes)('in mode %s', (_, containerMode) => {
  test.each(['/etc/cache', '/tmp/cache', '/var/lib/kubelet/cache'])('a cache at %s is refused', source => {
    expect(
      findingsOf(() => synthSet({ containerMode, caches: [npm, NvmeCacheVolume.named('pip', { source })] })),
    ).toEqual([expect.stringMatching(/^caches\[1\]\.source: /)]);
  });

  test('a cacheRoot outside the directories for caches is refused', () => {
    expect(findingsOf(() => synthSet({ containerMode, cacheRoot: '/tmp/cache' }))).toEqual([
      expect.stringMatching(
        pattern(
          /^cacheRoot: "\/tmp\/cache" is outside the directories that caches may use .*; to allow it, add its /,
          /root to hostRoots$/,
        ),
      ),
    ]);
  });
});

describe('an NvmeCacheVolume', () => {
  test('has the same directory in every runner set', () => {
    const chart = runnerChart();
    const scratch = new NvmeCacheVolume(chart, 'scratch', { source: '/nvme/scratch', target: '/scratch' });
    expect(sources({ containerMode: privileged, instances: 2, caches: [scratch] })).toEqual([
      ['/nvme/scratch'],
      ['/nvme/scratch'],
    ]);
  });

  test('that is exclusive is refused for two instances', () => {
    const chart = runnerChart();
    const alone = new NvmeCacheVolume(chart, 'alone', {
      source: '/nvme/alone',
      target: '/alone',
      sharing: 'exclusive',
    });
    expect(findingsOf(() => synthSet({ instances: 2, caches: [alone] }))).toEqual([
      expect.stringMatching(/^caches\[0\]: \/alone can be used by one runner at a time, but 2 runners would use it/),
    ]);
  });
});

describe('a cache with perRunner', () => {
  const caches = [NvmeCacheVolume.named('gradle', { perRunner: true })];
  const mount = { name: 'cache-gradle', mountPath: '/cache/gradle' };

  test('has a directory with the name of the pod, below that of the cache', () => {
    const { runner } = synthSet({ containerMode: everyMode.dind, caches });
    expect(runner.volumeMounts).toContainEqual({ ...mount, subPathExpr: '$(DESKRUN_POD_NAME)' });
    expect(envOf(runner).DESKRUN_POD_NAME).toEqual({ fieldRef: { fieldPath: 'metadata.name' } });
  });

  test('has the same form in the job pods of kubernetes', () => {
    expect(synthSet({ containerMode: everyMode.kubernetes, caches }).job.volumeMounts).toContainEqual({
      ...mount,
      subPathExpr: '$(DESKRUN_POD_NAME)',
    });
  });

  test.each(['kubernetes-novolume', 'cached-privileged-kubernetes'] as const)(
    'is an emptyDir in the job pods of %s, since its service containers have no pod name',
    type => {
      const set = synthSet({ containerMode: everyMode[type], caches });
      expect(set.job.volumeMounts).toContainEqual(mount);
      expect(set.jobPod.spec.volumes).toContainEqual({ name: 'cache-gradle', emptyDir: {} });
    },
  );
});
