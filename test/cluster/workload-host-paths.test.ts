import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import {
  ArcController,
  CachedPrivilegedRunnerSet,
  CacheVolume,
  DeskrunApp,
  GitHubAuth,
  KindCluster,
  NvmeCacheVolume,
  RunnerChart,
  RunnerSet,
  type RunnerSetProps,
} from '../../src';
import { docs, findingsOf } from '../support/sets';

function chart(): RunnerChart {
  return new RunnerChart(new DeskrunApp(), 'runners', { namespace: 'arc-runners' });
}

function runnerSet(scope: Chart, props: Partial<RunnerSetProps> = {}): RunnerSet {
  return new RunnerSet(scope, props.name ?? 'docs', { ...docs, containerMode: 'dind', ...props });
}

const paths = (cluster: KindCluster) => cluster.mounts.map(({ hostPath }) => hostPath);

describe('the host paths of a runner set', () => {
  it('are those of its caches', () => {
    const set = runnerSet(chart(), { caches: [CacheVolume.named('npm', { source: '/nvme/npm' })] });
    expect(set.hostPaths).toEqual([{ path: '/nvme/npm', readOnly: false, type: 'DirectoryOrCreate' }]);
  });

  it('are those of every instance', () => {
    const set = new CachedPrivilegedRunnerSet(chart(), 'set', {
      name: 'docs',
      githubConfigUrl: 'https://github.com/rubionic/docs',
      auth: GitHubAuth.fromSecret('github'),
      instances: 2,
      caches: [NvmeCacheVolume.docker({ source: '/nvme/docker' })],
    });
    expect(set.hostPaths.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/nvme/docker/docs-1', '/nvme/docker/docs-2']),
    );
    expect(set.scaleSets[0]?.hostPaths.map(({ path }) => path)).not.toContain('/nvme/docker/docs-2');
  });

  it('are those of volumes in an override, and of a patch', () => {
    const set = runnerSet(chart(), {
      template: {
        spec: { containers: [], volumes: [{ name: 'socket', hostPath: { path: '/run/app.sock', type: 'Socket' } }] },
      },
    });
    expect(set.hostPaths).toContainEqual({ path: '/run/app.sock', readOnly: true, type: 'Socket' });
    set.scaleSets[0]?.resource.addJsonPatch(
      JsonPatch.add('/spec/template/spec/volumes/-', { name: 'late', hostPath: { path: '/nvme/late' } }),
    );
    expect(set.hostPaths.map(({ path }) => path)).toContain('/nvme/late');
  });

  it('are the directories of local persistent volumes', () => {
    const local = { nodes: ['node-1'], capacity: '10Gi' };
    const set = runnerSet(chart(), { caches: [CacheVolume.named('npm', { source: '/nvme/npm', local })] });
    expect(set.hostPaths).toEqual([{ path: '/nvme/npm', readOnly: false, type: 'Directory' }]);
  });
});

describe('a kind cluster for workloads', () => {
  it('mounts what the sets of an app, a chart or a set mount', () => {
    const scope = chart();
    const set = runnerSet(scope, { caches: [CacheVolume.named('npm', { source: '/nvme/npm' })] });
    for (const workload of [scope.node.root, scope, set])
      expect(new KindCluster({ workloads: [workload] }).mounts).toEqual([
        { hostPath: '/nvme/npm', containerPath: '/nvme/npm', readOnly: false },
      ]);
  });

  it('mounts the paths of other pods: the controller, a DaemonSet, a pod and persistent volumes', () => {
    const app = new App();
    const scope = new Chart(app, 'chart', { namespace: 'arc-systems' });
    const volume = (path: string) => ({ volumes: [{ name: 'a', hostPath: { path } }], containers: [] });
    new ArcController(scope, 'controller', {
      crds: 'external',
      volumes: [{ name: 'a', hostPath: { path: '/nvme/controller' } }],
    });
    new ApiObject(scope, 'daemon', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      spec: { template: { spec: volume('/nvme/daemon') } },
    });
    new ApiObject(scope, 'pod', { apiVersion: 'v1', kind: 'Pod', spec: volume('/nvme/pod') });
    new ApiObject(scope, 'pv', { apiVersion: 'v1', kind: 'PersistentVolume', spec: { local: { path: '/nvme/pv' } } });
    new ApiObject(scope, 'host-pv', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      spec: { hostPath: { path: '/nvme/host-pv' } },
    });
    expect(paths(new KindCluster({ workloads: [app] }))).toEqual(
      ['controller', 'daemon', 'host-pv', 'pod', 'pv'].map(name => `/nvme/${name}`),
    );
  });

  it('mounts hostPaths too, and sets that are added later', () => {
    const scope = chart();
    const cluster = new KindCluster({ workloads: [scope], hostPaths: [{ path: '/nvme/a', readOnly: false }] });
    runnerSet(scope, { caches: [CacheVolume.named('npm', { source: '/nvme/npm' })] });
    expect(paths(cluster)).toEqual(['/nvme/a', '/nvme/npm']);
  });

  it('refuses a path that a kind node needs for itself', () => {
    const set = runnerSet(chart(), {
      template: { spec: { containers: [], volumes: [{ name: 'nix', hostPath: { path: '/etc/nix' } }] } },
    });
    expect(findingsOf(() => new KindCluster({ workloads: [set] }))).toEqual([
      expect.stringMatching(/^workloads\[0\]: \/etc\/nix cannot be mounted into a kind node/),
    ]);
  });

  it('refuses what is not a construct', () => {
    expect(findingsOf(() => new KindCluster({ workloads: ['docs' as never] }))).toEqual([
      expect.stringMatching(/^workloads\[0\]: must be a construct/),
    ]);
  });
});
