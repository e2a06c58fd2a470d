import { formatPath, type Finding, type ValuePath } from '../../src/errors';
import { k8s, podTemplateToJson } from '../../src/kubernetes';
import { envNameFindings, podFindings, runnerPodFindings } from '../../src/pod/check';
import { composeOwned } from '../../src/pod/compose';

const CHARACTERS = 'at most 63 lower-case letters, digits and -';

const read = (findings: readonly Finding[]) => findings.map(({ path, message }) => `${formatPath(path)}: ${message}`);
const runner: k8s.Container = { name: 'runner', image: 'runner:1' };
const check = (spec: Partial<k8s.PodSpec>) =>
  read(podFindings(podTemplateToJson({ spec: { containers: [{ ...runner, name: 'first' }], ...spec } }), 36));

describe('a pod', () => {
  test('whose containers have images and whose mounts have volumes is accepted', () => {
    const volumeMounts = [{ name: 'v', mountPath: '/v' }];
    expect(
      check({
        containers: [{ ...runner, env: [{ name: 'CI' }], volumeMounts }],
        initContainers: [{ ...runner, name: 'init', volumeMounts }],
        volumes: [{ name: 'v', emptyDir: {} }],
      }),
    ).toEqual([]);
  });

  test('with all valid forms of container and volume names is accepted', () => {
    const names = ['a', 'ab', 'a-1', '1', 'a'.repeat(63)];
    expect(
      check({
        containers: names.map(name => ({ ...runner, name })),
        volumes: names.map(name => ({ name, emptyDir: {} })),
      }),
    ).toEqual([]);
  });

  test('without fields is accepted', () => {
    expect(podFindings({}, 36)).toEqual([]);
  });

  test('with a container without an image is refused, with the name of the container', () => {
    expect(check({ containers: [runner, { name: 'runer' }] })).toEqual([
      'spec.containers[1].image: container runer has no image; add one, or use the name of a container that the pod ' +
        'already has',
    ]);
  });

  test('with an init container without an image is refused, with the name of the init container', () => {
    expect(check({ initContainers: [{ name: 'init' }] })).toEqual([
      'spec.initContainers[0].image: container init has no image; add one, or use the name of a container that the ' +
        'pod already has',
    ]);
  });

  test('with a mount of a volume that it does not have is refused, with the remedy', () => {
    expect(
      check({
        containers: [{ ...runner, volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
        volumes: [{ name: 'u', emptyDir: {} }],
      }),
    ).toEqual([
      'spec.containers[0].volumeMounts[0].name: /v of container runner mounts volume "v", which the pod does not ' +
        'have; add it to volumes',
    ]);
  });

  test('with a mount of a missing volume in an init container is refused', () => {
    expect(check({ initContainers: [{ ...runner, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] })).toEqual([
      expect.stringMatching(/^spec\.initContainers\[0\]\.volumeMounts\[0\]\.name: .*"v"/),
    ]);
  });

  test('with an invalid variable name is refused', () => {
    expect(check({ containers: [{ ...runner, env: [{ name: '1A' }] }] })).toEqual([
      'spec.containers[0].env[0].name: must be a variable name of letters, digits, _, - and ., got "1A"',
    ]);
  });

  test.each(['Runner', 'my_runner', '-a', 'a'.repeat(64), '$job'])('with a container named %s is refused', name => {
    expect(check({ containers: [runner, { ...runner, name }] })).toEqual([
      `spec.containers[1].name: must be a container name of ${CHARACTERS}, got ${JSON.stringify(name)}`,
    ]);
  });

  test.each(['Cache', 'my_cache', 'a'.repeat(64)])('with a volume named %s is refused', name => {
    expect(check({ volumes: [{ name, emptyDir: {} }] })).toEqual([
      `spec.volumes[0].name: must be a volume name of ${CHARACTERS}, got ${JSON.stringify(name)}`,
    ]);
  });

  test('with several errors has one finding for each', () => {
    expect(
      check({
        initContainers: [{ name: 'a' }],
        containers: [{ name: 'b', env: [{ name: '' }], volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
      }),
    ).toHaveLength(4);
  });
});

test('findings have the path of the prop that sets the value', () => {
  const { template, locate } = composeOwned([
    { owner: ['env', '1A'], template: { spec: { containers: [{ ...runner, env: [{ name: '1A' }] }] } } },
    {
      owner: ['caches', 0],
      template: { spec: { containers: [{ name: 'runner', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] } },
    },
    {
      owner: ['template'],
      template: {
        spec: {
          containers: [
            { name: 'x', env: [{ name: '2A' }] },
            { name: 'runner', env: [{ name: '3A' }] },
          ],
        },
      },
      override: true,
    },
  ]);
  const places = podFindings(podTemplateToJson(template), 36).map(({ path }) => formatPath(locate(path) ?? []));
  expect(places.sort()).toEqual([
    'caches[0]',
    'env.1A',
    'template.spec.containers[0].env[0].name',
    'template.spec.containers[0].image',
    'template.spec.containers[1].env[0].name',
  ]);
});

test.each<[string, ValuePath, ValuePath | undefined]>([
  ['a field of the prop with the same name', ['spec', 'tolerations', 0, 'key'], ['tolerations', 0, 'key']],
  ['a label of a prop', ['metadata', 'labels', 'team'], ['jobPod', 'labels', 'team']],
  ['an amount of a prop', ['spec', 'containers', 0, 'resources', 'limits', 'cpu'], ['resources', 'limits', 'cpu']],
  [
    'an entry of an override, with its position in the override',
    ['spec', 'volumes', 1, 'name'],
    ['template', 'spec', 'volumes', 0, 'name'],
  ],
  ['a field with another spelling in manifests', ['spec', 'hostPID'], ['template', 'spec', 'hostPID']],
  [
    'a missing field of an object that only an override sets',
    ['spec', 'containers', 0, 'livenessProbe', 'exec'],
    ['template', 'spec', 'containers', 0, 'livenessProbe', 'exec'],
  ],
  ['a list that several contributions set: the override', ['spec', 'volumes'], ['template', 'spec', 'volumes']],
  ['a field that no contribution sets', ['spec', 'affinity'], undefined],
])('finds the prop of %s', (_, path, origin) => {
  const { locate } = composeOwned([
    { owner: ['runnerImage'], template: { spec: { containers: [runner] } } },
    { owner: ['tolerations'], template: { spec: { tolerations: [{ key: 'a b' }] } } },
    { owner: ['jobPod', 'labels'], template: { metadata: { labels: { team: '-' } } } },
    {
      owner: ['resources'],
      template: {
        spec: { containers: [{ name: 'runner', resources: { limits: { cpu: k8s.Quantity.fromString('x') } } }] },
      },
    },
    { owner: ['caches', 0], template: { spec: { volumes: [{ name: 'cache', emptyDir: {} }] } } },
    {
      owner: ['template'],
      override: true,
      template: {
        spec: {
          hostPid: true,
          volumes: [{ name: 'mine', emptyDir: {} }],
          containers: [{ name: 'runner', livenessProbe: { periodSeconds: 5 } }],
        },
      },
    },
  ]);
  expect(locate(path)).toEqual(origin);
});

test('a variable that ARC sets on runners is refused in every container', () => {
  const env = [{ name: 'ACTIONS_RUNNER_INPUT_JITCONFIG', value: 'x' }];
  expect(read(runnerPodFindings({ spec: { containers: [{ ...runner, env }] } }, 36))).toEqual([
    'spec.containers[0].env[0].name: ACTIONS_RUNNER_INPUT_JITCONFIG is set by ARC on every runner; leave it out',
  ]);
});

describe('the name of a variable', () => {
  test.each(['CI', 'npm_config_cache', '_', 'a.b-c', '-x', '.x', 'A1'])('can be %p', name => {
    expect(envNameFindings(name, ['env', name])).toEqual([]);
  });

  test.each(['', '1A', 'A=B', 'A B', 'ä', 'A\n', '$A'])('cannot be %p', name => {
    expect(envNameFindings(name, ['env', name])).toEqual([
      {
        path: ['env', name],
        message: `must be a variable name of letters, digits, _, - and ., got ${JSON.stringify(name)}`,
      },
    ]);
  });

  test.each([
    'ACTIONS_RUNNER_INPUT_JITCONFIG',
    'GITHUB_ACTIONS_RUNNER_EXTRA_USER_AGENT',
    'ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE',
  ])('cannot be %s, because ARC sets it', name => {
    expect(envNameFindings(name, ['env', name])).toEqual([
      { path: ['env', name], message: `${name} is set by ARC on every runner; leave it out` },
    ]);
  });
});
