import fc from 'fast-check';
import { DOCKER_OPTIONS } from '../../../src/builds/devcontainer/run-args';
import type { DevContainer } from '../../../src/builds/devcontainer/dev-container';
import { readDevContainer } from '../../../src/builds/devcontainer/read';
import { SERVICE_KEYS } from '../../../src/builds/devcontainer/compose/schema';
import { devContainerScript } from '../../../src/builds/devcontainer/pod';
import { ConfigFileError } from '../../../src/errors';
import { checkoutOf, FILE, podSpecOf, problemsOf, type Files } from './reading';

const KEYS = [
  ...['image', 'build', 'dockerFile', 'context', 'dockerComposeFile', 'service', 'runServices', 'workspaceFolder'],
  ...['workspaceMount', 'mounts', 'runArgs', 'containerEnv', 'remoteEnv', 'containerUser', 'remoteUser', 'init'],
  ...['privileged', 'capAdd', 'securityOpt', 'hostRequirements', 'features', 'overrideFeatureInstallOrder', 'secrets'],
  ...['initializeCommand', 'onCreateCommand', 'postCreateCommand', 'postAttachCommand', 'overrideCommand'],
  ...['userEnvProbe', 'updateRemoteUserUID', 'customizations', 'name', 'toString', '__proto__', 'constructor'],
];

/** Texts that mean something somewhere. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    ...['', 'debian:12', 'Dockerfile', '..', '/workspaces/web', '${localEnv:A:b}', '${containerEnv:PATH}', '${', '$$'],
    ...['source=a,target=/b,type=volume', 'type=bind,source=${localWorkspaceFolder}/x,target=/y', 'a=b', '"', ','],
    ...['--init', '-e', '-u', '--mount', '-v', '--network', '--gpus', '--cpus=2', '-it', 'root', 'node', '1000:1000'],
    ...[
      '8gb',
      '8GB',
      '64m',
      'a:10.0.0.7',
      '10.0.0.1',
      'linux/arm64',
      'net.core.somaxconn=1',
      '/a:/b:ro',
      'host',
      'compose.yml',
      'app',
      './feature',
      'ghcr.io/devcontainers/features/node:1',
      'seccomp=unconfined',
    ],
  ),
);
const value: fc.Arbitrary<unknown> = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.boolean(),
    fc.integer(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(text, fc.constantFrom('dockerfile', 'args', 'options', 'memory', 'cpus', 'gpu', 'type', 'target')),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
})).value;

const FILES: Files = {
  '.devcontainer/Dockerfile': 'FROM debian:12 AS base\nUSER node\nFROM base',
  '.devcontainer/compose.yml': 'services:\n  app: { image: debian:12 }\n  db: { image: postgres:17 }\n',
  '.devcontainer/feature/devcontainer-feature.json': '{ "id": "feature", "version": "1.0.0" }',
  '.devcontainer/feature/install.sh': 'true',
};

/** Reads a text. Any error but a ConfigFileError fails the test. */
function read(written: string, compose?: string): DevContainer | undefined {
  const files = compose === undefined ? FILES : { ...FILES, '.devcontainer/compose.yml': compose };
  try {
    return readDevContainer(written, { file: FILE, checkout: checkoutOf(files), repository: 'web' });
  } catch (error) {
    if (error instanceof ConfigFileError) return undefined;
    throw error;
  }
}

function use(container: DevContainer | undefined): void {
  if (!container) return;
  expect(problemsOf(container)).toEqual([]);
  devContainerScript(container, 'make');
}

test('any JSON gives a container, or a ConfigFileError', () => {
  fc.assert(fc.property(fc.json(), written => use(read(written))));
});

test('any keys of devcontainer.json give a container, or a ConfigFileError', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 8 }), keys =>
      use(read(JSON.stringify(keys))),
    ),
    { numRuns: 500 },
  );
});

test('any values beside an image give a container, or a ConfigFileError', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KEYS), value, (key, inner) =>
      use(read(JSON.stringify({ image: 'debian:12', [key]: inner }))),
    ),
    { numRuns: 500 },
  );
});

test('any text gives a container, or a ConfigFileError', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), written => use(read(written))));
});

test('any options of runArgs give a container, or a ConfigFileError', () => {
  fc.assert(
    fc.property(fc.array(text), runArgs => use(read(JSON.stringify({ image: 'debian:12', runArgs })))),
    { numRuns: 300 },
  );
});

test('any value of an option of Docker gives a container, or a ConfigFileError', () => {
  const option = fc.constantFrom(...Object.keys(DOCKER_OPTIONS));
  fc.assert(
    fc.property(fc.array(fc.tuple(option, text), { maxLength: 3 }), options =>
      use(read(JSON.stringify({ image: 'debian:12', runArgs: options.map(([name, inner]) => `--${name}=${inner}`) }))),
    ),
    { numRuns: 500 },
  );
});

test('any Compose file gives a container, or a ConfigFileError', () => {
  const service = fc.dictionary(fc.constantFrom(...Object.keys(SERVICE_KEYS), 'x-a', 'restart', 'ulimits'), value, {
    maxKeys: 5,
  });
  const written = JSON.stringify({ dockerComposeFile: 'compose.yml', service: 'app' });
  fc.assert(
    fc.property(service, service, fc.option(value), (app, db, other) => {
      const services = { app: { image: 'debian:12', ...app }, db: { image: 'postgres:17', ...db } };
      use(read(written, JSON.stringify({ services, volumes: other })));
    }),
    { numRuns: 500 },
  );
});

test('a file is read the same each time', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 4 }), keys => {
      const written = JSON.stringify({ ...keys, image: 'debian:12' });
      const [first, second] = [read(written), read(written)];
      expect(first && podSpecOf(first)).toEqual(second && podSpecOf(second));
    }),
  );
});
