import type { ComposeService } from '../../../../src/builds/devcontainer/compose/services';
import type { DevContainerOptions } from '../../../../src/builds/devcontainer/dev-container';
import { containerOf, mountsOf, notices, podSpecOf, read, refusal, type Files } from '../reading';

const FILE = '.devcontainer/compose.yml';
const config = { dockerComposeFile: 'compose.yml', service: 'app', workspaceFolder: '/src' };

/** A Compose file whose service `app` has the checkout and further keys, beside further services. */
function compose(keys = '', services = ''): Files {
  return { [FILE]: `services:\n  app:\n    image: debian:12\n    volumes: [..:/src]\n${keys}\n${services}` };
}

const readApp = (keys: string, options: Partial<DevContainerOptions> = {}) => read(config, compose(keys), options);
const lines = (all: readonly string[]) => all.map(line => line.replace(/^\S+ {2}/, ''));
const refusedApp = (keys: string) => lines(refusal(config, compose(keys)));
const noticesOf = (keys: string) => lines(notices(config, compose(keys)));

/** The service `db` of a Compose file. */
function db(keys: string, options: Partial<DevContainerOptions> = {}): ComposeService {
  return read(config, compose('', `  db:\n    image: postgres:17\n${keys}`), options).services[0] as ComposeService;
}

const refusedDb = (keys: string) => lines(refusal(config, compose('', `  db:\n    image: postgres:17\n${keys}`)));

describe('the checkout', () => {
  test.each([
    ['..:/src', [{ name: 'workspace', mountPath: '/src' }]],
    ['../:/src:cached', [{ name: 'workspace', mountPath: '/src' }]],
    ['../..:/repositories:cached', [{ name: 'workspace', mountPath: '/repositories/web' }]],
    ['.:/src', [{ name: 'workspace', subPath: '.devcontainer', mountPath: '/src' }]],
    ['../app:/src:ro', [{ name: 'workspace', subPath: 'app', mountPath: '/src', readOnly: true }]],
  ])('is mounted as a volume: %s', (volume, mounts) => {
    const files = { [FILE]: `services: { app: { image: 'debian:12', volumes: ['${volume}'] } }` };
    expect(mountsOf(podSpecOf(read(config, files)))).toEqual(mounts);
  });

  test('is all of the machine that a volume can be', () => {
    const files = { [FILE]: "services: { app: { image: 'debian:12', volumes: ['../../../x:/src'] } }" };
    expect(lines(refusal(config, files))).toEqual([
      'services.app.volumes[0]: ../../../x is outside of the checkout, and the pod has only the checkout',
    ]);
  });
});

describe('the user', () => {
  test('of the service is that of the container, unless the file has another', () => {
    expect(readApp('    user: 1001').runAs).toEqual({ runAsUser: 1001 });
    expect(read({ ...config, containerUser: '7' }, compose('    user: "1001"')).runAs).toEqual({ runAsUser: 7 });
  });
});

test('variables of the machine are those of localEnv, and without them those of .env', () => {
  const files = { ...compose('    environment: { A: $A, B: "$B" }'), '.devcontainer/.env': 'A=1\nB=2' };
  expect(containerOf(config, files, { localEnv: { B: '3' } }).env).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: '3' },
  ]);
});

describe('GPUs', () => {
  test.each([
    ['    gpus: all', 1],
    ['    gpus: "2"', 2],
    ['    deploy: { resources: { reservations: { devices: [{ capabilities: [gpu], count: 3 }] } } }', 3],
  ])('%s', (keys, gpus) => {
    expect(readApp(keys).settings.gpus).toBe(gpus);
  });

  test('are the only devices of a pod', () => {
    expect(refusedApp('    deploy: { resources: { reservations: { devices: [{ capabilities: [tpu] }] } } }')).toEqual([
      'services.app.deploy.resources.reservations.devices[0]: a pod gets no devices of the node but GPUs; ' +
        'use a device plugin',
    ]);
  });
});

describe('a health check', () => {
  const check = (keys: string) => db(`    healthcheck: { ${keys} }`).check;

  test.each<[string, string[]]>([
    ['test: pg_isready -U a', ['/bin/sh', '-c', 'pg_isready -U a']],
    ['test: [CMD-SHELL, pg_isready -U a]', ['/bin/sh', '-c', 'pg_isready -U a']],
    ['test: [CMD, pg_isready, -U, a]', ['pg_isready', '-U', 'a']],
  ])('%s', (keys, command) => {
    expect(check(keys)).toEqual({
      command,
      intervalSeconds: 30,
      timeoutSeconds: 30,
      retries: 3,
      startPeriodSeconds: 0,
    });
  });

  test('with times', () => {
    expect(check('test: x, interval: 500ms, timeout: 1m30s, retries: "7", start_period: 0s')).toMatchObject({
      intervalSeconds: 1,
      timeoutSeconds: 90,
      retries: 7,
      startPeriodSeconds: 0,
    });
  });

  test.each(['test: [NONE]', 'test: x, disable: true', 'interval: 5s'])('that checks nothing: %s', keys => {
    expect(check(keys)).toBeUndefined();
  });

  test.each([
    [
      'test: x, interval: 5 minutes',
      'interval: must be a duration such as 90s, 30m or 1h30m, got "5 minutes"; did you mean 5m?',
    ],
    ['test: x, retries: many', 'retries: must be a number, got "many"'],
    ['test: [x]', 'test: must be a text, or a list that starts with CMD, CMD-SHELL or NONE'],
    ['test: [CMD]', 'test: must be a text, or a list that starts with CMD, CMD-SHELL or NONE'],
    ['test: [CMD-SHELL, a, b]', 'test: must be a text, or a list that starts with CMD, CMD-SHELL or NONE'],
  ])('is refused: %s', (keys, message) => {
    expect(refusedDb(`    healthcheck: { ${keys} }`)).toEqual([`services.db.healthcheck.${message}`]);
  });

  test('is a startup probe that lasts as long as Docker would wait', () => {
    const keys = '    healthcheck: { test: [CMD, x], interval: 10s, timeout: 5s, retries: 6, start_period: 30s }';
    const [sidecar] = podSpecOf(read(config, compose('', `  db:\n    image: postgres:17\n${keys}`))).initContainers;
    expect(sidecar.startupProbe).toEqual({
      exec: { command: ['x'] },
      periodSeconds: 2,
      timeoutSeconds: 5,
      failureThreshold: 45,
    });
  });
});

describe('the command of a service', () => {
  test.each<[string, object]>([
    ['    command: redis-server --save ""', { command: ['redis-server', '--save', ''] }],
    ['    command: [a, "b c"]', { command: ['a', 'b c'] }],
    ['    entrypoint: /init "a b"', { entrypoint: ['/init', 'a b'], command: undefined }],
    ['    command: []', { command: undefined }],
    ['    command: null', { command: undefined }],
  ])('%s', (keys, words) => {
    expect(db(keys)).toMatchObject(words);
  });
});

describe('what all containers of a pod share', () => {
  test.each([
    ['    network_mode: host', 'network_mode'],
    ['    network_mode: none', 'network_mode'],
    ['    runtime: nvidia', 'runtime'],
    ['    group_add: [44]', 'group_add'],
    ['    platform: linux/arm64', 'platform'],
    ['    dns: 10.0.0.1', 'dns'],
    ['    security_opt: ["systempaths=unconfined"]', 'security_opt'],
  ])('cannot be that of one service: %s', (keys, key) => {
    expect(refusedDb(keys)).toEqual([
      `services.db.${key}: all containers of a pod have the same ${key}, which db cannot set alone; remove it`,
    ]);
  });

  test.each(['    network_mode: bridge', '    network_mode: service:app', '    init: true', '    networks: [a]'])(
    'says nothing where a pod is like that anyway: %s',
    keys => {
      expect(db(keys).name).toBe('db');
    },
  );

  test('is the network of the build container', () => {
    expect(readApp('    network_mode: none').settings.pod.network).toBe('none');
  });
});

describe('keys', () => {
  test("for the developer's machine say nothing", () => {
    const keys = ['restart: always', 'labels: [a=b]', 'tty: true', 'stdin_open: true', 'logging: {}', 'develop: {}'];
    expect(noticesOf(keys.map(key => `    ${key}\n`).join(''))).toEqual([]);
  });

  test.each(['ulimits: { nofile: 1 }', 'pids_limit: 1', 'cpu_shares: 2', 'storage_opt: {}', 'domainname: a'])(
    'of the container runtime are ignored with a notice: %s',
    key => {
      const [name = ''] = key.split(':');
      expect(noticesOf(`    ${key}`)).toEqual([
        `services.app.${name}: is ignored: the container runtime of the node sets it for all pods`,
      ]);
    },
  );

  test('that are empty lists are not refused', () => {
    expect(noticesOf('    secrets: []\n    configs: []\n    devices: []')).toEqual([]);
  });

  test.each([
    ['credential_spec: { file: a }', 'credential_spec: a pod has nothing for this key; remove it'],
    ['volumes_from: [db]', 'volumes_from[0]: a pod has no volumes of other containers; mount them by name'],
    [
      'external_links: [db]',
      'external_links[0]: links are not possible in a pod; write the other container as a service',
    ],
    ['env_file: none.env', 'env_file: "none.env" is no file of the checkout'],
    ['env_file: [{ path: ../../x.env }]', 'env_file[0]: "../../x.env" is no file of the checkout'],
  ])('are refused: %s', (key, message) => {
    expect(refusedApp(`    ${key}`)).toEqual([`services.app.${message}`]);
  });
});

describe('services that run', () => {
  const names = (services: string, keys: object = {}) =>
    read({ ...config, ...keys }, compose('', services)).services.map(({ name }) => name);
  const four =
    '  a: { image: "a:1", depends_on: [c] }\n  b: { image: "b:1" }\n  c: { image: "c:1", network_mode: "service:b" }\n';

  test('start after those that they depend on', () => {
    expect(names(four)).toEqual(['b', 'c', 'a']);
  });

  test('are those of runServices and what they need', () => {
    expect(names(four, { runServices: ['c'] })).toEqual(['b', 'c']);
    expect(names(four, { runServices: ['app'] })).toEqual([]);
  });

  test('of runServices exist', () => {
    expect(lines(refusal({ ...config, runServices: ['x'] }, compose('', four)))).toEqual([
      'runServices[0]: no Compose file has a service "x"',
    ]);
  });

  test('may depend on the build container', () => {
    expect(names('  proxy: { image: "proxy:1", depends_on: [app] }')).toEqual(['proxy']);
  });
});
