import { CacheVolume, ContainerMode, NvmeCacheVolume, type DindModeOptions, type RunnerSetProps } from '../../src';
import { noticesOf } from '../../src/app/notices';
import { podTemplateFromJson } from '../../src/kubernetes';
import { pattern } from '../support/pattern';
import { findingsOf, synthSet } from '../support/sets';

const dind = (options: DindModeOptions = {}, props: Partial<RunnerSetProps> = {}) =>
  synthSet({ maxRunners: 1, containerMode: ContainerMode.dind(options), ...props });
const template = (spec: object) => ({ template: podTemplateFromJson({ spec }) });
const daemon = (container: object) => template({ initContainers: [{ name: 'dind', ...container }] });
const runner = (container: object, more: object = {}) =>
  template({ ...more, containers: [{ name: 'runner', ...container }] });
const mountOfData = (set: ReturnType<typeof dind>, path: string) =>
  set.container('dind').volumeMounts.filter(({ mountPath }) => mountPath === path);

describe('the data of the daemon', () => {
  test('is in an emptyDir, which counts as ephemeral storage of the pod', () => {
    const set = dind();
    expect(mountOfData(set, '/var/lib/docker')).toEqual([{ name: 'dind-data', mountPath: '/var/lib/docker' }]);
    expect(set.pod.volumes).toContainEqual({ name: 'dind-data', emptyDir: {} });
  });

  test('is at the --data-root of the daemon', () => {
    const set = dind({ daemonArgs: ['--data-root=/srv/docker/'] });
    expect(mountOfData(set, '/srv/docker')).toEqual([{ name: 'dind-data', mountPath: '/srv/docker' }]);
    expect(mountOfData(set, '/var/lib/docker')).toEqual([]);
  });

  test('is in the volume of that name in a template', () => {
    const volumes = [{ name: 'dind-data', emptyDir: { sizeLimit: '50Gi' } }];
    expect(dind({}, template({ volumes })).pod.volumes).toContainEqual(volumes[0]);
  });

  test.each<[string, Partial<RunnerSetProps>]>([
    ['a cache', { caches: [NvmeCacheVolume.docker()] }],
    ['its own mount', daemon({ volumeMounts: [{ name: 'work', mountPath: '/var/lib/docker' }] })],
    ['a mount of a parent directory', daemon({ volumeMounts: [{ name: 'work', mountPath: '/var/lib/' }] })],
  ])('needs no further volume with %s', (_, props) => {
    expect(dind({}, props).pod.volumes.map(({ name }) => name as string)).not.toContain('dind-data');
  });

  test.each<[string, DindModeOptions, Partial<RunnerSetProps>]>([
    ['daemonArgs', { daemonArgs: ['--data-root=/data'] }, {}],
    ['-g', { image: 'docker:20-dind', daemonArgs: ['-g=/data'] }, {}],
    ['-g without =', { image: 'docker:20-dind', daemonArgs: ['-g/data'] }, {}],
    ['--graph', { image: 'docker:20-dind', daemonArgs: ['--graph=/data'] }, {}],
    ['a template', {}, daemon({ args: ['dockerd', '--data-root', '/data'] })],
    ['a shell', {}, daemon({ command: ['sh', '-c', 'exec dockerd --data-root /data'] })],
    ['a variable', { daemonArgs: ['--data-root=$(ROOT)'], env: { ROOT: '/data' } }, {}],
  ])('must not be moved with %s, since the cache would stay empty', (_, options, props) => {
    expect(findingsOf(() => dind(options, { caches: [NvmeCacheVolume.docker()], ...props }))).toEqual([
      'caches[0]: is mounted at /var/lib/docker, and the daemon keeps its data in /data: the cache would stay ' +
        'empty; use the same path for both, or remove one',
    ]);
  });

  test('may be moved to the path of the cache', () => {
    const cache = CacheVolume.named('docker', { target: '/data' });
    const set = dind({ daemonArgs: ['--data-root=/data'] }, { caches: [cache] });
    expect(mountOfData(set, '/data')).toHaveLength(1);
  });
});

describe('--mtu', () => {
  const networks = '--default-network-opt=bridge=com.docker.network.driver.mtu=1400';

  test('also applies to the networks of jobs', () => {
    expect(
      dind({ daemonArgs: ['--mtu=1400'] })
        .container('dind')
        .args.slice(3),
    ).toEqual(['--mtu=1400', networks]);
  });

  test('keeps an MTU of the networks of jobs', () => {
    const own = '--default-network-opt=bridge=com.docker.network.driver.mtu=1300';
    const given = dind({ daemonArgs: ['--mtu=1400', own] }).container('dind').args;
    expect(given.slice(3)).toEqual(['--mtu=1400', own]);
  });

  test.each(['docker:23-dind', 'example.com/dind:1'])('adds no option that %s may not support', image => {
    expect(
      dind({ image, daemonArgs: ['--mtu=1400'] })
        .container('dind')
        .args.slice(3),
    ).toEqual(['--mtu=1400']);
  });

  test.each<[string, string, DindModeOptions, Partial<RunnerSetProps>]>([
    ['docker:23-dind', 'containerMode.image', { image: 'docker:23-dind', daemonArgs: ['--mtu=1400'] }, {}],
    [
      'mirror.example/docker:20.10.24',
      'template.spec.initContainers[0].image',
      {},
      daemon({ image: 'mirror.example/docker:20.10.24', args: ['dockerd', '--mtu=1400'] }),
    ],
  ])('gives a notice with %s, which applies it to one bridge only', (image, path, options, props) => {
    expect(noticesOf(dind(options, props).set)).toEqual([
      expect.stringContaining(
        `${path}: ${image} applies --mtu to Docker's default bridge only, and the networks that the runner creates ` +
          'for jobs with container: or services: keep an MTU of 1500; use Docker 24 or later',
      ),
    ]);
  });

  test.each(['docker:24-dind', 'docker:29.5.3-dind', 'example.com/docker:1-dind', 'example.com/dind:1'])(
    'gives no notice with %s',
    image => {
      expect(noticesOf(dind({ image, daemonArgs: ['--mtu=1400'] }).set)).toEqual([]);
    },
  );

  test('is refused in a template without the options that the mode adds', () => {
    expect(findingsOf(() => dind({}, daemon({ args: ['dockerd', '--mtu=1400'] })))).toEqual([
      `template.spec.initContainers[0].args: --mtu is for Docker's default bridge only, and the runner makes a ` +
        `network for each job with container: or services:; add ${networks}`,
    ]);
    expect(dind({}, daemon({ args: ['dockerd', '--mtu=1400', networks] })).container('dind').args).toHaveLength(3);
  });
});

describe('an argument that is too new for the image', () => {
  const option = '--default-network-opt=bridge=com.docker.network.driver.mtu=1400';
  const mirror = 'https://mirror.example/docker-hub';

  test('of networks is refused before Docker 24', () => {
    expect(findingsOf(() => dind({ image: 'docker:23.0.6-dind', daemonArgs: [option] }))).toEqual([
      `containerMode.image: the Docker daemon of docker:23.0.6-dind does not start with ${option}, which ` +
        'needs Docker ' +
        '24 or later; use a newer image, or remove the argument',
    ]);
  });

  test.each(['docker:24.0.7-dind', 'docker:23-dind'])('of a mirror with a path is refused with %s', image => {
    expect(findingsOf(() => dind({ image, registryMirrors: [mirror] }))).toEqual([
      `containerMode.image: the Docker daemon of ${image} does not start with --registry-mirror=${mirror}, which ` +
        'needs Docker 24.0.8 or later; use a newer image, or remove the argument',
    ]);
  });

  test('is refused at the image of a template, also where the mode added it', () => {
    expect(findingsOf(() => dind({ daemonArgs: ['--mtu=1400'] }, daemon({ image: 'docker:20.10-dind' })))).toEqual([
      `template.spec.initContainers[0].image: the Docker daemon of docker:20.10-dind does not start with ${option}, ` +
        'which needs Docker 24 or later; use a newer image, or set the image in containerMode, and remove the argument',
    ]);
  });

  test.each(['docker:24.0.8-dind', 'docker:24.0-dind', 'docker:24-dind', 'docker:25.0.0-dind', 'docker:dind'])(
    'is accepted with %s, which may support it',
    image => {
      expect(() => dind({ image, registryMirrors: [mirror], daemonArgs: [option] })).not.toThrow();
    },
  );

  test('that every version supports is accepted', () => {
    const daemonArgs = ['--registry-mirror=https://mirror.example/'];
    expect(() => dind({ image: 'docker:23-dind', daemonArgs })).not.toThrow();
  });
});

describe('the socket of the daemon', () => {
  const volumes = [{ name: 'node', hostPath: { path: '/var/run/docker.sock' } }];
  const mounted = (mountPath: string) => runner({ volumeMounts: [{ name: 'node', mountPath }] }, { volumes });

  test.each(['/var/run/docker.sock', '/run/docker.sock', '/run', '/run//docker.sock/', '/var/./run'])(
    'of the node at %s is refused',
    mountPath => {
      expect(findingsOf(() => dind({}, mounted(mountPath)))).toEqual([
        expect.stringMatching(
          pattern(
            /^template\.spec\.containers\[0\]\.volumeMounts\[0\]: .* is a path of the node, .* every step would /,
            /be root on the node; remove it, or use containerMode runner$/,
          ),
        ),
      ]);
    },
  );

  test('in a directory of the node is refused', () => {
    const findings = findingsOf(() =>
      dind({}, template({ volumes: [{ name: 'dind-sock', hostPath: { path: '/var/run' } }] })),
    );
    expect(findings).toHaveLength(2);
  });

  test('of the node at another path is accepted', () => {
    expect(dind({}, mounted('/node/docker.sock')).runner.volumeMounts).toHaveLength(3);
  });

  test.each(['tcp://docker.example:2375', 'unix:///node/docker.sock', 'tcp://localhost:2375'])(
    'must be where the runner connects to it, not at %s',
    value => {
      expect(findingsOf(() => dind({}, runner({ env: [{ name: 'DOCKER_HOST', value }] })))).toEqual([
        `template.spec.containers[0].env[0]: DOCKER_HOST is ${value}, and the daemon beside the runner listens ` +
          'at unix:///var/run/docker.sock: it would not be used; remove DOCKER_HOST, or use containerMode runner ' +
          'for a daemon elsewhere',
      ]);
    },
  );

  test('may be at another path for daemon and runner', () => {
    const spec = {
      initContainers: [{ name: 'dind', args: ['dockerd', '--host=tcp://0.0.0.0:2375', '--host', 'unix:///run/x'] }],
      containers: [{ name: 'runner', env: [{ name: 'DOCKER_HOST', value: 'tcp://localhost:2375' }] }],
    };
    expect(dind({}, template(spec)).runner.env).toContainEqual({ name: 'DOCKER_HOST', value: 'tcp://localhost:2375' });
  });
});

const withDaemon = (securityContext: object) => ({ initContainers: [{ name: 'dind', securityContext }] });

describe('a daemon that cannot start is refused', () => {
  test.each<[string, DindModeOptions, string]>([
    [
      '--graph',
      { daemonArgs: ['--graph=/data'] },
      '--graph was removed in Docker 23, and the Docker daemon of docker:',
    ],
    ['-g', { image: 'docker:23-dind', daemonArgs: ['-g=/data'] }, '-g was removed in Docker 23, and the Docker daemon'],
    ['--data-root', { daemonArgs: ['--data-root=data'] }, '--data-root must be an absolute path, got "data"'],
    ['--mtu', { daemonArgs: ['--mtu=14OO'] }, '--mtu must be a number of bytes such as 1400, got "14OO"'],
    [
      '--registry-mirror',
      { daemonArgs: ['--registry-mirror=https://user@mirror.example'] },
      '--registry-mirror must not contain credentials: dockerd refuses them; use a mirror without authentication',
    ],
    [
      'a --registry-mirror that is no URL',
      { daemonArgs: ['--registry-mirror=mirror.example:5000'] },
      '--registry-mirror must be a URL such as https://mirror.example or https://mirror.example/docker-hub, without',
    ],
  ])('for the argument %s', (_, options, message) => {
    expect(findingsOf(() => dind(options))).toEqual([expect.stringContaining(`containerMode.daemonArgs: ${message}`)]);
  });

  test('for an argument in a template, at its place', () => {
    expect(findingsOf(() => dind({}, daemon({ args: ['dockerd', '--data-root', 'data'] })))).toEqual([
      'template.spec.initContainers[0].args: --data-root must be an absolute path, got "data"',
    ]);
  });

  test.each(['--data-root=$(ROOT)', '--mtu=$(MTU)', '--registry-mirror=$(MIRROR)'])(
    'but not for what a variable decides later: %s',
    argument => {
      expect(() => dind({ daemonArgs: [argument] })).not.toThrow();
    },
  );

  test.each<[string, Partial<RunnerSetProps>, string]>([
    [
      'runAsUser',
      daemon({ securityContext: { runAsUser: 1001 } }),
      'initContainers[0].securityContext.runAsUser: must',
    ],
    ['runAsUser', template({ securityContext: { runAsUser: 1001 } }), 'securityContext.runAsUser: must be 0 for con'],
    [
      'privileged',
      daemon({ securityContext: { privileged: false } }),
      'initContainers[0].securityContext.privileged: must be true for container dind: the Docker daemon does not start',
    ],
    [
      'runAsNonRoot',
      template({ securityContext: { runAsNonRoot: true } }),
      'securityContext.runAsNonRoot: prevents the start of container dind: the image runs as root; set runAsNonRoot:',
    ],
  ])('for %s of %j', (_, props, message) => {
    const findings = findingsOf(() => dind({}, { runnerImage: 'runner:1', ...props }));
    expect(findings).toContainEqual(expect.stringContaining(`template.spec.${message}`));
  });

  test.each<[string, DindModeOptions, Partial<RunnerSetProps>]>([
    [
      'another user for the other containers',
      {},
      template({ securityContext: { runAsUser: 1001 }, ...withDaemon({ runAsUser: 0 }) }),
    ],
    ['a rootless daemon', { image: 'docker:29-dind-rootless' }, daemon({ securityContext: { runAsUser: 1000 } })],
    [
      'a runtime class that contains the daemon',
      {},
      template({ runtimeClassName: 'sysbox-runc', ...withDaemon({ privileged: false }) }),
    ],
  ])('but not with %s', (_, options, props) => {
    expect(() => dind(options, props)).not.toThrow();
  });
});
