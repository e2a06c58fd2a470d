import { ApiObject, App, Chart } from 'cdk8s';
import {
  CachedPrivilegedRunnerSet,
  ContainerMode,
  DindRunnerSet,
  GitHubAuth,
  KubernetesRunnerSet,
  NvmeCacheVolume,
  PropsError,
  RunnerSet,
  type RunnerSetProps,
} from '../../src';
import { formatPath } from '../../src/errors';
import { deepFreeze, docs, findingsOf, runnerChart, synthSet } from '../support/sets';

const wrong: Partial<RunnerSetProps> = {
  name: 'Docs',
  githubConfigUrl: 'rubionic',
  instances: 0,
  minRunners: -1,
  maxRunners: -1,
  runnerScaleSetLabels: [''],
  runnerImage: '',
  resources: { limits: { memory: '4GB' } },
  env: { 'A B': '1' },
  hostRoots: ['relative'],
  cacheRoot: '/etc',
  caches: [NvmeCacheVolume.docker()],
  containerMode: ContainerMode.kubernetes({ workVolumeClaim: { storage: '1GB' } }),
  jobPod: { nodeSelector: { disk: 'nvme' } },
};

describe('a set with several errors', () => {
  test('is refused with all of them at once, each at its prop', () => {
    const paths = findingsOf(() => synthSet(wrong)).map(finding => finding.split(': ')[0]);
    expect(paths.sort()).toEqual([
      'cacheRoot',
      'caches[0]',
      'containerMode.workVolumeClaim.storage',
      'env["A B"]',
      'githubConfigUrl',
      'hostRoots[0]',
      'instances',
      'jobPod.nodeSelector',
      'maxRunners',
      'minRunners',
      'name',
      'resources.limits.memory',
      'runnerImage',
      'runnerScaleSetLabels[0]',
    ]);
  });

  test('is named in every line', () => {
    const lines = messageOf(() => synthSet(wrong))
      .split('\n')
      .filter(line => !line.startsWith(' '));
    expect(lines.every(line => line.startsWith('[runners/set] '))).toBe(true);
    expect(lines).toHaveLength(14);
  });

  test('reports an error of all instances once', () => {
    const env = { GOCACHE: '/x' };
    const findings = findingsOf(() =>
      synthSet({ containerMode: ContainerMode.dind(), instances: 3, env, caches: [NvmeCacheVolume.named('go-build')] }),
    );
    expect(findings).toHaveLength(1);
  });

  test('adds no object to the tree', () => {
    const chart = runnerChart();
    expect(() => new RunnerSet(chart, 'set', { ...docs, containerMode: ContainerMode.dind(), ...wrong })).toThrow(
      PropsError,
    );
    expect(chart.node.findAll().filter(construct => ApiObject.isApiObject(construct))).toEqual([]);
    expect(chart.toJson()).toEqual([]);
  });
});

function messageOf(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('an error in an option of a named set has the name of that option', () => {
  const chart = () => runnerChart();

  test('workVolumeClaim of a KubernetesRunnerSet', () => {
    expect(
      findingsOf(() => new KubernetesRunnerSet(chart(), 'set', { ...docs, workVolumeClaim: { storage: '1GB' } })),
    ).toEqual([expect.stringMatching(/^workVolumeClaim\.storage: /)]);
  });

  test('dind of a DindRunnerSet', () => {
    expect(
      findingsOf(() => new DindRunnerSet(chart(), 'set', { ...docs, dind: { registryMirrors: ['mirror'] } })),
    ).toEqual([expect.stringMatching(/^dind\.registryMirrors\[0\]: /)]);
  });

  test('privileges of a CachedPrivilegedRunnerSet', () => {
    expect(
      findingsOf(
        () =>
          new CachedPrivilegedRunnerSet(chart(), 'set', { ...docs, privileges: { capabilities: ['CAP_SYS_ADMIN'] } }),
      ),
    ).toEqual([expect.stringMatching(/^privileges\.capabilities\[0\]: /)]);
  });
});

describe('an error about a conflict has both props', () => {
  test('a variable of the set that the mode sets', () => {
    expect(
      findingsOf(() => synthSet({ containerMode: ContainerMode.dind(), env: { DOCKER_HOST: 'tcp://docker:2375' } })),
    ).toEqual([
      'env.DOCKER_HOST: sets env variable "DOCKER_HOST" of container runner, which containerMode sets too; ' +
        'leave it out, or set the value in template',
    ]);
  });

  test('a variable of the set that a cache sets', () => {
    expect(
      findingsOf(() =>
        synthSet({
          containerMode: ContainerMode.dind(),
          env: { GOCACHE: '/x' },
          caches: [NvmeCacheVolume.named('go-build')],
        }),
      ),
    ).toEqual([
      'caches[0]: sets env variable "GOCACHE" of container runner, which env.GOCACHE sets too; remove one, or ' +
        'set the value in template',
    ]);
  });

  test('the same target of two caches', () => {
    const caches = ['/nvme/a', '/nvme/b'].map(source => NvmeCacheVolume.path({ source, target: '/cache' }));
    expect(findingsOf(() => synthSet({ containerMode: ContainerMode.dind(), caches }))).toEqual([
      expect.stringMatching(/^caches\[1\]: .*"\/cache" .*caches\[0\]/),
    ]);
  });
});

test.each([
  'ACTIONS_RUNNER_INPUT_JITCONFIG',
  'GITHUB_ACTIONS_RUNNER_EXTRA_USER_AGENT',
  'ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE',
])('the variable %s is refused, since ARC sets it', name => {
  expect(findingsOf(() => synthSet({ env: { [name]: 'x' } }))).toContain(
    `env.${name}: ${name} is set by ARC on every runner; leave it out`,
  );
});

test.each(['', '1A', 'A B', 'A=B'])('a variable must not have the name %j', name => {
  expect(findingsOf(() => synthSet({ env: { [name]: 'x' } }))).toContain(
    `${formatPath(['env', name])}: must be a variable name of letters, digits, _, - and ., got ${JSON.stringify(name)}`,
  );
});

test.each([
  { namespace: 'arc', name: '' },
  { namespace: '', name: 'controller' },
  { namespace: 'Arc', name: 'controller' },
])('the ServiceAccount of the controller must not be %j', account => {
  expect(findingsOf(() => synthSet({ controller: { serviceAccount: account } }))).toEqual([
    expect.stringMatching(/^controller\.serviceAccount\.(name|namespace): /),
  ]);
});

test('objects of the caller are not modified', () => {
  const props: RunnerSetProps = {
    ...docs,
    auth: GitHubAuth.fromSecret('github'),
    containerMode: ContainerMode.cachedPrivileged({ capabilities: ['SYS_ADMIN'] }),
    instances: 2,
    runnerScaleSetLabels: ['gpu'],
    caches: [NvmeCacheVolume.docker(), NvmeCacheVolume.named('npm')],
    resources: { limits: { memory: '4Gi' } },
    env: { LANG: 'C' },
    nodeSelector: { disk: 'nvme' },
    tolerations: [{ key: 'ci' }],
    affinity: { nodeAffinity: {} },
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { team: 'ci' } },
      },
    ],
    hostRoots: ['/fast'],
    jobPod: {
      labels: { team: 'web' },
      template: { spec: { containers: [{ name: '$job', env: [{ name: 'A', value: '1' }] }] } },
    },
    template: {
      metadata: { labels: { team: 'web' } },
      spec: {
        containers: [{ name: 'runner', env: [{ name: 'LANG', value: 'D' }] }],
        volumes: [{ name: 'x', emptyDir: {} }],
      },
    },
  };
  const chart = new Chart(new App(), 'runners', { namespace: 'arc-runners' });
  new RunnerSet(chart, 'set', deepFreeze(props));
  expect(chart.toJson()).toHaveLength(14);
});

test('later changes of objects by the caller have no effect', () => {
  const given = {
    tolerations: [{ key: 'ci' }],
    runnerScaleSetLabels: ['gpu'],
    nodeSelector: { disk: 'nvme' },
    env: { LANG: 'C' },
  };
  const before = synthSet(structuredClone(given)).manifests;
  const chart = runnerChart();
  new RunnerSet(chart, 'set', { ...docs, containerMode: ContainerMode.kubernetesNoVolume(), ...given });
  given.tolerations.push({ key: 'other' });
  given.runnerScaleSetLabels.push('other');
  Object.assign(given.nodeSelector, { disk: 'other' });
  Object.assign(given.env, { LANG: 'D' });
  expect(chart.toJson()).toEqual(before);
});
