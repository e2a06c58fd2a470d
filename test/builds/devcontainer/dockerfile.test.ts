import { dockerfileFacts } from '../../../src/builds/devcontainer/image/dockerfile';
import { notices, read, refusal, withImage, type Files } from './reading';

const files: Files = { '.devcontainer/Dockerfile': 'FROM debian:12', Dockerfile: 'FROM debian:12', 'src/main.c': '' };
const lines = (all: readonly string[]) => all.map(line => line.replace(/^\S+ {2}/, ''));

describe('the Dockerfile and its context', () => {
  test.each<[object, string, string]>([
    [{ build: { dockerfile: 'Dockerfile' } }, '.devcontainer/Dockerfile', '.devcontainer'],
    [{ build: { dockerfile: 'Dockerfile', context: '..' } }, '.devcontainer/Dockerfile', '.'],
    [{ build: { dockerfile: '../Dockerfile' } }, 'Dockerfile', '.'],
    [{ build: { dockerfile: '../Dockerfile', context: '../src' } }, 'Dockerfile', 'src'],
    [{ build: { dockerfile: '${localWorkspaceFolder}/Dockerfile' } }, 'Dockerfile', '.'],
    [{ dockerFile: 'Dockerfile' }, '.devcontainer/Dockerfile', '.devcontainer'],
    [{ dockerFile: 'Dockerfile', context: '..' }, '.devcontainer/Dockerfile', '.'],
    [{ dockerFile: 'Dockerfile', build: { context: '../src' } }, '.devcontainer/Dockerfile', '.devcontainer'],
  ])('%j', (written, path, context) => {
    expect(read(written, files).image).toMatchObject({ kind: 'dockerfile', path, context });
  });

  test('is the one beside the file, where nothing else is written', () => {
    expect(read({ name: 'Web' }, files).image).toMatchObject({ path: '.devcontainer/Dockerfile' });
    expect(lines(notices({}, files))).toEqual([
      'has none of image, build.dockerfile and dockerComposeFile; .devcontainer/Dockerfile is built',
    ]);
  });

  test('a context at the top is for dockerFile alone', () => {
    expect(lines(notices({ build: { dockerfile: 'Dockerfile' }, context: '..' }, files))).toEqual([
      'context: is ignored beside build.dockerfile; move it into build',
    ]);
  });

  test.each<[object, string]>([
    [{ build: { dockerfile: 'Missing' } }, 'build.dockerfile: Missing is no file of the checkout'],
    [
      { build: { dockerfile: '../../Dockerfile' } },
      'build.dockerfile: ../../Dockerfile is outside of the checkout, and a build has only the checkout',
    ],
    [{ dockerFile: '/Dockerfile' }, 'dockerFile: /Dockerfile is no file of the checkout'],
    [
      { build: { dockerfile: 'Dockerfile', context: '../docs' } },
      'build.context: ../docs is no folder of the checkout',
    ],
    [
      { build: { dockerfile: 'Dockerfile', context: '../..' } },
      'build.context: ../.. is outside of the checkout, and a build has only the checkout',
    ],
    [{ dockerFile: 'Dockerfile', context: '../docs' }, 'context: ../docs is no folder of the checkout'],
    [
      { build: { dockerfile: 'Dockerfile', target: 'dev' } },
      'build.dockerfile: .devcontainer/Dockerfile has no stage "dev"',
    ],
  ])('is refused: %j', (written, message) => {
    expect(lines(refusal(written, files))).toEqual([message]);
  });

  test('without FROM is refused', () => {
    expect(lines(refusal({ dockerFile: 'Dockerfile' }, { '.devcontainer/Dockerfile': '# later\n' }))).toEqual([
      'dockerFile: .devcontainer/Dockerfile has no FROM, so it builds nothing',
    ]);
  });
});

describe('the build', () => {
  const build = (keys: object) => read({ build: { dockerfile: 'Dockerfile', ...keys } }, files).image;
  const refusedBuild = (options: string[]) => lines(refusal({ build: { dockerfile: 'Dockerfile', options } }, files));

  test('arguments become text', () => {
    expect(build({ args: { A: 'x', B: 1, C: true } })).toMatchObject({ args: { A: 'x', B: '1', C: 'true' } });
  });

  test('cacheFrom is one image or several', () => {
    expect(build({ cacheFrom: 'a:1' })).toMatchObject({ cacheFrom: ['a:1'] });
    expect(build({ cacheFrom: ['a:1', 'b:1'] })).toMatchObject({ cacheFrom: ['a:1', 'b:1'] });
  });

  test('options', () => {
    const options = [
      ...['--build-arg', 'A=1', '--target=0', '--label', 'a=b', '--add-host=db:10.0.0.7', '--network=host'],
      ...[
        '--platform',
        'linux/amd64',
        '--build-context',
        'src=../src',
        '--build-context=base=docker-image://debian:12',
      ],
      ...['--cache-from=a:1', '--no-cache', '--pull', '--progress', 'plain', '--load'],
    ];
    expect(build({ options })).toEqual({
      kind: 'dockerfile',
      path: '.devcontainer/Dockerfile',
      context: '.devcontainer',
      target: '0',
      args: { A: '1' },
      cacheFrom: ['a:1'],
      labels: { a: 'b' },
      hosts: { db: '10.0.0.7' },
      contexts: { src: 'src', base: 'docker-image://debian:12' },
      network: 'host',
      platform: 'linux/amd64',
      noCache: true,
      pull: true,
    });
    expect(build({ options: ['--network=default'] })).toMatchObject({ network: undefined });
  });

  const ALLOWED =
    'allowed: --build-arg, --target, --label, --add-host, --network, --platform, --build-context, --cache-from, ' +
    '--no-cache, --pull';

  test.each([
    [['--build-arg', 'A'], '--build-arg must have a value: the build has no environment to take it from'],
    [['--add-host', 'db'], '--add-host must be a host name and an IP address'],
    [['--add-host', 'db:host-gateway'], '--add-host must not be host-gateway, which only a Docker daemon has'],
    [['--network', 'db'], '--network must be host, none or default'],
    [['--build-context', 'src'], '--build-context must be a name and a source'],
    [['--build-context', 'src=../..'], '--build-context must be a folder of the checkout or a URL'],
    [['--target'], '--target needs a value'],
    [['--secret=id=npm'], `a build in the cluster has nothing for --secret=id=npm; ${ALLOWED}`],
    [['toString'], `a build in the cluster has nothing for toString; ${ALLOWED}`],
  ])('an option is refused: %j', (options, message) => {
    expect(refusedBuild(options)).toEqual([`build.options[0]: ${message}`]);
  });
});

describe('from a Dockerfile can be told', () => {
  test.each<[string, string, object]>([
    ['its image', 'FROM debian:12', { baseImage: 'debian:12' }],
    [
      'with a platform and a name',
      'from --platform=$BUILDPLATFORM debian:12 as dev',
      { baseImage: 'debian:12', stage: 'dev' },
    ],
    ['through stages', 'FROM a:1 AS base\nFROM b:1\nFROM base AS dev', { baseImage: 'a:1', stage: 'dev' }],
    ['through a stage by number', 'FROM a:1\nFROM 0', { baseImage: 'a:1' }],
    ['with an argument', 'ARG TAG=12\nFROM debian:${TAG}', { baseImage: 'debian:12' }],
    ['with a quoted argument', 'ARG TAG="12"\nFROM "debian:$TAG"', { baseImage: 'debian:12' }],
    ['with an argument of an argument', 'ARG A=1\nARG B=${A}2\nFROM debian:$B', { baseImage: 'debian:12' }],
    ['with an argument of the build', 'ARG VARIANT\nFROM debian:${VARIANT}', { baseImage: 'debian:trixie' }],
    ['with a default', 'FROM debian:${TAG:-12}', { baseImage: 'debian:12' }],
    ['with an alternative', 'ARG A=1\nFROM debian${A:+-slim}:12${B:+x}', { baseImage: 'debian-slim:12' }],
    ['not with an unknown one', 'FROM debian:$TAG', { baseImage: undefined }],
    ['over several lines', 'FROM \\\n  debian:12 \\\n# here\n  AS dev', { baseImage: 'debian:12', stage: 'dev' }],
    ['its user', 'FROM a:1\nUSER root\nUSER node', { user: 'node' }],
    ['the user of a stage below', 'FROM a:1 AS base\nUSER node\nFROM base', { user: 'node' }],
    ['the user by an argument', 'ARG NAME=ada\nFROM a:1\nARG NAME\nUSER $NAME', { user: 'ada' }],
    ['the user by a variable', 'FROM a:1\nENV NAME ada\nUSER ${NAME}', { user: 'ada' }],
    ['not a user that is not known', 'FROM a:1\nUSER $NAME', { user: undefined }],
    [
      'without here-documents',
      "FROM a:1\nRUN <<'EOF'\nFROM b:1\nUSER x\nEOF\nUSER node",
      { baseImage: 'a:1', user: 'node' },
    ],
    ['with shifts in arithmetic', 'FROM a:1\nRUN echo $((1<<2))\nUSER node', { user: 'node' }],
  ])('%s', (_, text, facts) => {
    expect(dockerfileFacts(text, { VARIANT: 'trixie' }, undefined)).toMatchObject(facts);
  });

  test('a stage by name, in any case, or number', () => {
    const text = 'FROM a:1 AS Dev\nFROM b:1';
    expect(dockerfileFacts(text, {}, 'dev').baseImage).toBe('a:1');
    expect(dockerfileFacts(text, {}, '1').baseImage).toBe('b:1');
    expect(dockerfileFacts(text, {}, '2').problem).toBe('has no stage "2"');
  });
});

test('an image beside a Dockerfile in the folder is not built', () => {
  expect(read(withImage({}), files).image).toEqual({ kind: 'image', image: 'debian:12' });
});
