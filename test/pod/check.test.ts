import { formatPath, type Finding } from '../../src/errors';
import type { k8s, Resources } from '../../src/kubernetes';
import { envNameFindings, podFindings, resourceFindings } from '../../src/pod/check';
import { composeOwned } from '../../src/pod/compose';

const read = (findings: readonly Finding[]) => findings.map(({ path, message }) => `${formatPath(path)}: ${message}`);
const check = (spec: Partial<k8s.PodSpec>) => read(podFindings({ spec: { containers: [], ...spec } }));
const runner: k8s.Container = { name: 'runner', image: 'runner:1' };

describe('a pod', () => {
  test('whose containers have images and whose mounts have volumes is fine', () => {
    const volumeMounts = [{ name: 'v', mountPath: '/v' }];
    expect(
      check({
        containers: [{ ...runner, env: [{ name: 'CI' }], volumeMounts }],
        initContainers: [{ ...runner, name: 'init', volumeMounts }],
        volumes: [{ name: 'v', emptyDir: {} }],
      }),
    ).toEqual([]);
  });

  test('may name containers and volumes as Kubernetes lets it', () => {
    const names = ['a', 'ab', 'a-1', '1', 'a'.repeat(63)];
    expect(
      check({
        containers: names.map(name => ({ ...runner, name })),
        volumes: names.map(name => ({ name, emptyDir: {} })),
      }),
    ).toEqual([]);
  });

  test('of which nothing is said is fine', () => {
    expect(podFindings({})).toEqual([]);
  });

  test('with a container without an image says which, and that a name may be mistaken', () => {
    expect(check({ containers: [runner, { name: 'runer' }] })).toEqual([
      'spec.containers[1]: container runer has no image; name one, or name a container that the mode has',
    ]);
  });

  test('with an init container without an image says which', () => {
    expect(check({ initContainers: [{ name: 'init' }] })).toEqual([
      'spec.initContainers[0]: container init has no image; name one, or name a container that the mode has',
    ]);
  });

  test('with a mount of a volume it does not have says where, and what to add', () => {
    expect(
      check({ containers: [{ ...runner, volumeMounts: [{ name: 'v', mountPath: '/v' }] }], volumes: [{ name: 'u' }] }),
    ).toEqual([
      'spec.containers[0].volumeMounts: /v of container runner mounts volume "v", which the pod does not have; add it to volumes',
    ]);
  });

  test('with a mount in an init container is checked too', () => {
    expect(check({ initContainers: [{ ...runner, volumeMounts: [{ name: 'v', mountPath: '/v' }] }] })).toEqual([
      expect.stringMatching(/^spec\.initContainers\[0\]\.volumeMounts: .*"v"/),
    ]);
  });

  test('with a variable that has no proper name says where', () => {
    expect(check({ containers: [{ ...runner, env: [{ name: '1A' }] }] })).toEqual([
      'spec.containers[0].env: must be a variable name of letters, digits, _, - and ., got "1A"',
    ]);
  });

  test.each(['Runner', 'my_runner', '-a', 'a'.repeat(64), '$job'])(
    'with a container called %s says what may be one',
    name => {
      expect(check({ containers: [runner, { ...runner, name }] })).toEqual([
        `spec.containers[1]: ${JSON.stringify(name)} cannot name a container: at most 63 lower-case letters, digits and -`,
      ]);
    },
  );

  test.each(['Cache', 'my_cache', 'a'.repeat(64)])('with a volume called %s says what may be one', name => {
    expect(check({ volumes: [{ name, emptyDir: {} }] })).toEqual([
      `spec.volumes: ${JSON.stringify(name)} cannot name a volume: at most 63 lower-case letters, digits and -`,
    ]);
  });

  test('with several faults has each of them told', () => {
    expect(
      check({
        initContainers: [{ name: 'a' }],
        containers: [{ name: 'b', env: [{ name: '' }], volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
      }),
    ).toHaveLength(4);
  });
});

test('findings are told where the parts were written, when that is known', () => {
  const { template, origin } = composeOwned([
    { owner: ['env'], template: { spec: { containers: [{ ...runner, env: [{ name: '1A' }] }] } } },
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
      lastWord: true,
    },
  ]);
  expect(podFindings(template, origin).map(({ path }) => formatPath(path))).toEqual([
    'caches[0]',
    'env',
    'template.spec.containers[1].env',
    'template.spec.containers[0]',
    'template.spec.containers[0].env',
  ]);
});

describe('the name of a variable', () => {
  test.each(['CI', 'npm_config_cache', '_', 'a.b-c', '-x', '.x', 'A1'])('may be %p', name => {
    expect(envNameFindings(name, ['env', name])).toEqual([]);
  });

  test.each(['', '1A', 'A=B', 'A B', 'ä', 'A\n', '$A'])('may not be %p', name => {
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
  ])("%s is ARC's own and left out", name => {
    expect(envNameFindings(name, ['env', name])).toEqual([
      { path: ['env', name], message: `${name} is set by ARC on every runner; leave it out` },
    ]);
  });
});

describe('requests and limits', () => {
  const checked = (resources: Resources | undefined) => read(resourceFindings(resources, ['resources']));

  test.each<[string, Resources | undefined]>([
    ['none', undefined],
    ['empty ones', { requests: {}, limits: {} }],
    ['a request alone', { requests: { cpu: '2' } }],
    ['a limit alone', { limits: { memory: '4Gi' } }],
    ['a request below its limit, in another unit', { requests: { memory: '1000Mi' }, limits: { memory: '1Gi' } }],
    ['a request as its limit, in another unit', { requests: { cpu: '1000m' }, limits: { cpu: '1' } }],
    ['a request of one thing and a limit of another', { requests: { cpu: '2' }, limits: { memory: '1' } }],
    ['nothing of a thing', { limits: { 'nvidia.com/gpu': '0' } }],
    ['whole devices, in any unit', { limits: { 'nvidia.com/gpu': '2000m' } }],
    [
      'devices and huge pages, as many as may be used',
      {
        requests: { 'nvidia.com/gpu': '2', 'hugepages-2Mi': '1Gi' },
        limits: { 'nvidia.com/gpu': '2', 'hugepages-2Mi': '1024Mi' },
      },
    ],
  ])('may be %s', (_, resources) => {
    expect(checked(resources)).toEqual([]);
  });

  test.each(['1gb', '', '-1', '-1Gi', '2 cores'])('may not be %p', amount => {
    expect(checked({ limits: { cpu: amount } })).toEqual([
      `resources.limits.cpu: must be an amount such as 2, 500m or 4Gi, got ${JSON.stringify(amount)}`,
    ]);
    expect(checked({ requests: { cpu: amount } })).toEqual([
      `resources.requests.cpu: must be an amount such as 2, 500m or 4Gi, got ${JSON.stringify(amount)}`,
    ]);
  });

  test.each([
    'cpus',
    'mem',
    'storage',
    'gpu',
    'nvidia.com/',
    '/gpu',
    'my-hugepages-2Mi',
    'hugepages-',
    'hugepages-2 Mi',
    'NVIDIA.com/gpu',
    '_nvidia.com/gpu',
    'nvidia.com/gpu ',
    'nvidia.com/gpu/0',
  ])('may not be of what no container has: %p', name => {
    const message = `${JSON.stringify(name)} is no resource of a container: cpu, memory, ephemeral-storage, hugepages-SIZE, or a device such as nvidia.com/gpu`;
    expect(resourceFindings({ limits: { [name]: '1' } }, [])).toEqual([{ path: ['limits', name], message }]);
    expect(resourceFindings({ requests: { [name]: '1' } }, [])).toEqual([{ path: ['requests', name], message }]);
  });

  test.each(['cpu', 'memory', 'ephemeral-storage', 'hugepages-2Mi', 'nvidia.com/gpu', 'squat.ai/fuse'])(
    'may be of %s',
    name => {
      expect(checked({ limits: { [name]: '1' } })).toEqual([]);
    },
  );

  test('a request above its limit says both', () => {
    expect(checked({ requests: { cpu: '2', memory: '2Gi' }, limits: { cpu: '1500m', memory: '4Gi' } })).toEqual([
      'resources.requests.cpu: must be at most the limit (1500m), got 2',
    ]);
  });

  test('a part of a device is none', () => {
    expect(checked({ requests: { 'nvidia.com/gpu': '500m' }, limits: { 'nvidia.com/gpu': '500m' } })).toEqual([
      'resources.requests.nvidia.com/gpu: must be a whole number of devices, got 500m',
      'resources.limits.nvidia.com/gpu: must be a whole number of devices, got 500m',
    ]);
  });

  test.each(['nvidia.com/gpu', 'hugepages-2Mi'])(
    '%s cannot be shared: fewer are not asked for than may be used',
    name => {
      expect(resourceFindings({ requests: { [name]: '1' }, limits: { [name]: '2' } }, [])).toEqual([
        {
          path: ['requests', name],
          message: 'must be the limit (2), since it cannot be shared, got 1; limits alone will do',
        },
      ]);
    },
  );

  test.each(['nvidia.com/gpu', 'hugepages-2Mi'])('%s cannot be asked for without a limit', name => {
    expect(resourceFindings({ requests: { [name]: '1' } }, [])).toEqual([
      {
        path: ['requests', name],
        message: 'needs the same amount in limits, since it cannot be shared; limits alone will do',
      },
    ]);
  });

  test('every amount that is none is told, and only that', () => {
    expect(checked({ requests: { cpu: 'x', memory: '8Gi' }, limits: { cpu: 'y', memory: '4Gi' } })).toEqual([
      expect.stringMatching(/^resources\.requests\.cpu: .*"x"$/),
      expect.stringMatching(/^resources\.limits\.cpu: .*"y"$/),
    ]);
  });
});
