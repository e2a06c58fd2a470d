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

/** Makes sets one after the other in one app, each in a chart of its own; the last one is what a test is about. */
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

describe('a name in one app', () => {
  test('is taken once in a namespace, whatever the runners work for', () => {
    expect(findingsOf(make({}, { githubConfigUrl: organization }))).toEqual([
      'name: scale set docs exists in namespace arc-runners already, at chart-0/set; rename one',
    ]);
  });

  test('is registered once at GitHub, whatever the namespace', () => {
    expect(findingsOf(make({}, { namespace: 'other' }))).toEqual([
      'name: scale set docs is registered for https://github.com/rubionic/docs already, by chart-0/set: GitHub ' +
        'allows a name only once; rename one',
    ]);
  });

  test('is the same at GitHub in any case of letters', () => {
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

  test('of an instance is as taken as any other', () => {
    expect(findingsOf(make({ name: 'web', instances: 2 }, { name: 'web-2' }))).toEqual([
      'name: scale set web-2 exists in namespace arc-runners already, at chart-0/set; rename one',
    ]);
  });

  test("of a set may be that of another's instances without their number", () => {
    expect(make({ name: 'web', instances: 2 }, { name: 'web' })).not.toThrow();
  });

  test('of a set that was refused is free', () => {
    const app = new App();
    const chart = new RunnerChart(app, 'chart', { namespace: 'arc-runners' });
    new DindRunnerSet(chart, 'taken', { ...docs, name: 'web-2' });
    expect(() => new DindRunnerSet(chart, 'refused', { ...docs, name: 'web', instances: 2 })).toThrow(
      'scale set web-2 exists',
    );
    expect(() => new DindRunnerSet(chart, 'free', { ...docs, name: 'web-1' })).not.toThrow();
  });

  test('is free again in another app', () => {
    make({})();
    expect(make({})).not.toThrow();
  });
});

describe('a directory of the node that one runner may use', () => {
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

  test('has one set', () => {
    expect(findingsOf(make(docker('/nvme/docker'), docker('/nvme/docker', web)))).toContainEqual(
      expect.stringMatching(taken('/nvme/docker')),
    );
  });

  test.each([
    ['inside', '/nvme/docker/web'],
    ['around', '/nvme'],
  ])('has nobody %s it', (_, source) => {
    expect(findingsOf(make(docker('/nvme/docker'), docker(source, web)))).toContainEqual(
      expect.stringMatching(taken(source)),
    );
  });

  test('has no neighbours with a similar name', () => {
    expect(make(docker('/nvme/docker'), docker('/nvme/docker2', web))).not.toThrow();
  });

  test('has no sharing sets either', () => {
    const shared = { ...web, caches: [NvmeCacheVolume.path({ source: '/nvme/docker/npm', target: '/cache' })] };
    expect(findingsOf(make(docker('/nvme/docker'), shared))).toContainEqual(
      expect.stringMatching(taken('/nvme/docker/npm')),
    );
  });

  test('is not taken by a set that shares it already', () => {
    const shared = { caches: [NvmeCacheVolume.path({ source: '/nvme/docker', target: '/cache' })] };
    expect(findingsOf(make(shared, docker('/nvme/docker', web)))).toContainEqual(
      expect.stringMatching(taken('/nvme/docker')),
    );
  });

  test('may have the same path on different nodes', () => {
    const [a, b] = ['a', 'b'].map(host => ({ nodeSelector: { 'kubernetes.io/hostname': host } }));
    expect(make(docker('/nvme/docker', a), docker('/nvme/docker', { ...web, ...b }))).not.toThrow();
  });

  test('is not on different nodes because one set names some', () => {
    expect(make(docker('/nvme/docker', { nodeSelector: { disk: 'nvme' } }), docker('/nvme/docker', web))).toThrow(
      '/nvme/docker on the node',
    );
  });

  test('is not on different nodes because both name different labels', () => {
    expect(
      make(
        docker('/nvme/docker', { nodeSelector: { disk: 'nvme' } }),
        docker('/nvme/docker', { ...web, nodeSelector: { gpu: 'yes' } }),
      ),
    ).toThrow('/nvme/docker on the node');
  });

  test("is each instance's own", () => {
    expect(make(docker('/nvme/docker', { instances: 3 }))).not.toThrow();
  });

  test('may be given to any number of sets that only read it', () => {
    const reading = { caches: [NvmeCacheVolume.nixStore()] };
    expect(make(reading, { ...web, ...reading })).not.toThrow();
  });

  test('may be shared by any number of sets when its tool can', () => {
    const sharing = { caches: [NvmeCacheVolume.named('npm', { source: '/nvme/npm' })] };
    expect(make(sharing, { ...web, ...sharing })).not.toThrow();
  });

  test('may be the parent of a directory for every pod', () => {
    const perRunner = { caches: [NvmeCacheVolume.docker({ source: '/nvme/pods', perRunner: true })] };
    expect(make(perRunner, { ...web, ...perRunner })).not.toThrow();
  });
});

describe('what lies on the nodes', () => {
  const local = { nodes: ['rack-1'], capacity: '100Gi' };

  test('is claimed under a name that no other set claims under', () => {
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

  test('is claimed in the namespace of the pods that use it', () => {
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

  test('is not shared by strangers because their sets have one name in two namespaces', () => {
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

test('sets of all kinds are counted together', () => {
  const chart = new RunnerChart(new App(), 'chart', { namespace: 'arc-runners' });
  new DindRunnerSet(chart, 'a', docs);
  expect(findingsOf(() => new KubernetesRunnerSet(chart, 'b', docs))).toEqual([
    expect.stringContaining('scale set docs exists in namespace arc-runners already, at chart/a'),
  ]);
});
