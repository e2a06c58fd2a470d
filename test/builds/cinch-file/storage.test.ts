import { configOf, findingsOf, refusalOf } from './files';

describe('a cache', () => {
  test.each([
    ['./node_modules', 'node_modules'],
    ['.next/cache/', '.next/cache'],
    ['/opt/cache', '/opt/cache'],
    ['/root/.cache/tool', '/root/.cache/tool'],
    ['~/.cache/tool/', '~/.cache/tool'],
    ['~/./a', '~/a'],
    ['/workspace/dist', '/workspace/dist'],
  ])('at %s is kept at %s', (path, kept) => {
    expect(configOf(`command: x\ncache: [{ name: a, path: ${path} }]`).caches).toEqual([{ name: 'a', path: kept }]);
  });

  test.each([
    ['../x', 'must not contain "..", got "../x"'],
    ['a/../../b', 'must not contain "..", got "a/../../b"'],
    ['~/../x', 'must not contain "..", got "../x"'],
    ['/a/../b', 'must not contain "..", got "/a/../b"'],
    ['.', 'is the checkout itself, got "."; give a directory in it'],
    ['./', 'is the checkout itself, got "./"; give a directory in it'],
    ['/workspace', 'is the checkout itself, got "/workspace"; give a directory in it'],
    ['"~"', 'would hide the home directory of the image; give a directory in it, such as ~/.cache/tool'],
    ['~/', 'would hide the home directory of the image; give a directory in it, such as ~/.cache/tool'],
    ['~ada/x', 'must be ~/ and a path in the home directory, got "~ada/x"'],
    ['/', 'would hide files of the image, got "/"; give a directory in it'],
    ['/root', 'would hide files of the image, got "/root"; give a directory in it'],
    ['/usr/local/bin', 'would hide files of the image, got "/usr/local/bin"; give a directory in it'],
    ['/proc/x', 'is a directory of the kernel, got "/proc/x"'],
    ['/dev', 'is a directory of the kernel, got "/dev"'],
    ['/deskrun/x', 'is a directory of deskrun itself, got "/deskrun/x"'],
    ['/opt/cache/', 'must be written as "/opt/cache", got "/opt/cache/"'],
    [
      'packages/*/dist',
      'is one path, and patterns such as * are not expanded, got "packages/*/dist"; give the directory',
    ],
    ['/opt/*', 'is one path, and patterns such as * are not expanded, got "/opt/*"; give the directory'],
    ['$HOME/x', 'must not contain $, since variables are not expanded, got "$HOME/x"'],
    ['"a:b"', 'must not contain a colon or a control character, got "a:b"'],
    ['"a\\nb"', 'must not contain a colon or a control character, got "a\\nb"'],
    ['""', 'must not be empty'],
  ])('at %s is refused', (path, message) => {
    expect(refusalOf(`command: x\ncache: [{ name: a, path: ${path} }]`)).toBe(`cache[0].path: ${message}`);
  });

  test.each(['a', 'node_modules', 'build-output', 'a.b', `a${'b'.repeat(62)}`, '0'])('may be named %s', name => {
    expect(configOf(`command: x\ncache: [{ name: "${name}", path: a }]`).caches[0]?.name).toBe(name);
  });

  test.each(['A', '-a', 'a-', '_a', '.', '..', 'a/b', 'a b', '', `a${'b'.repeat(63)}`, 'ä'])(
    'must not be named %j, since the name is a directory of the node',
    name => {
      expect(refusalOf(`command: x\ncache: [{ name: ${JSON.stringify(name)}, path: a }]`)).toBe(
        'cache[0].name: must have at most 63 lower-case letters, digits, -, _ and dots, starting and ending with a ' +
          `letter or digit, got ${JSON.stringify(name)}`,
      );
    },
  );

  test.each([
    ['cache: [{ name: a }]', 'cache[0].path: is required'],
    ['cache: [{ path: a }]', 'cache[0].name: is required'],
    ['cache: { a: b }', 'cache: must be a list, got an object'],
    ['cache: [a]', 'cache[0]: must be an object, got "a"; keys of the object: name, path'],
    ['cache: [{ name: a, paths: b }]', 'cache[0].paths: unknown key; did you mean path?'],
    [
      'cache: [{ name: a, path: b }, { name: a, path: c }]',
      'cache[1].name: a is also the name of cache[0]; rename one',
    ],
  ])('%s is refused', (line, finding) => {
    expect(refusalOf(`command: x\n${line}`)).toBe(finding);
  });
});

describe('an artifact', () => {
  test('is a path in the checkout and a name', () => {
    expect(
      configOf('command: x\nartifacts: [{ path: ./dist/app, name: App-1.0_x }, { path: ., name: all }]').artifacts,
    ).toEqual([
      { path: 'dist/app', name: 'App-1.0_x' },
      { path: '.', name: 'all' },
    ]);
  });

  test.each([
    ['/etc/passwd', 'must be a path in the checkout such as ./dist, got "/etc/passwd"'],
    ['~/x', 'must be a path in the checkout such as ./dist, got "~/x"'],
    ['../x', 'must not contain "..", got "../x"'],
    ['dist/*.tgz', 'is one path, and patterns such as * are not expanded, got "dist/*.tgz"; give the directory'],
  ])('at %s is refused', (path, message) => {
    expect(refusalOf(`command: x\nartifacts: [{ name: a, path: ${path} }]`)).toBe(`artifacts[0].path: ${message}`);
  });

  test.each(['', '.a', '-a', 'a/b', '..', 'a b', 'a'.repeat(129)])('must not be named %j', name => {
    expect(refusalOf(`command: x\nartifacts: [{ name: ${JSON.stringify(name)}, path: a }]`)).toBe(
      'artifacts[0].name: must have at most 128 letters, digits, -, _ and dots, starting with a letter or digit, got ' +
        JSON.stringify(name),
    );
  });

  test('needs a name of its own', () => {
    expect(refusalOf('command: x\nartifacts: [{ path: a, name: n }, { path: b, name: n }]')).toBe(
      'artifacts[1].name: n is also the name of artifacts[0]; rename one',
    );
  });
});

describe('output', () => {
  test('is a directory of the checkout, named output by default', () => {
    expect(configOf('command: x').output).toBeUndefined();
    expect(configOf('command: x\noutput: {}').output).toBe('output');
    expect(configOf('command: x\noutput: { path: ./artifacts }').output).toBe('artifacts');
  });

  test.each([
    ['output: { path: . }', 'output.path: is the checkout itself; give a directory in it, such as ./artifacts'],
    ['output: { path: /artifacts }', 'output.path: must be a path in the checkout such as ./dist, got "/artifacts"'],
    ['output: ./artifacts', 'output: must be an object, got "./artifacts"; write output: { path: "./artifacts" }'],
  ])('%s is refused', (line, finding) => {
    expect(refusalOf(`command: x\n${line}`)).toBe(finding);
  });
});

describe('a mount', () => {
  const mounts = (...list: string[]) => `command: x\ncontainer: { mounts: ${JSON.stringify(list)} }`;

  test('has a source, a target and may be read-only', () => {
    expect(configOf(mounts('/a:/b', '/c:/d:ro', '/e:/f:rw')).mounts).toEqual([
      { source: '/a', target: '/b', readOnly: false },
      { source: '/c', target: '/d', readOnly: true },
      { source: '/e', target: '/f', readOnly: false },
    ]);
  });

  const ENTRY = '; a directory that is kept between builds is an entry of cache';
  const SOCKET =
    ': nodes of Kubernetes have no Docker, and such a socket gives root on the node; build images with BuildKit, or ' +
    'run the job in a runner set with containerMode dind';

  test.each([
    ['/a', 'must be source:target or source:target:ro, got "/a"'],
    ['/a:/b:ro:x', 'must be source:target or source:target:ro, got "/a:/b:ro:x"'],
    ['./a:/b', 'must start with an absolute path on the node, got "./a:/b"' + ENTRY],
    ['volume:/b', 'must start with an absolute path on the node, got "volume:/b"' + ENTRY],
    ['~/.ssh:/b', 'must start with an absolute path on the node, got "~/.ssh:/b"' + ENTRY],
    ['/a:b', 'must be an absolute path, got "b"'],
    ['/a/../etc:/b', 'must not contain "..", got "/a/../etc"'],
    ['/home/$USER:/b', 'must not contain $, since variables are not expanded, got "/home/$USER"'],
    ['/a:/b/*', 'is one path, and patterns such as * are not expanded, got "/b/*"; give the directory'],
    ['/a:/', 'would hide files of the image, got "/"; give a directory in it'],
    ['/a:/workspace', 'is the checkout itself, got "/workspace"; give a directory in it'],
    ['/a:/sys/fs', 'is a directory of the kernel, got "/sys/fs"'],
    ['/a:/b:z', 'must end with ro or rw, got "/a:/b:z"; other options of docker have no meaning in a pod'],
    ['/a:/b:', 'must end with ro or rw, got "/a:/b:"; other options of docker have no meaning in a pod'],
    [
      '/var/run/docker.sock:/var/run/docker.sock',
      `mounts the socket of a container runtime, got "/var/run/docker.sock:/var/run/docker.sock"${SOCKET}`,
    ],
    ['/a:/run/docker.sock', `mounts the socket of a container runtime, got "/a:/run/docker.sock"${SOCKET}`],
    [
      '/run/containerd/containerd.sock:/c.sock:ro',
      `mounts the socket of a container runtime, got "/run/containerd/containerd.sock:/c.sock:ro"${SOCKET}`,
    ],
  ])('%s is refused', (mount, message) => {
    expect(refusalOf(mounts(mount))).toBe(`container.mounts[0]: ${message}`);
  });
});

describe('directories must not be inside each other', () => {
  test.each([
    [
      'cache: [{ name: a, path: x }, { name: b, path: ./x/ }]',
      'cache[1].path: is mounted at /workspace/x, as cache[0].path is; remove one of the two',
    ],
    [
      'cache: [{ name: a, path: x/y }, { name: b, path: x }]',
      'cache[1].path: is mounted at /workspace/x, which overlaps /workspace/x/y of cache[0].path; give directories ' +
        'that are not inside each other',
    ],
    [
      'cache: [{ name: a, path: ~/x }, { name: b, path: ~/x/y }]',
      'cache[1].path: is mounted at ~/x/y, which overlaps ~/x of cache[0].path; give directories that are not inside ' +
        'each other',
    ],
    [
      'cache: [{ name: a, path: out/x }]\noutput: { path: out }',
      'output.path: is mounted at /workspace/out, which overlaps /workspace/out/x of cache[0].path; give directories ' +
        'that are not inside each other',
    ],
    [
      'cache: [{ name: a, path: /x }]\ncontainer: { mounts: ["/n:/x"] }',
      'container.mounts[0]: is mounted at /x, as cache[0].path is; remove one of the two',
    ],
    [
      'cache: [{ name: a, path: x }, { name: b, path: /workspace/x }]',
      'cache[1].path: is mounted at /workspace/x, as cache[0].path is; remove one of the two',
    ],
  ])('%j', (lines, finding) => {
    expect(findingsOf(`command: x\n${lines}`).map(line => line.replace(/^\S+ {2}/, ''))).toEqual([finding]);
  });

  test('directories beside each other are fine', () => {
    expect(
      configOf(
        'command: x\ncache: [{ name: a, path: x }, { name: b, path: xy }, ' +
          '{ name: c, path: ~/x }, { name: d, path: /x }]',
      ).caches,
    ).toHaveLength(4);
  });
});
