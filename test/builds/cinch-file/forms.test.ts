import { readCinchFile } from '../../../src/builds/cinch-file/read';
import { configOf, findingsOf, refusalOf } from './files';

const dialectOf = (text: string) => readCinchFile(text, '.cinch.yaml').dialect;

describe('a file with command', () => {
  test('gets the defaults of a build', () => {
    expect(dialectOf('command: make ci')).toBe('nested');
    expect(configOf('command: make ci')).toEqual({
      command: 'make ci',
      container: { kind: 'auto', devcontainer: true },
      timeoutSeconds: 1800,
      network: 'host',
      mounts: [],
      caches: [],
      artifacts: [],
      services: [],
      env: {},
      workers: [],
    });
  });

  test('with every key is read as a whole', () => {
    const text = `
command: make ci
container:
  image: node:20-alpine
  memory: 4g
  cpus: 2
  timeout: 30m
  network: internal
  mounts:
    - /nvme/datasets:/datasets:ro
cache:
  - name: dependencies
    path: ./node_modules
  - name: build-cache
    path: ./.next/cache
artifacts:
  - path: ./dist
    name: build-output
  - path: ./coverage/lcov.info
    name: coverage
output:
  path: ./artifacts/
trigger:
  branches: [main, develop]
  pull_requests: true
  paths: ["src/**", "tests/**"]
  paths_ignore: ["docs/**"]
  schedule: "0 0 * * *"
  manual: true
workers: [linux-amd64, linux-arm64]
timeout: 1800s
services:
  postgres:
    image: postgres:16
    env: { POSTGRES_PASSWORD: postgres }
    healthcheck: { cmd: pg_isready, interval: 5s, timeout: 32s }
    resources: { memory: 512Mi, cpus: 500m, shm_size: 256m }
  queue:
    image: ghcr.io/example/queue:1
    command: queue --port 9000
    ports: [9000, "9001:9001"]
env:
  NODE_ENV: test
`;
    expect(dialectOf(text)).toBe('nested');
    expect(configOf(text)).toEqual({
      command: 'make ci',
      container: { kind: 'image', image: 'node:20-alpine' },
      memory: 4 * 2 ** 30,
      cpus: 2000,
      timeoutSeconds: 1800,
      network: 'internal',
      mounts: [{ source: '/nvme/datasets', target: '/datasets', readOnly: true }],
      caches: [
        { name: 'dependencies', path: 'node_modules' },
        { name: 'build-cache', path: '.next/cache' },
      ],
      artifacts: [
        { path: 'dist', name: 'build-output' },
        { path: 'coverage/lcov.info', name: 'coverage' },
      ],
      output: 'artifacts',
      trigger: {
        branches: ['main', 'develop'],
        pullRequests: true,
        paths: ['src/**', 'tests/**'],
        pathsIgnore: ['docs/**'],
        manual: true,
      },
      schedule: '0 0 * * *',
      workers: [['linux-amd64'], ['linux-arm64']],
      services: [
        {
          name: 'postgres',
          image: 'postgres:16',
          env: { POSTGRES_PASSWORD: 'postgres' },
          ports: [5432],
          healthcheck: { command: 'pg_isready', intervalSeconds: 5, timeoutSeconds: 10, retries: 7 },
          memory: 512 * 2 ** 20,
          cpus: 500,
          shmSize: 256 * 2 ** 20,
        },
        {
          name: 'queue',
          image: 'ghcr.io/example/queue:1',
          env: {},
          command: 'queue --port 9000',
          ports: [9000, 9001],
        },
      ],
      env: { NODE_ENV: 'test' },
    });
  });
});

describe('a file with build', () => {
  test('is read into the same configuration', () => {
    expect(dialectOf('build: make ci')).toBe('flat');
    expect(configOf('build: make ci')).toEqual(configOf('command: make ci'));
  });

  test('with every key is read as a whole', () => {
    const text = `
build: make check
release: make release
workers: [linux]
timeout: 1h
dockerfile: docker/Dockerfile.ci
devcontainer: false
services:
  redis:
    image: redis:7-alpine
env: { CI: "true" }
`;
    expect(configOf(text)).toEqual({
      ...configOf('command: make check'),
      releaseCommand: 'make release',
      container: { kind: 'dockerfile', path: 'docker/Dockerfile.ci', context: 'docker' },
      timeoutSeconds: 3600,
      services: [{ name: 'redis', image: 'redis:7-alpine', env: {}, ports: [6379] }],
      env: { CI: 'true' },
      workers: [['linux']],
    });
  });

  test('may be JSON', () => {
    expect(configOf('{\n\t"build": "make",\n\t"workers": ["linux"]\n}\n')).toEqual(
      configOf('build: make\nworkers: [linux]'),
    );
  });
});

describe('the form is told by the keys', () => {
  test.each([
    ['container: { image: a }', 'command: is required'],
    ['cache: []', 'command: is required'],
    ['trigger: {}', 'command: is required'],
    ['timeout: 5m', 'command: is required'],
    ['container: none', 'command: is required'],
    ['{}', 'command: is required'],
    ['image: a', 'build: is required'],
    ['release: a', 'build: is required'],
    ['devcontainer: false', 'build: is required'],
    ['comand: make', 'comand: unknown key; did you mean command?'],
    ['biuld: make', 'biuld: unknown key; did you mean build?'],
    ['BUILD: make', 'BUILD: unknown key; did you mean build?'],
  ])('%s', (text, finding) => {
    expect(refusalOf(text)).toBe(finding);
  });

  test('several misspelled keys are all reported', () => {
    expect(findingsOf('buidl: make\nimge: node:20')).toEqual([
      '1:1  buidl: unknown key; did you mean build?',
      '2:1  imge: unknown key; did you mean image?',
    ]);
  });

  test('container as an object belongs to the form with command, as a word to both', () => {
    expect(configOf('command: x\ncontainer: none').container).toEqual({ kind: 'none' });
    expect(configOf('build: x\ncontainer: none').container).toEqual({ kind: 'none' });
    expect(findingsOf('build: x\ncontainer: { memory: 4g }')).toEqual([
      '1:1  build: the file mixes two forms: container of the form with command, and build of the form with build; ' +
        'for the form with command: rename build to command',
    ]);
  });
});

describe('keys of both forms are refused, with the form of each', () => {
  test.each([
    [
      'command: make\nbuild: make',
      '2:1  build: the file mixes two forms: command of the form with command, and build of the form with build; ' +
        'for the form with command: keep one of command and build',
    ],
    [
      'cache: []\nbuild: make\nartifacts: []',
      '2:1  build: the file mixes two forms: cache, artifacts of the form with command, and build of the form with ' +
        'build; for the form with command: rename build to command',
    ],
    [
      'image: node:20\ncommand: make\ndockerfile: Dockerfile\nrelease: make release',
      '1:1  image: the file mixes two forms: command of the form with command, and image, dockerfile, release of the ' +
        'form with build; for the form with command: move image and dockerfile into container, remove release',
    ],
  ])('%j', (text, finding) => {
    expect(findingsOf(text)).toEqual([finding]);
  });

  test('other mistakes in the file are reported with it', () => {
    expect(findingsOf('command: make\nimage: Node\ntimeout: 5\ncolour: red')).toEqual([
      expect.stringContaining('2:1  image: the file mixes two forms'),
      expect.stringContaining('2:8  image: must be an image such as'),
      expect.stringContaining('3:10  timeout: must be a string, got the number 5'),
      expect.stringContaining('4:1  colour: unknown key'),
    ]);
  });

  test('keys of the container object are pointed at their form', () => {
    expect(findingsOf('build: make\nmemory: 4g\nnetwork: none')).toEqual([
      '2:1  memory: only the form with command has it: rename build to command, and move memory into container',
      '3:1  network: only the form with command has it: rename build to command, and move network into container',
    ]);
    expect(refusalOf('command: make\nmemory: 4g')).toBe('memory: unknown key; write container: { memory: "4g" }');
  });
});

describe('text that is not a file of keys is refused', () => {
  test.each([
    ['', '1:1  is empty; give an object'],
    ['# later', '1:1  is empty; give an object'],
    ['make ci', '1:1  must be an object, got "make ci"; write { command: "make ci" }'],
    ['- make', '1:1  must be an object, got a list; write { command: make }'],
    ['build: x\n---\nbuild: y', '2:1  a second document starts here: a file has one document; move it to another file'],
    ['build: x\nbuild: y', '2:1  duplicate key build; remove one'],
    ['command: x\ncontainer:\n  network: host\n  network: none', '4:3  duplicate key network; remove one'],
    ['build: !shell x', '1:8  unresolved tag: !shell'],
    ['build: *make', '1:8  unknown alias make: define its anchor above it'],
    [
      'x-make: &make make\nbuild: *make',
      '1:1  x-make: unknown key; allowed: build, release, image, dockerfile, ' +
        'devcontainer, container, services, timeout, workers, env',
    ],
    ['build: x\n<<: { timeout: 5m }', '2:1  ["<<"]: merge keys are not supported; repeat the keys'],
    [
      'build: x\nservices: { a: { image: b, env: { <<: {} } } }',
      '2:35  services.a.env["<<"]: merge keys are not supported; repeat the keys',
    ],
  ])('%j', (text, finding) => {
    expect(findingsOf(text)).toEqual([finding]);
  });

  test('an anchor that is used in its place is fine', () => {
    const { services } = configOf(
      'build: x\nservices:\n  a: { image: b, env: &env { V: 1.30 } }\n  c: { image: d, env: *env }',
    );
    expect(services.map(({ env }) => env)).toEqual([{ V: '1.30' }, { V: '1.30' }]);
  });
});
