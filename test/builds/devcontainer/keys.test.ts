import { containerOf, notices, read, refusal, withImage } from './reading';

const AT = '.devcontainer/devcontainer.json';

describe('a file that is no devcontainer.json is refused', () => {
  test.each([
    ['a list', '[{ "Id": "sha256:0" }]'],
    ['a text', '"debian:12"'],
    ['null', 'null'],
  ])('%s', (_, text) => {
    expect(refusal(text)).toEqual([`${AT}:1:1  must be an object with the keys of devcontainer.json`]);
  });

  test('an object without image, build or Compose file', () => {
    expect(refusal({ name: 'Web' })).toEqual([
      `${AT}:1:1  needs one of image, build.dockerfile and dockerComposeFile; add one`,
    ]);
  });
});

describe('a value of the wrong type is refused', () => {
  test.each([
    [{ image: ['debian:12'] }, 'image: must be a string, got a list'],
    [withImage({ runArgs: '--init' }), 'runArgs: must be a list, got "--init"'],
    [withImage({ runArgs: ['--cpus', 2] }), 'runArgs[1]: must be a string, got the number 2'],
    [withImage({ init: 'yes' }), 'init: must be true or false, got "yes"'],
    [
      withImage({ containerEnv: { A: {} } }),
      'containerEnv.A: must be a string or a number or true or false, got an object',
    ],
    [
      withImage({ containerEnv: { A: null } }),
      'containerEnv.A: is empty; give a string or a number or true or false or leave it out',
    ],
    [withImage({ mounts: [{ type: 'volume' }] }), 'mounts[0].target: is required'],
    [
      withImage({ postCreateCommand: 5 }),
      'postCreateCommand: must be a string or a list or an object, got the number 5',
    ],
    [withImage({ postCreateCommand: ['npm', 5] }), 'postCreateCommand[1]: must be a string, got the number 5'],
    [withImage({ features: [] }), 'features: must be an object, got a list'],
    [
      withImage({ userEnvProbe: 'login' }),
      'userEnvProbe: must be one of none, interactiveShell, loginShell, loginInteractiveShell, got "login"',
    ],
    [
      withImage({ hostRequirements: { gpu: 'yes' } }),
      'hostRequirements.gpu: must be true, false, "optional" or an object, got "yes"',
    ],
  ])('%j', (written, message) => {
    expect(refusal(written).map(line => line.replace(/^\S+ {2}/, ''))).toEqual([message]);
  });

  test('with its position, and together with all others', () => {
    expect(refusal('{\n  "image": 12,\n  "privileged": "yes",\n  "runArgs": ["--device=/dev/kvm"]\n}')).toEqual([
      `${AT}:2:12  image: must be a string, got the number 12`,
      `${AT}:3:17  privileged: must be true or false, got "yes"`,
      `${AT}:4:15  runArgs[0]: needs a device of the node; ` +
        'use a device plugin, or privileged: true with allowPrivileged',
    ]);
  });
});

describe('unknown keys are ignored with a notice', () => {
  test.each([
    [
      withImage({ postCreatCommand: 'npm ci' }),
      'postCreatCommand: unknown key, which is ignored; did you mean postCreateCommand?',
    ],
    [withImage({ Dockerfile: 'x' }), 'Dockerfile: unknown key, which is ignored; did you mean dockerFile?'],
    [withImage({ vendor: {} }), 'vendor: unknown key, which is ignored'],
    [
      withImage({ hostRequirements: { cpu: 2 } }),
      'hostRequirements.cpu: unknown key, which is ignored; did you mean cpus?',
    ],
    [
      withImage({ build: { dockerFile: 'x' } }),
      'build.dockerFile: unknown key, which is ignored; did you mean dockerfile?',
    ],
  ])('%j', (written, message) => {
    expect(notices(written).map(line => line.replace(/^\S+ {2}/, ''))).toContain(message);
  });

  test('at the position of the key', () => {
    expect(notices('{\n  "image": "debian:12",\n  "vendor": {}\n}')).toEqual([
      `${AT}:3:3  vendor: unknown key, which is ignored`,
    ]);
  });
});

test('keys for editors say nothing', () => {
  const editor = {
    $schema: 'https://example.com/schema.json',
    name: 'Web',
    customizations: { vscode: { extensions: ['a.b'] } },
    forwardPorts: [3000],
    portsAttributes: { 3000: { label: 'web' } },
    otherPortsAttributes: {},
    appPort: '8080:80',
    shutdownAction: 'none',
    waitFor: 'postCreateCommand',
    extensions: ['a.b'],
    settings: { a: 1 },
    devPort: 7000,
  };
  expect(notices(withImage(editor))).toEqual([]);
});

test('null counts as left out, with a notice', () => {
  expect(notices(withImage({ postCreateCommand: null }))).toEqual([
    `${AT}:3:24  postCreateCommand: is null and counts as left out`,
  ]);
});

test('numbers and booleans in variables become text, as for Docker', () => {
  expect(containerOf(withImage({ containerEnv: { CI: true, JOBS: 4 } })).env).toEqual([
    { name: 'CI', value: 'true' },
    { name: 'JOBS', value: '4' },
  ]);
});

describe('what changes nothing in a build is ignored with a notice', () => {
  test.each([
    [
      withImage({ overrideCommand: false }),
      'overrideCommand: is ignored: the build runs its own command, not that of the image',
    ],
    [
      withImage({ userEnvProbe: 'loginShell' }),
      'userEnvProbe: is ignored: a build does not read the profile of a user; write variables in remoteEnv',
    ],
    [
      withImage({ updateRemoteUserUID: true }),
      'updateRemoteUserUID: is ignored: the checkout is given to the user instead',
    ],
    [
      withImage({ initializeCommand: 'make hooks' }),
      'initializeCommand: is not run: it is for the machine of the developer; ' +
        'run it in the command of the build if the build needs it',
    ],
    [withImage({ postAttachCommand: 'git status' }), 'postAttachCommand: is not run: no editor attaches to a build'],
    [
      withImage({ secrets: { NPM_TOKEN: { description: 'registry' } } }),
      'secrets.NPM_TOKEN: is not given; give it in secretEnv if the build needs it',
    ],
  ])('%j', (written, message) => {
    expect(notices(written).map(line => line.replace(/^\S+ {2}/, ''))).toEqual([message]);
  });

  test('but not where it is what a build does anyway', () => {
    expect(notices(withImage({ overrideCommand: true, userEnvProbe: 'none', updateRemoteUserUID: false }))).toEqual([]);
  });

  test('nor a secret that is given', () => {
    const secretEnv = { NPM_TOKEN: { secret: 'npm', key: 'token' } };
    expect(notices(withImage({ secrets: { NPM_TOKEN: {} } }), {}, { secretEnv })).toEqual([]);
  });
});

describe('the image', () => {
  test('without a version gives a notice', () => {
    const message = 'debian without a version is another image tomorrow; write a tag or a digest';
    expect(notices({ image: 'debian' })).toEqual([`${AT}:2:12  image: ${message}`]);
    expect(notices({ image: 'debian:latest' })).toEqual([`${AT}:2:12  image: ${message}`]);
    expect(notices({ image: `debian@sha256:${'0'.repeat(64)}` })).toEqual([]);
    expect(notices({ image: 'localhost:5000/debian' })).toHaveLength(1);
  });

  test('that is no reference is refused', () => {
    expect(refusal({ image: 'Debian 12' })).toEqual([
      `${AT}:2:12  image: must be an image such as ghcr.io/actions/actions-runner:2.337.0, got "Debian 12"`,
    ]);
  });

  test('and a Dockerfile or Compose file exclude each other', () => {
    expect(refusal('{\n  "image": "debian:12",\n  "dockerComposeFile": "compose.yml"\n}')).toEqual([
      `${AT}:3:3  dockerComposeFile: image and dockerComposeFile exclude each other; keep one of them`,
    ]);
    expect(
      refusal(withImage({ build: { dockerfile: 'Dockerfile' } }), { '.devcontainer/Dockerfile': 'FROM debian:12' }),
    ).toEqual([`${AT}:4:5  build.dockerfile: image and build.dockerfile exclude each other; keep one of them`]);
  });

  test('with a build that names no Dockerfile is used, with a notice', () => {
    expect(notices(withImage({ build: { args: {} } }))).toEqual([`${AT}:3:12  build: is ignored: image is set`]);
  });
});

test('the repository names the folder of the checkout, with or without .git', () => {
  for (const repository of ['https://example.com/acme/web.git', 'git@example.com:acme/web', 'web'])
    expect(read({ image: 'debian:12' }, {}, { repository }).workspaceFolder).toBe('/workspaces/web');
});
