import { App } from 'cdk8s';
import {
  ContainerMode,
  DindRunnerSet,
  KubernetesRunnerSet,
  NvmeCacheVolume,
  PropsError,
  RunnerChart,
  RunnerSet,
  type CacheVolume,
  type RunnerSetProps,
} from '../../src';
import { manifestProblems } from '../support/manifests';
import { docs, findingsOf, organization } from '../support/sets';

/** Creates sets one after the other in one app, each in its own chart. The last one is tested. */
function make(...sets: (Partial<RunnerSetProps> & { readonly namespace?: string })[]): () => void {
  const app = new App();
  const construct = ({ namespace = 'arc-runners', ...props }: (typeof sets)[number], index: number) =>
    new RunnerSet(new RunnerChart(app, `chart-${index}`, { namespace }), 'set', {
      ...docs,
      containerMode: ContainerMode.cachedPrivileged(),
      ...props,
    });
  sets.slice(0, -1).forEach(construct);
  return () => construct(sets.at(-1)!, sets.length - 1);
}

describe('the name of a set', () => {
  test('is unique in a namespace, even for different repositories', () => {
    expect(findingsOf(make({}, { githubConfigUrl: organization }))).toEqual([
      'name: scale set docs exists in namespace arc-runners already, at chart-0/set; rename one',
    ]);
  });

  test('is unique at GitHub, even in different namespaces', () => {
    expect(findingsOf(make({}, { namespace: 'other' }))).toEqual([
      'name: scale set docs is registered for https://github.com/rubionic/docs already, by chart-0/set: GitHub ' +
        'allows a name only once; rename one',
    ]);
  });

  test('is case-insensitive at GitHub', () => {
    expect(findingsOf(make({}, { namespace: 'other', githubConfigUrl: 'https://github.com/Rubionic/Docs' }))).toEqual([
      expect.stringContaining('GitHub allows a name only once'),
    ]);
  });

  test('may be used for two repositories in two namespaces', () => {
    expect(make({}, { namespace: 'other', githubConfigUrl: 'https://github.com/rubionic/web' })).not.toThrow();
  });

  test('may be used in two runner groups, from two namespaces', () => {
    const [first, second] = ['web', 'docs'].map(runnerGroup => ({
      githubConfigUrl: organization,
      runnerGroup,
      namespace: runnerGroup,
    }));
    expect(make(first!, second!)).not.toThrow();
  });

  test('must differ from that of an instance', () => {
    expect(findingsOf(make({ name: 'web', instances: 2 }, { name: 'web-2' }))).toEqual([
      'name: scale set web-2 exists in namespace arc-runners already, at chart-0/set; rename one',
    ]);
  });

  test('may be that of the instances of another set without their number', () => {
    expect(make({ name: 'web', instances: 2 }, { name: 'web' })).not.toThrow();
  });

  test('may be used again after a set was refused', () => {
    const app = new App();
    const chart = new RunnerChart(app, 'chart', { namespace: 'arc-runners' });
    new DindRunnerSet(chart, 'taken', { ...docs, name: 'web-2' });
    expect(() => new DindRunnerSet(chart, 'refused', { ...docs, name: 'web', instances: 2 })).toThrow(
      'scale set web-2 exists',
    );
    expect(() => new DindRunnerSet(chart, 'free', { ...docs, name: 'web-1' })).not.toThrow();
  });

  test('may be used again in another app', () => {
    make({})();
    expect(make({})).not.toThrow();
  });
});

describe('an exclusive directory of the node', () => {
  const docker = (source: string, props: Partial<RunnerSetProps> = {}) => ({
    caches: [NvmeCacheVolume.docker({ source })],
    ...props,
  });
  const web = { name: 'web', githubConfigUrl: 'https://github.com/rubionic/web' };
  const taken = (path: string) =>
    new RegExp(
      `^caches\\[0\\]: ${path} on the node is used by chart-0/set \\(docs\\) too, but only one runner at a ` +
        'time can use it; give one of them another source, or other nodes with nodeSelector$',
    );

  test('is refused for two sets', () => {
    expect(findingsOf(make(docker('/nvme/docker'), docker('/nvme/docker', web)))).toContainEqual(
      expect.stringMatching(taken('/nvme/docker')),
    );
  });

  test.each([
    ['inside', '/nvme/docker/web'],
    ['containing', '/nvme'],
  ])('is refused for a set with a directory %s it', (_, source) => {
    expect(findingsOf(make(docker('/nvme/docker'), docker(source, web)))).toContainEqual(
      expect.stringMatching(taken(source)),
    );
  });

  test('does not conflict with directories with similar names', () => {
    expect(make(docker('/nvme/docker'), docker('/nvme/docker2', web))).not.toThrow();
  });

  test('is refused for a set that shares it', () => {
    const shared = { ...web, caches: [NvmeCacheVolume.path({ source: '/nvme/docker/npm', target: '/cache' })] };
    expect(findingsOf(make(docker('/nvme/docker'), shared))).toContainEqual(
      expect.stringMatching(taken('/nvme/docker/npm')),
    );
  });

  test('is refused if a set shares it already', () => {
    const shared = { caches: [NvmeCacheVolume.path({ source: '/nvme/docker', target: '/cache' })] };
    expect(findingsOf(make(shared, docker('/nvme/docker', web)))).toContainEqual(
      expect.stringMatching(taken('/nvme/docker')),
    );
  });

  test('may have the same path in sets on different nodes', () => {
    const [a, b] = ['a', 'b'].map(host => ({ nodeSelector: { 'kubernetes.io/hostname': host } }));
    expect(make(docker('/nvme/docker', a), docker('/nvme/docker', { ...web, ...b }))).not.toThrow();
  });

  test('is refused if only one of two sets has a node selector', () => {
    expect(make(docker('/nvme/docker', { nodeSelector: { disk: 'nvme' } }), docker('/nvme/docker', web))).toThrow(
      '/nvme/docker on the node',
    );
  });

  test('is refused if the node selectors of two sets have different labels', () => {
    expect(
      make(
        docker('/nvme/docker', { nodeSelector: { disk: 'nvme' } }),
        docker('/nvme/docker', { ...web, nodeSelector: { gpu: 'yes' } }),
      ),
    ).toThrow('/nvme/docker on the node');
  });

  test('is a different one for each instance', () => {
    expect(make(docker('/nvme/docker', { instances: 3 }))).not.toThrow();
  });

  test('may be read by any number of sets', () => {
    const reading = { caches: [NvmeCacheVolume.nixStore()] };
    expect(make(reading, { ...web, ...reading })).not.toThrow();
  });

  test('may be shared by any number of sets if the tool supports it', () => {
    const sharing = { caches: [NvmeCacheVolume.named('npm', { source: '/nvme/npm' })] };
    expect(make(sharing, { ...web, ...sharing })).not.toThrow();
  });

  test('may contain the directories of perRunner', () => {
    const perRunner = { caches: [NvmeCacheVolume.docker({ source: '/nvme/pods', perRunner: true })] };
    expect(make(perRunner, { ...web, ...perRunner })).not.toThrow();
  });
});

describe('a local volume', () => {
  const local = { nodes: ['rack-1'], capacity: '100Gi' };

  test('has a claim with a unique name', () => {
    const chart = new RunnerChart(new App(), 'chart', { namespace: 'arc-runners' });
    const add = (name: string, cache: CacheVolume) =>
      new RunnerSet(chart, name, { ...docs, name, containerMode: ContainerMode.cachedPrivileged(), caches: [cache] });
    add('web', NvmeCacheVolume.docker({ source: '/nvme/web', local }));
    try {
      add('web-docker', NvmeCacheVolume.named('containerd', { source: '/nvme/other', local }));
    } catch (error) {
      expect(error).toBeInstanceOf(PropsError);
    }
    expect(manifestProblems(chart.toJson())).toEqual([]);
  });

  test('has its claim in the namespace of the pods that use it', () => {
    const app = new App();
    const claimed = new NvmeCacheVolume(new RunnerChart(app, 'volumes', { namespace: 'volumes' }), 'scratch', {
      source: '/nvme/scratch',
      target: '/scratch',
      local,
    });
    const chart = new RunnerChart(app, 'chart', { namespace: 'arc-runners' });
    expect(findingsOf(() => new DindRunnerSet(chart, 'set', { ...docs, caches: [claimed] }))).toEqual([
      expect.stringMatching(/^caches\[0\]: .*namespace/),
    ]);
  });

  test('is not shared by sets of the same name in two namespaces', () => {
    const app = new App();
    const made = ['rubionic', 'stranger'].map(
      owner => () =>
        new DindRunnerSet(new RunnerChart(app, owner, { namespace: owner }), 'set', {
          ...docs,
          githubConfigUrl: `https://github.com/${owner}/docs`,
          caches: [NvmeCacheVolume.named('npm')],
        }),
    );
    expect(made[0]).not.toThrow();
    expect(findingsOf(made[1] as () => unknown)).toEqual([
      'caches[0]: /var/lib/deskrun/cache/docs/npm on the node is where rubionic/set (docs in namespace ' +
        'rubionic) keeps its cache; set source, to share the directory or to use another',
    ]);
  });
});

test('named sets and RunnerSets are checked together', () => {
  const chart = new RunnerChart(new App(), 'chart', { namespace: 'arc-runners' });
  new DindRunnerSet(chart, 'a', docs);
  expect(findingsOf(() => new KubernetesRunnerSet(chart, 'b', docs))).toEqual([
    expect.stringContaining('scale set docs exists in namespace arc-runners already, at chart/a'),
  ]);
});
