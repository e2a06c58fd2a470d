import {
  automaticDirectory,
  DEFAULT_CACHE_ROOT,
  DEFAULT_HOST_ROOTS,
  hostPathProblem,
  hostRootFindings,
  isBelow,
} from '../../src/caches/host-paths';

describe('a directory of the node', () => {
  test.each([...DEFAULT_HOST_ROOTS, ...DEFAULT_HOST_ROOTS.map(root => `${root}/cache/deep`), DEFAULT_CACHE_ROOT])(
    'may be %s',
    path => {
      expect(hostPathProblem(path, [])).toBeUndefined();
    },
  );

  test.each([
    ['/tmp/github-runner-cache', '/tmp/github-runner-cache'],
    ['/tmp/github-runner-cache/docs', '/tmp/github-runner-cache'],
    ['/fast/ci', '/fast'],
    ['/home/me/cache', '/home/me'],
    ['/root/cache', '/root/cache'],
  ])('may be %s if hostRoots has %s', (path, root) => {
    expect(hostPathProblem(path, [])).toMatch(/hostRoots/);
    expect(hostPathProblem(path, [root])).toBeUndefined();
  });

  test('outside the allowed directories is refused, with the list and hostRoots', () => {
    expect(hostPathProblem('/opt/cache', [])).toBe(
      `"/opt/cache" is outside the directories that caches may use (${DEFAULT_HOST_ROOTS.join(', ')}); to ` +
        'allow it, add its root to hostRoots',
    );
  });

  test.each([
    '/nvmeX',
    '/nvme-2/cache',
    '/mntx',
    '/etcetera',
    '/data2',
    '/var/cachex',
    '/var/lib/deskrun-other',
    '/nixos',
    '/var/lib/dockerx',
    '/bootstrap',
    '/devices',
    '/procfs',
    '/runner',
    '/system',
    '/lib32',
  ])('%s is neither an allowed nor a forbidden root', path => {
    expect(hostPathProblem(path, [])).toMatch(/ is outside the directories that caches may use /);
    expect(hostPathProblem(path, [path])).toBeUndefined();
  });

  const never = [
    '/boot',
    '/dev',
    '/etc',
    '/proc',
    '/run',
    '/sys',
    '/usr',
    '/bin',
    '/sbin',
    '/lib',
    '/lib64',
    '/var/run',
    '/var/lib/kubelet',
    '/var/lib/etcd',
    '/var/lib/docker',
    '/var/lib/containerd',
    '/var/lib/rancher',
  ];

  test.each([...never, '/', '/root', '/home', '/var', '/var/lib'])('is never %s, whatever hostRoots says', path => {
    expect(hostPathProblem(path, [path, '/'])).toBe(
      `must not be ${path}, which the node itself uses; use another directory, such as /var/lib/deskrun/cache`,
    );
  });

  test.each(never)('is never below %s, whatever hostRoots says', path => {
    expect(hostPathProblem(`${path}/cache`, [path, `${path}/cache`])).toMatch(
      /^must not be .*, which the node itself uses; use another directory/,
    );
  });

  test.each([
    ['nvme', 'absolute'],
    ['/nvme/', 'must be written as "/nvme"'],
    ['/nvme/../etc', '".."'],
    ['/nvme/a:b', 'colon'],
  ])('%p is not a normalized absolute path', (path, word) => {
    expect(hostPathProblem(path, [])).toContain(word);
  });

  test('a root in hostRoots allows itself and what is below it, not its siblings', () => {
    expect(hostPathProblem('/fast', ['/fast'])).toBeUndefined();
    expect(hostPathProblem('/fast/a', ['/fast'])).toBeUndefined();
    expect(hostPathProblem('/faster', ['/fast'])).toMatch(/hostRoots/);
  });
});

test.each([
  ['/a/b', '/a', true],
  ['/a/b/c', '/a', true],
  ['/a', '/a', false],
  ['/ab', '/a', false],
  ['/a', '/a/b', false],
  ['/a', '/', true],
])('%s below %s: %s', (path, root, below) => {
  expect(isBelow(path, root)).toBe(below);
});

describe('a cache without a source is', () => {
  const slot = { installation: 'docs', instance: 'docs-2' };

  test('below the installation when it is shared', () => {
    expect(automaticDirectory('/nvme/ci', slot, 'npm', true)).toBe('/nvme/ci/docs/npm');
  });

  test('below the instance when it is not shared', () => {
    expect(automaticDirectory('/nvme/ci', slot, 'docker', false)).toBe('/nvme/ci/docs-2/docker');
  });
});

describe('hostRoots', () => {
  test('may be directories that the node does not use', () => {
    expect(hostRootFindings(['/fast', '/tmp/github-runner-cache', '/home/me'])).toEqual([]);
  });

  test('has a finding for each invalid entry, with its index', () => {
    expect(
      hostRootFindings(['/etc', '/fast', 'slow', '/fast/', '/']).map(({ path, message }) => [
        path,
        message.split(',')[0],
      ]),
    ).toEqual([
      [['hostRoots', 0], 'must not be /etc'],
      [['hostRoots', 2], 'must be an absolute path'],
      [['hostRoots', 3], 'must be written as "/fast"'],
      [['hostRoots', 4], 'must not be /'],
    ]);
  });
});
