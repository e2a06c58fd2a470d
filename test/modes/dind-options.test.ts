import { ContainerMode, type DindModeOptions } from '../../src';
import { changes } from '../support/changes';
import { findingsOf, synthSet } from '../support/sets';

const dind = (options?: DindModeOptions) => synthSet({ containerMode: ContainerMode.dind(options) });
const args = ['dockerd', '--host=unix:///var/run/docker.sock', '--group=$(DOCKER_GROUP_GID)'];
const daemon = 'initContainers[dind]';

describe('each option changes only the daemon container', () => {
  test.each<[keyof DindModeOptions, DindModeOptions, object]>([
    ['image', { image: 'docker:28-dind' }, { [`${daemon}.image`]: ['docker:29.5.3-dind', 'docker:28-dind'] }],
    [
      'daemonArgs',
      { daemonArgs: ['--debug', '--ipv6'] },
      { [`${daemon}.args`]: [args, [...args, '--debug', '--ipv6']] },
    ],
    [
      'registryMirrors',
      { registryMirrors: ['https://mirror.example', 'http://10.0.0.1:5000'] },
      {
        [`${daemon}.args`]: [
          args,
          [...args, '--registry-mirror=https://mirror.example', '--registry-mirror=http://10.0.0.1:5000'],
        ],
      },
    ],
    [
      'env',
      { env: { HTTPS_PROXY: 'http://proxy:3128' } },
      { [`${daemon}.env[HTTPS_PROXY].value`]: [undefined, 'http://proxy:3128'] },
    ],
    [
      'resources',
      { resources: { requests: { cpu: '2' }, limits: { memory: '8Gi' } } },
      {
        [`${daemon}.resources.requests.cpu`]: [undefined, '2'],
        [`${daemon}.resources.limits.memory`]: [undefined, '8Gi'],
      },
    ],
    [
      'volumeMounts',
      { volumeMounts: [{ name: 'work', mountPath: '/work', readOnly: true }] },
      {
        [`${daemon}.volumeMounts[/work].name`]: [undefined, 'work'],
        [`${daemon}.volumeMounts[/work].readOnly`]: [undefined, true],
      },
    ],
  ])('%s', (_, options, expected) => {
    expect(changes(dind().pod, dind(options).pod)).toEqual(expected);
  });
});

test('daemonArgs come after the mirrors, so that they can override them', () => {
  const { args: given } = dind({ daemonArgs: ['--debug'], registryMirrors: ['https://mirror.example'] }).container(
    'dind',
  );
  expect(given).toEqual([...args, '--registry-mirror=https://mirror.example', '--debug']);
});

test('volumeMounts may use a volume of template', () => {
  const { pod } = synthSet({
    containerMode: ContainerMode.dind({ volumeMounts: [{ name: 'certificates', mountPath: '/etc/docker/certs.d' }] }),
    template: { spec: { containers: [], volumes: [{ name: 'certificates', configMap: { name: 'mirror-ca' } }] } },
  });
  expect(pod.volumes).toContainEqual({ name: 'certificates', configMap: { name: 'mirror-ca' } });
});

// Docker takes a path from 24.0.8 on.
test.each(['https://mirror.example/v2', 'https://mirror.example/', 'http://10.0.0.1:5000/docker-hub/'])(
  'a mirror may have a path: %s',
  mirror => {
    expect(dind({ registryMirrors: [mirror] }).container('dind').args).toContain(`--registry-mirror=${mirror}`);
  },
);

describe('invalid options', () => {
  test.each(['mirror.example', 'https://mirror.example/?a', 'https://mirror.example/v2#b', 'ftp://mirror.example', ''])(
    'a mirror %j',
    mirror => {
      expect(findingsOf(() => dind({ registryMirrors: ['https://fine.example', mirror] }))).toEqual([
        `containerMode.registryMirrors[1]: must be a URL such as https://mirror.example or https://mirror.example/docker-hub, without ? or #, got "${mirror}"`,
      ]);
    },
  );

  test.each(['https://me:fakePassword@mirror.example', 'https://fakePassword@mirror.example/v2'])(
    'a mirror with credentials, which are not repeated: %s',
    mirror => {
      expect(findingsOf(() => dind({ registryMirrors: [mirror] }))).toEqual([
        'containerMode.registryMirrors[0]: must not contain credentials: dockerd refuses them; use a mirror ' +
          'without authentication for the cluster, or docker login in the workflow',
      ]);
    },
  );

  test.each(['mtu=1400', 'debug', '', '--', '--mtu 1400', '--label=a\0'])('refuses the argument %j', arg => {
    expect(findingsOf(() => dind({ daemonArgs: [arg] }))).toEqual([
      `containerMode.daemonArgs[0]: must be one argument such as --mtu=1400, got ${JSON.stringify(arg)}; join name and value with =`,
    ]);
  });

  test.each([
    '--host=tcp://0.0.0.0:2375',
    '--host',
    '-H=tcp://0.0.0.0:2375',
    '-H',
    '-Htcp://0.0.0.0:2375',
    '--group=0',
    '-G=0',
    '-G0',
  ])('the argument %s, which moves the socket', arg => {
    expect(findingsOf(() => dind({ daemonArgs: [arg] }))).toEqual([
      `containerMode.daemonArgs[0]: ${arg} moves the socket that the runner waits for; remove it`,
    ]);
  });

  test('accepts an argument that only starts like --host or --group', () => {
    expect(dind({ daemonArgs: ['--host-gateway-ip=10.0.0.1'] }).container('dind').args).toContain(
      '--host-gateway-ip=10.0.0.1',
    );
  });

  test('refuses an invalid name of a variable', () => {
    expect(findingsOf(() => dind({ env: { 'HTTPS PROXY': 'x' } }))).toEqual([
      expect.stringMatching(/^containerMode\.env.*: must be a variable name .* got "HTTPS PROXY"$/),
    ]);
  });

  test('refuses DOCKER_GROUP_GID, which the mode sets', () => {
    expect(findingsOf(() => dind({ env: { DOCKER_GROUP_GID: '0' } }))).toEqual([
      'containerMode.env.DOCKER_GROUP_GID: sets env variable "DOCKER_GROUP_GID" of container dind, which containerMode sets too; leave it out, or set the value in template',
    ]);
  });

  test('refuses a mount at a mountPath of the daemon', () => {
    expect(findingsOf(() => dind({ volumeMounts: [{ name: 'work', mountPath: '/var/run' }] }))).toEqual([
      'containerMode.volumeMounts[0]: sets mountPath "/var/run" of container dind, which containerMode sets too; leave it out, or set the value in template',
    ]);
  });

  test('refuses a mount of an unknown volume', () => {
    expect(
      findingsOf(() => dind({ volumeMounts: [{ name: 'certificates', mountPath: '/etc/docker/certs.d' }] })),
    ).toEqual([
      expect.stringMatching(
        /^containerMode\.volumeMounts.*: \/etc\/docker\/certs\.d of container dind mounts volume "certificates", which the pod does not have; add it to volumes$/,
      ),
    ]);
  });

  test.each(['', 'docker 29', 'docker@29'])('refuses the image %j', image => {
    expect(findingsOf(() => dind({ image }))).toEqual([
      expect.stringMatching(/^containerMode\.image: must be an image/),
    ]);
  });

  test('refuses an invalid quantity', () => {
    expect(findingsOf(() => dind({ resources: { limits: { memory: '8GB' } } }))).toEqual([
      'containerMode.resources.limits.memory: must be an amount such as 512Mi or 4Gi, got "8GB"; did you mean 8Gi?',
    ]);
  });

  test('refuses a request above its limit', () => {
    expect(findingsOf(() => dind({ resources: { requests: { cpu: '2' }, limits: { cpu: '500m' } } }))).toEqual([
      'containerMode.resources.requests.cpu: must be at most the limit (500m), got 2',
    ]);
  });
});
