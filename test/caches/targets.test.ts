import { targetProblem } from '../../src/caches/targets';
import { pathProblem } from '../../src/pod/path';

/** Paths at and below which nothing may be mounted, with a part of the reason. */
const CLOSED: readonly [string, string][] = [
  ['/nix/store', 'Nix store'],
  ['/__w', 'workspace'],
  ['/__e', 'Node.js'],
  ['/__t', 'tools'],
  ['/github', "job's files"],
  ['/home/runner/_work', 'workspace'],
  ['/home/runner/externals', 'Node.js'],
  ['/home/runner/k8s', 'hooks'],
  ['/home/runner/k8s-novolume', 'hooks'],
  ['/home/runner/bin', 'runner itself'],
  ['/proc', 'kernel'],
  ['/sys', 'hostSys'],
  ['/dev', 'hostDev'],
  ['/etc/hooks', 'hook extension'],
  ['/run', 'sockets'],
  ['/var/run', 'service account token'],
  ['/bin', 'programs'],
  ['/sbin', 'programs'],
  ['/usr/bin', 'programs'],
  ['/usr/sbin', 'programs'],
  ['/usr/lib', 'libraries'],
  ['/lib', 'libraries'],
  ['/lib64', 'libraries'],
];

/** Paths at which nothing may be mounted, with a part of the reason. */
const COVERED: readonly [string, string][] = [
  ['/', 'whole image'],
  ['/nix', 'Nix store'],
  ['/nix/var', '/nix/var/nix/daemon-socket-host'],
  ['/nix/var/nix', '/nix/var/nix/daemon-socket-host'],
  ['/home', 'runner is installed'],
  ['/home/runner', 'mount a directory below it'],
  ['/root', 'mount a directory below it'],
  ['/etc', 'configuration'],
  ['/usr', 'programs'],
  ['/usr/local', 'programs'],
  ['/usr/local/cargo', 'cache cargo'],
  ['/opt', 'programs'],
  ['/var', 'state'],
  ['/var/lib', 'state'],
];

describe('refuses to mount over', () => {
  test.each([...CLOSED, ...COVERED])('%s, with the reason: %s', (target, reason) => {
    expect(targetProblem(target)).toMatch(/^cannot be mounted over: [a-z].*[^.]$/);
    expect(targetProblem(target)).toContain(reason);
  });

  test.each(CLOSED)('a path below %s', (target, reason) => {
    expect(targetProblem(`${target}/below`)).toMatch(/^cannot be mounted over: /);
    expect(targetProblem(`${target}/far/below`)).toContain(reason);
  });

  test.each(['/nix/store', '/nix/store/abc-bash', '/nix'])('%s, with the remedy', target => {
    expect(targetProblem(target)).toBe(
      'cannot be mounted over: it would hide the Nix store of the image, and with it every program of an ' +
        "image built by Nix; mount the node's store at /nix/store-host and let the workflow bind it, or " +
        'cache /root/.cache/nix',
    );
  });
});

describe('allows to mount at', () => {
  test.each([
    '/nix/store-host',
    '/nix/var/nix/daemon-socket-host',
    '/tmp/builds',
    '/tmp',
    '/cache/npm',
    '/var/lib/docker',
    '/opt/hostedtoolcache',
    '/root/.npm',
    '/home/runner/.cache',
    '/usr/local/share/.cache/yarn',
    '/go/pkg/mod',
    '/workspace',
    '/a',
  ])('%s', target => {
    expect(targetProblem(target)).toBeUndefined();
  });

  test.each(CLOSED)('a path that only starts with the characters of %s', target => {
    expect(targetProblem(`${target}x`)).toBeUndefined();
    expect(targetProblem(`${target}-host/cache`)).toBeUndefined();
  });

  test.each(COVERED.slice(1).filter(([path]) => path !== '/nix'))('a path below %s', target => {
    expect(targetProblem(`${target}/mine`)).toBeUndefined();
  });
});

describe('a path', () => {
  test.each(['', 'cache', './cache', '../cache', '~/.npm', 'C:\\cache', ' /cache'])(
    'that is not absolute is refused: %p',
    path => {
      expect(pathProblem(path)).toBe(`must be an absolute path, got ${JSON.stringify(path)}`);
    },
  );

  test.each(['/..', '/../etc', '/cache/..', '/cache/../etc', '/cache/../../x', '/cache/./..'])(
    'with .. is refused: %p',
    path => {
      expect(pathProblem(path)).toBe(`must not contain "..", got ${JSON.stringify(path)}`);
    },
  );

  test.each(['/a:b', '/cache:/target', '/cache:ro', '/a\nb', '/a\0b', '/a\tb'])(
    'with a colon or a control character is refused: %p',
    path => {
      expect(pathProblem(path)).toBe(`must not contain a colon or a control character, got ${JSON.stringify(path)}`);
    },
  );

  test.each([
    ['/cache/', '/cache'],
    ['//cache', '/cache'],
    ['/a//b', '/a/b'],
    ['/a/./b', '/a/b'],
    ['/a/.', '/a'],
    ['//', '/'],
    ['/nix/store/', '/nix/store'],
    ['/./nix/store', '/nix/store'],
  ])('that is not normalized is refused with the normalized path: %p', (path, plain) => {
    expect(pathProblem(path)).toBe(`must be written as ${JSON.stringify(plain)}, got ${JSON.stringify(path)}`);
  });

  test.each(['/', '/cache', '/a/b/c', '/..a', '/a..b', '/...', '/.npm', '/a b', '/größe', '/@scope/x', '/cache-1_2'])(
    'may be %p',
    path => {
      expect(pathProblem(path)).toBeUndefined();
    },
  );

  test.each(['/nix/store/', '/proc/../proc', '//dev', 'proc', '/github/./workflow'])(
    'that is another spelling of a reserved path is refused: %p',
    target => {
      expect(targetProblem(target)).toMatch(/^must /);
    },
  );
});
