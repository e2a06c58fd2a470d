import { devcontainerId } from '../../../src/builds/devcontainer/substitute';
import { containerOf, notices, read, refusal, withImage } from './reading';

/** The value of a variable in a container, where it is written as `text` in `containerEnv`. */
function expanded(text: string, localEnv: Readonly<Record<string, string>> = {}): unknown {
  return containerOf(withImage({ containerEnv: { VALUE: text } }), {}, { localEnv }).env[0].value;
}

function noticesOf(text: string, localEnv: Readonly<Record<string, string>> = {}): string[] {
  const lines = notices(withImage({ containerEnv: { VALUE: text } }), {}, { localEnv });
  return lines.map(line => line.replace(/^.*containerEnv\.VALUE: /, ''));
}

describe("a variable of the developer's machine", () => {
  test('has the value that is given', () => {
    expect(expanded('${localEnv:TAG}/${env:TAG}', { TAG: '18' })).toBe('18/18');
    expect(noticesOf('${localEnv:TAG:20}', { TAG: '18' })).toEqual([]);
  });

  test('has its default where none is given', () => {
    expect(expanded('${localEnv:TAG:20}')).toBe('20');
    expect(noticesOf('${localEnv:TAG:20}')).toEqual([]);
  });

  test('is empty where it is set and empty', () => {
    expect(expanded('-${localEnv:TAG:20}-', { TAG: '' })).toBe('--');
  });

  test('is empty with a notice where there is neither', () => {
    expect(expanded('-${localEnv:TAG}-')).toBe('--');
    expect(noticesOf('${localEnv:TAG}')).toEqual(['${localEnv:TAG} is empty: localEnv has no TAG']);
  });

  test('has a default that ends at its first colon, with a notice', () => {
    expect(expanded('${localEnv:URL:http://registry:80/a}')).toBe('http');
    expect(noticesOf('${localEnv:URL:http://registry:80/a}')).toEqual([
      'a default ends at its first colon: ${localEnv:URL:http://registry:80/a} is "http"',
    ]);
  });

  test('must have a name', () => {
    expect(refusal(withImage({ containerEnv: { VALUE: '${localEnv}' } }))).toEqual([
      expect.stringContaining('${localEnv} must name an environment variable, as ${localEnv:NAME} does'),
    ]);
  });

  test('is no property of every object', () => {
    expect(expanded('-${localEnv:toString}-')).toBe('--');
  });
});

describe('a variable whose value is a Secret', () => {
  const secretEnv = { TOKEN: { secret: 'npm', key: 'token' } };

  test('becomes a reference where it is the whole value', () => {
    const { env } = containerOf(
      withImage({ containerEnv: { A: '${localEnv:TOKEN}' }, remoteEnv: { B: '${env:TOKEN:none}' } }),
      {},
      { secretEnv },
    );
    const valueFrom = { secretKeyRef: { name: 'npm', key: 'token' } };
    expect(env).toEqual([
      { name: 'A', valueFrom },
      { name: 'B', valueFrom },
    ]);
  });

  test.each([
    ['inside a value', { containerEnv: { A: 'Bearer ${localEnv:TOKEN}' } }],
    ['in a command', { postCreateCommand: 'login ${localEnv:TOKEN}' }],
    ['in an option', { runArgs: ['-e', 'TOKEN=${localEnv:TOKEN}'] }],
  ])('is refused %s', (_, keys) => {
    expect(refusal(withImage(keys), {}, { secretEnv })).toEqual([
      expect.stringContaining(
        '${localEnv:TOKEN} is a secret, which can only be the whole value of a variable in containerEnv or remoteEnv',
      ),
    ]);
  });

  test('is refused in an argument of an image, which anybody can read in the image', () => {
    const files = { '.devcontainer/Dockerfile': 'FROM debian:12' };
    const written = { build: { dockerfile: 'Dockerfile', args: { TOKEN: '${localEnv:TOKEN}' } } };
    expect(refusal(written, files, { secretEnv })).toEqual([expect.stringContaining('is a secret')]);
  });
});

test('the folders are those of the container', () => {
  const folders = '${containerWorkspaceFolder} ${containerWorkspaceFolderBasename} ${localWorkspaceFolderBasename}';
  expect(expanded(folders)).toBe('/workspaces/web web web');
});

test('the folder of the commands may be written with variables', () => {
  const { workspaceFolder } = read(withImage({ workspaceFolder: '/workspaces/${localWorkspaceFolderBasename}/app' }));
  expect(workspaceFolder).toBe('/workspaces/web/app');
});

test("the folder of the developer's machine becomes that of the container, with a notice", () => {
  expect(expanded('${localWorkspaceFolder}/bin')).toBe('/workspaces/web/bin');
  expect(noticesOf('${localWorkspaceFolder}/bin')).toEqual([
    "${localWorkspaceFolder} is a path of the developer's machine; ${containerWorkspaceFolder} is used",
  ]);
});

test('the ID is that of the specification, and the same for every build', () => {
  expect(devcontainerId({ 'id-label-2': 'b', 'id-label-1': 'a' })).toBe(
    devcontainerId({ 'id-label-1': 'a', 'id-label-2': 'b' }),
  );
  expect(expanded('${devcontainerId}')).toMatch(/^[0-9a-v]{52}$/);
  expect(expanded('${devcontainerId}')).toBe(expanded('${devcontainerId}'));
});

describe('a variable of the container', () => {
  test('is refused where the container does not exist yet', () => {
    expect(refusal(withImage({ containerEnv: { A: '${containerEnv:PATH}' } }))).toEqual([
      expect.stringContaining(
        '${containerEnv:PATH} can only be used in remoteEnv: the container does not exist before',
      ),
    ]);
  });

  test('is allowed in remoteEnv', () => {
    expect(read(withImage({ remoteEnv: { PATH: '${containerEnv:PATH}:/opt' } })).remoteEnv).toEqual({
      PATH: '${containerEnv:PATH}:/opt',
    });
  });
});

describe('what is no variable stays as it is', () => {
  test('with a notice', () => {
    expect(expanded('${PATH}:/opt')).toBe('${PATH}:/opt');
    expect(noticesOf('${PATH}:/opt')).toEqual(['${PATH} is no variable of devcontainer.json and stays as it is']);
  });

  test('without one in a command, whose shell has variables of the same form', () => {
    const written = withImage({ postCreateCommand: 'echo ${PATH}' });
    expect(notices(written)).toEqual([]);
    expect(read(written).hooks).toEqual([{ hook: 'postCreateCommand', command: 'echo ${PATH}' }]);
  });
});

test('variables are replaced in lists and objects, and not in keys', () => {
  const localEnv = { X: 'x' };
  const { hooks } = read(
    withImage({ postCreateCommand: { '${localEnv:X}': ['echo', '${localEnv:X}'] } }),
    {},
    { localEnv },
  );
  expect(hooks).toEqual([{ hook: 'postCreateCommand', command: { '${localEnv:X}': ['echo', 'x'] } }]);
});
