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

/** Returns the findings as `path: message`. */
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

describe('accepts', () => {
  test.each<[string, HookExtension]>([
    ['an empty extension', {}],
    [
      'variables, mounts and securityContext of the job',
      spec({
        containers: [
          { ...mounting('$job', '/cache'), env: [{ name: 'A', value: '1' }], securityContext: { privileged: true } },
        ],
        volumes,
      }),
    ],
    ['variables of a service', container('$redis', { env: [{ name: 'A', value: '1' }] })],
    ['an additional container', container('proxy', { image: 'proxy:1', command: ['proxy'], args: ['-v'] })],
    [
      'labels, annotations and tolerations',
      { metadata: { labels: { team: 'a' }, annotations: { note: 'b' } }, spec: { tolerations: [{ key: 'ci' }] } },
    ],
    ['annotations and no label', { metadata: { annotations: { note: 'b' } } }],
    ['the restart policy of the hook', spec({ restartPolicy: 'Never' })],
    ['a service with another command', container('$redis', { command: ['redis-server'], args: ['--save'] })],
    ['a service with an empty list of mounts', container('$redis', { volumeMounts: [] })],
  ])('%s, for both hook versions', (_, extension) => {
    expect(inBoth(extension)).toEqual([[], []]);
  });

  test('init containers with one that mounts externals', () => {
    const before = { name: 'before', image: 'a:1' };
    expect(check('0.8.1', spec({ initContainers: [fsInit('runner:1')] }))).toEqual([]);
    expect(check('0.8.1', spec({ initContainers: [before, fsInit('runner:1')] }))).toEqual([]);
  });

  test('init containers for hook 0.7.0, which has none of its own', () => {
    expect(check('0.7.0', spec({ initContainers: [{ name: 'mine', image: 'mine:1' }] }))).toEqual([]);
  });

  test.each([{ runAsUser: 0 }, { fsGroup: 1001 }, { fsGroup: 0, runAsUser: 5 }])(
    'a securityContext with which the job can write: %j',
    securityContext => {
      expect(check('0.8.1', spec({ securityContext }))).toEqual([]);
    },
  );

  test('placement of job pods for hook 0.8.1, which may be on any node', () => {
    expect(
      check('0.8.1', spec({ nodeSelector: { disk: 'nvme' }, affinity: {}, topologySpreadConstraints: [] })),
    ).toEqual([]);
  });
});

describe('refuses', () => {
  test.each<[string, unknown]>([
    ['one without mounts', [{ name: 'mine', image: 'mine:1' }]],
    ['others', [{ name: 'mine', image: 'mine:1', volumeMounts: [{ name: 'work', mountPath: '/w' }] }]],
    ['none', []],
  ])('init containers without one that mounts externals: %s', (_, initContainers) => {
    expect(check('0.8.1', spec({ initContainers }))).toEqual([
      "spec.initContainers: replaces the hook's init container fs-init, so the job pod has no Node.js for actions; " +
        'add an fs-init that fills the volume externals as the first one',
    ]);
  });

  test('a securityContext with which the job cannot write to its workspace', () => {
    expect(check('0.8.1', spec({ securityContext: { runAsUser: 1001 } }))).toEqual([
      "spec.securityContext: replaces the hook's securityContext, so the job cannot write to its workspace; add " +
        'fsGroup: 1001, or set securityContext on the container $job instead',
    ]);
  });

  test('a restartPolicy that restarts the job', () => {
    const [old, copying] = inBoth(spec({ restartPolicy: 'OnFailure' }));
    expect(old).toEqual(['spec.restartPolicy: would restart the job after it ends; leave it out']);
    expect(copying).toEqual(old);
  });

  test.each(['nodeName', 'nodeSelector', 'affinity', 'topologySpreadConstraints'])(
    '%s for hook 0.7.0, which pins the job pod to the node of its runner',
    key => {
      expect(check('0.7.0', spec({ [key]: {} }))).toEqual([
        `spec.${key}: has no effect: hook 0.7.0 pins the job pod to the runner's node because they share a volume; ` +
          'set it on the runner pod instead',
      ]);
    },
  );

  test('the label by which the hook finds job pods', () => {
    const [old, copying] = inBoth({ metadata: { labels: { 'runner-pod': 'mine' } } });
    expect(old).toEqual([
      'metadata.labels.runner-pod: would break cleanup: the hook finds the job pods of a runner by this label; ' +
        'leave it out',
    ]);
    expect(copying).toEqual(old);
  });

  test('an additional container without an image, and names $job', () => {
    expect(inBoth(container('jbo', { tty: true }))).toEqual(
      Array(2).fill([
        'spec.containers[0].image: is required: jbo is an additional container; to change the job container, use the ' +
          'name $job',
      ]),
    );
  });

  test.each(['$job', '$redis'])('an image for %s', name => {
    expect(inBoth(container(name, { image: 'mine:1' }))).toEqual(
      Array(2).fill([
        'spec.containers[0].image: is ignored by the hook, which takes the image from the workflow; leave it out',
      ]),
    );
  });

  test.each(['command', 'args'])('a %s of $job that would stop the job container before the first step', key => {
    const kept = key === 'args' ? 'arguments that keep' : 'command that keeps';
    expect(inBoth(container('$job', { [key]: ['true'] }))).toEqual(
      Array(2).fill([
        `spec.containers[0].${key}: replaces the ${kept} the job container running between steps; leave it out`,
      ]),
    );
  });

  test('envFrom of $job for hook 0.7.0, which keeps the variables of container actions there', () => {
    const extension = container('$job', { envFrom: [{ secretRef: { name: 'env' } }] });
    expect(check('0.7.0', extension)).toEqual([
      'spec.containers[0].envFrom: replaces the Secret that holds the variables of container actions; use env',
    ]);
    expect(check('0.8.1', extension)).toEqual([]);
  });

  test.each([
    ['0.7.0', 'work'],
    ['0.8.1', 'work'],
    ['0.8.1', 'externals'],
    ['0.8.1', 'github'],
  ] as const)('a volume with the same name as a volume of the hook: hook %s, %s', (version, name) => {
    expect(check(version, spec({ volumes: [{ name, emptyDir: {} }] }))).toEqual([
      `spec.volumes[0].name: the hook already has a volume named ${name}; use another name`,
    ]);
  });

  test('a duplicate volume name in the extension', () => {
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
  ] as const)('a mount at the same path as a mount of the hook: hook %s, %s', (version, path) => {
    expect(check(version, spec({ containers: [mounting('$job', path)], volumes }))).toContain(
      `spec.containers[0].volumeMounts[0].mountPath: the hook already mounts a volume at ${path}; use another path`,
    );
  });

  test('a duplicate mountPath in an init container', () => {
    const initContainers = [{ ...mounting('mine', '/a', '/a'), image: 'mine:1' }];
    expect(check('0.7.0', spec({ initContainers, volumes }))).toEqual([
      'spec.initContainers[0].volumeMounts[1].mountPath: duplicate mountPath "/a" in container mine; remove one',
    ]);
  });

  test.each(['job', 'redis'])('a container with the name of a container of the hook: %s', name => {
    expect(check('0.8.1', container(name, { image: 'mine:1' }), ['redis:7'])).toEqual([
      `spec.containers[0].name: the hook already has a container named ${name}; use another name`,
    ]);
  });

  test("a container with the name of the hook's init container", () => {
    expect(check('0.8.1', container('fs-init', { image: 'mine:1' }))).toEqual([
      'spec.containers[0].name: the hook already has a container named fs-init; use another name',
    ]);
  });

  test('mounts of a service for hook 0.8.x, which would appear in the job', () => {
    const extension = spec({ containers: [mounting('$redis', '/data')], volumes });
    expect(check('0.8.1', extension)).toEqual([
      'spec.containers[0].volumeMounts: would appear in the job container and in every service (hook 0.8.x uses one ' +
        'list of mounts for all); mount in $job only',
    ]);
    expect(check('0.7.0', extension)).toEqual([]);
  });

  test('mounts of a service in addition to those of the job for hook 0.8.x', () => {
    expect(
      check('0.8.1', spec({ containers: [mounting('$job', '/cache'), mounting('$redis', '/data')], volumes })),
    ).toEqual([
      'spec.containers[1].volumeMounts: and those of $job would appear in both containers (hook 0.8.x uses one list ' +
        'of mounts for all); mount in $job only',
    ]);
  });

  test('the same mountPath in job and service for hook 0.8.x', () => {
    expect(
      check('0.8.1', spec({ containers: [mounting('$job', '/cache'), mounting('$redis', '/cache')], volumes })),
    ).toEqual([
      expect.stringMatching(/^spec\.containers\[1\]\.volumeMounts: .*mount in \$job only$/),
      'spec.containers[0].volumeMounts[0].mountPath: duplicate mountPath "/cache" in container job; remove one',
    ]);
  });

  test('a mount of a volume that the job pod does not have', () => {
    const [old, copying] = inBoth(spec({ containers: [mounting('$job', '/cache')] }));
    expect(old).toEqual([
      'spec.containers[0].volumeMounts[0].name: /cache of container job mounts volume "v", which the pod does not ' +
        'have; add it to volumes',
    ]);
    expect(copying).toEqual(old);
  });

  test('an init container without an image', () => {
    const initContainers = [fsInit('runner:1'), { name: 'mine' }];
    expect(check('0.8.1', spec({ initContainers }))).toEqual([
      'spec.initContainers[1].image: container mine has no image; add one, or use the name of a container that ' +
        'the pod already has',
    ]);
  });

  test.each(['$Job', 'my_proxy', '-a', 'a-', '$', '', 'a b', '$$job', 'x'.repeat(64), `$${'x'.repeat(64)}`, 'job\n'])(
    'the container name %j',
    name => {
      const message =
        'must be a container name of at most 63 lower-case letters, digits and -, got ' + JSON.stringify(name);
      expect(inBoth(container(name, { image: 'mine:1' }))).toEqual(
        Array(2).fill([`spec.containers[0].name: ${message}`]),
      );
      expect(check('0.8.1', spec({ initContainers: [fsInit('runner:1'), { name, image: 'mine:1' }] }))).toEqual([
        `spec.initContainers[1].name: ${message}`,
      ]);
    },
  );

  test.each(['a', '1', 'a-b', 'x'.repeat(63)])('accepts the container name %s', name => {
    expect(inBoth(container(name, { image: 'mine:1' }))).toEqual([[], []]);
    expect(inBoth(container(`$${name}`, { env: [{ name: 'A' }] }))).toEqual([[], []]);
  });

  test('a duplicate mountPath in a service that only some workflows have', () => {
    expect(check('0.7.0', spec({ containers: [mounting('$redis', '/a', '/a')], volumes }))).toEqual([
      'spec.containers[0].volumeMounts[1].mountPath: duplicate mountPath "/a" in container redis; remove one',
    ]);
  });

  test('duplicate mountPaths and volume names, reported at once', () => {
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

  test('mounts of an init container whose volume the job pod does not have', () => {
    expect(check('0.7.0', spec({ initContainers: [{ ...mounting('mine', '/a'), image: 'mine:1' }] }))).toEqual([
      'spec.initContainers[0].volumeMounts[0].name: /a of container mine mounts volume "v", which the pod does not ' +
        'have; add it to volumes',
    ]);
  });

  test('invalid fields of several containers, reported at once', () => {
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

  test.each(['containers', 'volumes'])('%s: null', list => {
    expect(inBoth(spec({ [list]: null }))).toEqual(
      Array(2).fill([`spec.${list}: is null, which makes the hook fail or drop its own entries; leave it out`]),
    );
  });
});

test('reports all errors of an extension at once', () => {
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
