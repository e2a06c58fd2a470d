import { formatPath } from '../../src/errors';
import { checkExtension } from '../../src/hooks/check';
import { fsInit, type JobRequest } from '../../src/hooks/job-pod';
import type { HookExtension } from '../../src/hooks/merge';
import type { HookVersion } from '../../src/hooks/versions';

const job: JobRequest = {
  runnerPod: 'docs-abcde-runner-fghij',
  runnerImage: 'runner:1',
  workspace: 'docs/docs',
  image: 'node:22',
  services: [],
};
type Fields = Readonly<Record<string, unknown>>;

/** `path: message`, as a user would read it. */
function check(version: HookVersion, extension: HookExtension, services: readonly string[] = []): string[] {
  return checkExtension(version, { ...job, services }, extension, 36).map(
    ({ path, message }) => `${formatPath(path)}: ${message}`,
  );
}
const inBoth = (extension: HookExtension) => (['0.7.0', '0.8.1'] as const).map(version => check(version, extension));
const spec = (fields: Fields): HookExtension => ({ spec: fields });
const container = (name: string, fields: Fields = {}): HookExtension => spec({ containers: [{ name, ...fields }] });
const mounting = (name: string, ...paths: string[]) => ({
  name,
  volumeMounts: paths.map(mountPath => ({ name: 'v', mountPath })),
});
const volumes = [{ name: 'v', emptyDir: {} }];

describe('nothing is wrong with', () => {
  test.each<[string, HookExtension]>([
    ['an empty extension', {}],
    [
      'variables, mounts and rights of the job',
      spec({
        containers: [
          { ...mounting('$job', '/cache'), env: [{ name: 'A', value: '1' }], securityContext: { privileged: true } },
        ],
        volumes,
      }),
    ],
    ['variables of a service', container('$redis', { env: [{ name: 'A', value: '1' }] })],
    ['a container of its own', container('proxy', { image: 'proxy:1', command: ['proxy'], args: ['-v'] })],
    [
      'labels, annotations and tolerations',
      { metadata: { labels: { team: 'a' }, annotations: { note: 'b' } }, spec: { tolerations: [{ key: 'ci' }] } },
    ],
    ['annotations and no label', { metadata: { annotations: { note: 'b' } } }],
    ['a restart policy that says what the hook does', spec({ restartPolicy: 'Never' })],
    ['a service with a command of its own', container('$redis', { command: ['redis-server'], args: ['--save'] })],
    ['a service with an empty list of mounts', container('$redis', { volumeMounts: [] })],
  ])('%s, in either hook', (_, extension) => {
    expect(inBoth(extension)).toEqual([[], []]);
  });

  test("init containers of which one fills the runner's programs in", () => {
    const before = { name: 'before', image: 'a:1' };
    expect(check('0.8.1', spec({ initContainers: [fsInit('runner:1')] }))).toEqual([]);
    expect(check('0.8.1', spec({ initContainers: [before, fsInit('runner:1')] }))).toEqual([]);
  });

  test('init containers of hook 0.7.0, which has none to lose', () => {
    expect(check('0.7.0', spec({ initContainers: [{ name: 'mine', image: 'mine:1' }] }))).toEqual([]);
  });

  test.each([{ runAsUser: 0 }, { fsGroup: 1001 }, { fsGroup: 0, runAsUser: 5 }])(
    'rights of the pod with which the job can write: %j',
    securityContext => {
      expect(check('0.8.1', spec({ securityContext }))).toEqual([]);
    },
  );

  test('placement of job pods of hook 0.8.1, which may be on any node', () => {
    expect(
      check('0.8.1', spec({ nodeSelector: { disk: 'nvme' }, affinity: {}, topologySpreadConstraints: [] })),
    ).toEqual([]);
  });
});

describe('otherwise a job would', () => {
  test.each<[string, unknown]>([
    ['one without mounts', [{ name: 'mine', image: 'mine:1' }]],
    ['others', [{ name: 'mine', image: 'mine:1', volumeMounts: [{ name: 'work', mountPath: '/w' }] }]],
    ['none', []],
  ])('have no Node.js, after init containers were replaced by %s', (_, initContainers) => {
    expect(check('0.8.1', spec({ initContainers }))).toEqual([
      "spec.initContainers: replaces the hook's fs-init, without which the job pod has no Node.js for actions; put an fs-init that fills the volume externals first",
    ]);
  });

  test('not be able to write its workspace', () => {
    expect(check('0.8.1', spec({ securityContext: { runAsUser: 1001 } }))).toEqual([
      "spec.securityContext: replaces the hook's own, so the job can no longer write its workspace; add fsGroup: 1001, or set it on the container $job instead",
    ]);
  });

  test('be started again after it ended', () => {
    const [old, copying] = inBoth(spec({ restartPolicy: 'OnFailure' }));
    expect(old).toEqual(['spec.restartPolicy: would start the job again after it ended; leave it out']);
    expect(copying).toEqual(old);
  });

  test.each(['nodeName', 'nodeSelector', 'affinity', 'topologySpreadConstraints'])(
    'wait forever for a node that has its volume, sent elsewhere by %s',
    key => {
      expect(check('0.7.0', spec({ [key]: {} }))).toEqual([
        `spec.${key}: cannot move the job pod, which this hook pins to the runner's node for their common volume; place the runner instead`,
      ]);
    },
  );

  test('be left behind when its runner goes', () => {
    const [old, copying] = inBoth({ metadata: { labels: { 'runner-pod': 'mine' } } });
    expect(old).toEqual([
      'metadata.labels.runner-pod: is how the job pod is found and removed with its runner; leave it out',
    ]);
    expect(copying).toEqual(old);
  });

  test("be refused for a container without an image, which was to be the job's own", () => {
    expect(inBoth(container('jbo', { tty: true }))).toEqual(
      Array(2).fill([
        "spec.containers[0].image: is required: jbo is added beside the job; to change the job's own container, name it $job",
      ]),
    );
  });

  test.each(['$job', '$redis'])('run in another image than %s names', name => {
    expect(inBoth(container(name, { image: 'mine:1' }))).toEqual(
      Array(2).fill(['spec.containers[0].image: is ignored by the hook: the workflow names the image; leave it out']),
    );
  });

  test.each(['command', 'args'])('end before its first step, its %s replaced', key => {
    const kept = key === 'args' ? 'arguments that keep' : 'command that keeps';
    expect(inBoth(container('$job', { [key]: ['true'] }))).toEqual(
      Array(2).fill([
        `spec.containers[0].${key}: takes the place of the ${kept} the job container running between steps; leave it out`,
      ]),
    );
  });

  test('lose the variables of container actions, in hook 0.7.0', () => {
    const extension = container('$job', { envFrom: [{ secretRef: { name: 'env' } }] });
    expect(check('0.7.0', extension)).toEqual([
      'spec.containers[0].envFrom: takes the place of the Secret with the variables of container actions; use env',
    ]);
    expect(check('0.8.1', extension)).toEqual([]);
  });

  test.each([
    ['0.7.0', 'work'],
    ['0.8.1', 'work'],
    ['0.8.1', 'externals'],
    ['0.8.1', 'github'],
  ] as const)('be refused for two volumes of one name: hook %s has %s', (version, name) => {
    expect(check(version, spec({ volumes: [{ name, emptyDir: {} }] }))).toEqual([
      `spec.volumes[0].name: ${name} is a volume of the job pod already; give yours another name`,
    ]);
  });

  test('be refused for two volumes of one name, both its own', () => {
    expect(inBoth(spec({ volumes: [...volumes, ...volumes] }))).toEqual(
      Array(2).fill(['spec.volumes[1].name: duplicate volume "v"; rename one']),
    );
  });

  test.each([
    ['0.7.0', '/__w'],
    ['0.7.0', '/__e'],
    ['0.7.0', '/github/home'],
    ['0.8.1', '/__w'],
    ['0.8.1', '/__e'],
    ['0.8.1', '/github'],
  ] as const)('be refused for two mounts at one path: hook %s has %s', (version, path) => {
    expect(check(version, spec({ containers: [mounting('$job', path)], volumes }))).toContain(
      `spec.containers[0].volumeMounts[0].mountPath: ${path} is mounted by the hook already; mount yours elsewhere`,
    );
  });

  test('be refused for two mounts at one path of an init container', () => {
    const initContainers = [{ ...mounting('mine', '/a', '/a'), image: 'mine:1' }];
    expect(check('0.7.0', spec({ initContainers, volumes }))).toEqual([
      'spec.initContainers[0].volumeMounts[1].mountPath: duplicate mountPath "/a" in container mine; remove one',
    ]);
  });

  test.each(['job', 'redis'])('be refused for two containers called %s', name => {
    expect(check('0.8.1', container(name, { image: 'mine:1' }), ['redis:7'])).toEqual([
      `spec.containers[0].name: ${name} is a container of the job pod already; give yours another name`,
    ]);
  });

  test("be refused for a container called as the hook's init container", () => {
    expect(check('0.8.1', container('fs-init', { image: 'mine:1' }))).toEqual([
      'spec.containers[0].name: fs-init is a container of the job pod already; give yours another name',
    ]);
  });

  test('find the mounts of its services in itself, in hook 0.8.x', () => {
    const extension = spec({ containers: [mounting('$redis', '/data')], volumes });
    expect(check('0.8.1', extension)).toEqual([
      'spec.containers[0].volumeMounts: would appear in the job and in every other service (hook 0.8.x keeps one list for all); mount in $job only',
    ]);
    expect(check('0.7.0', extension)).toEqual([]);
  });

  test('find its own mounts and those of its services in each other, in hook 0.8.x', () => {
    expect(
      check('0.8.1', spec({ containers: [mounting('$job', '/cache'), mounting('$redis', '/data')], volumes })),
    ).toEqual([
      "spec.containers[1].volumeMounts: and those of $job would appear in each other's containers (hook 0.8.x keeps one list for all); mount in $job only",
    ]);
  });

  test('be refused where job and service mount at one path, in hook 0.8.x', () => {
    expect(
      check('0.8.1', spec({ containers: [mounting('$job', '/cache'), mounting('$redis', '/cache')], volumes })),
    ).toEqual([
      expect.stringMatching(/^spec\.containers\[1\]\.volumeMounts: .*mount in \$job only$/),
      'spec.containers[0].volumeMounts[0].mountPath: duplicate mountPath "/cache" in container job; remove one',
    ]);
  });

  test('be refused for a mount of a volume that the job pod does not have', () => {
    const [old, copying] = inBoth(spec({ containers: [mounting('$job', '/cache')] }));
    expect(old).toEqual([
      'spec.containers[0].volumeMounts[0].name: /cache of container job mounts volume "v", which the pod does not have; add it to volumes',
    ]);
    expect(copying).toEqual(old);
  });

  test('be refused for an init container without an image', () => {
    const initContainers = [fsInit('runner:1'), { name: 'mine' }];
    expect(check('0.8.1', spec({ initContainers }))).toEqual([
      'spec.initContainers[1].image: container mine has no image; add one, or use the name of a container that the pod has already',
    ]);
  });

  test.each(['$Job', 'my_proxy', '-a', 'a-', '$', '', 'a b', '$$job', 'x'.repeat(64), `$${'x'.repeat(64)}`, 'job\n'])(
    'be refused for a container that cannot be called %j',
    name => {
      const message = `${JSON.stringify(name)} cannot name a container: at most 63 lower-case letters, digits and -`;
      expect(inBoth(container(name, { image: 'mine:1' }))).toEqual(
        Array(2).fill([`spec.containers[0].name: ${message}`]),
      );
      expect(check('0.8.1', spec({ initContainers: [fsInit('runner:1'), { name, image: 'mine:1' }] }))).toEqual([
        `spec.initContainers[1].name: ${message}`,
      ]);
    },
  );

  test.each(['a', '1', 'a-b', 'x'.repeat(63)])('start with a container called %s', name => {
    expect(inBoth(container(name, { image: 'mine:1' }))).toEqual([[], []]);
    expect(inBoth(container(`$${name}`, { env: [{ name: 'A' }] }))).toEqual([[], []]);
  });

  test('be refused for two mounts at one path of a service that only some workflow asks for', () => {
    expect(check('0.7.0', spec({ containers: [mounting('$redis', '/a', '/a')], volumes }))).toEqual([
      'spec.containers[0].volumeMounts[1].mountPath: duplicate mountPath "/a" in container redis; remove one',
    ]);
  });

  test('be told of each further mount of a path, and of each further volume of a name', () => {
    expect(
      check(
        '0.7.0',
        spec({
          containers: [mounting('$job', '/a', '/a', '/a')],
          volumes: [...volumes, ...volumes, ...['w', 'w', 'w'].map(name => ({ name, emptyDir: {} }))],
        }),
      ),
    ).toEqual([
      'spec.volumes[1].name: duplicate volume "v"; rename one',
      'spec.volumes[3].name: duplicate volume "w"; rename one',
      'spec.volumes[4].name: duplicate volume "w"; rename one',
      'spec.containers[0].volumeMounts[1].mountPath: duplicate mountPath "/a" in container job; remove one',
      'spec.containers[0].volumeMounts[2].mountPath: duplicate mountPath "/a" in container job; remove one',
    ]);
  });

  test('be refused for mounts of an init container of volumes that the job pod does not have', () => {
    expect(check('0.7.0', spec({ initContainers: [{ ...mounting('mine', '/a'), image: 'mine:1' }] }))).toEqual([
      'spec.initContainers[0].volumeMounts[0].name: /a of container mine mounts volume "v", which the pod does not have; add it to volumes',
    ]);
  });

  test('be refused for what each of several containers lacks or says', () => {
    const containers = [
      { name: '$job', command: ['a'], args: ['b'] },
      { name: 'aside' },
      { name: '$redis', image: 'x' },
    ];
    expect(check('0.8.1', spec({ containers })).map(finding => finding.split(':')[0])).toEqual([
      'spec.containers[0].command',
      'spec.containers[0].args',
      'spec.containers[1].image',
      'spec.containers[2].image',
    ]);
  });

  test.each(['containers', 'volumes'])('never start, or lose its own volumes: %s without a list', list => {
    expect(inBoth(spec({ [list]: null }))).toEqual(
      Array(2).fill([`spec.${list}: is empty, which makes the hook fail or lose its own; leave it out`]),
    );
  });
});

test('everything wrong with an extension is told at once', () => {
  const findings = checkExtension(
    '0.8.1',
    job,
    {
      metadata: { labels: { 'runner-pod': 'x' } },
      spec: {
        restartPolicy: 'Always',
        initContainers: [],
        containers: [{ name: 'a' }, { name: '$job', image: 'b' }],
        volumes: [{ name: 'work' }],
      },
    },
    36,
  );
  expect(findings.map(({ path }) => formatPath(path))).toEqual(
    expect.arrayContaining([
      'metadata.labels.runner-pod',
      'spec.restartPolicy',
      'spec.initContainers',
      'spec.containers[0].image',
      'spec.containers[1].image',
      'spec.volumes[0].name',
    ]),
  );
});
