import * as fc from 'fast-check';
import { kindMountProblem, kindMounts, unmounted } from '../../src/cluster/kind-mounts';
import type { HostPath } from '../../src/pod/host-paths';
import { pattern } from '../support/pattern';

const path = (name: string, more: Partial<HostPath> = {}): HostPath => ({ path: name, readOnly: false, ...more });
const mount = (name: string, readOnly = false) => ({ hostPath: name, containerPath: name, readOnly });

describe('a mount of a kind node', () => {
  it('has the same path in the node as on the machine', () => {
    expect(kindMounts([path('/nvme/docker')])).toEqual([mount('/nvme/docker')]);
  });

  it('has the same position for any order of runners', () => {
    expect(kindMounts([path('/nvme/b'), path('/nvme/a')])).toEqual(kindMounts([path('/nvme/a'), path('/nvme/b')]));
  });

  it('is read-only if no runner writes to it', () => {
    expect(kindMounts([path('/nvme/a', { readOnly: true })])).toEqual([mount('/nvme/a', true)]);
  });

  it('is writable if one of several runners writes to it', () => {
    expect(kindMounts([path('/nvme/a', { readOnly: true }), path('/nvme/a')])).toEqual([mount('/nvme/a')]);
  });

  it('is read-only for the Nix store, even if a runner asks for a writable one', () => {
    expect(kindMounts([path('/nix/store')])).toEqual([mount('/nix/store', true)]);
  });

  it('is the only one for a directory and its subdirectories', () => {
    expect(kindMounts([path('/nvme'), path('/nvme/a'), path('/nvme/a/b', { readOnly: true })])).toEqual([
      mount('/nvme'),
    ]);
  });

  it('is added for a writable directory below a read-only one', () => {
    expect(kindMounts([path('/nvme', { readOnly: true }), path('/nvme/a')])).toEqual([
      mount('/nvme', true),
      mount('/nvme/a'),
    ]);
  });

  it('is added for a directory whose path only starts with that of another one', () => {
    expect(kindMounts([path('/nvme/a'), path('/nvme/ab')])).toEqual([mount('/nvme/a'), mount('/nvme/ab')]);
  });

  it.each(['/dev', '/dev/kvm', '/proc', '/sys', '/sys/fs/cgroup'])(
    'is not created for %s, which the node has as the machine does',
    kernel => {
      expect(kindMounts([path(kernel)])).toEqual([]);
    },
  );
});

describe('a path that cannot be mounted into a kind node', () => {
  it.each([
    '/',
    '/var',
    '/var/lib',
    '/etc',
    '/etc/nix',
    '/usr/local',
    '/var/lib/containerd',
    '/var/lib/containerd/a',
    '/var/lib/kubelet',
    '/run/containerd',
  ])('%s', own => {
    expect(kindMountProblem(own)).toMatch(
      pattern(
        /^\S+ cannot be mounted into a kind node, because the node needs its own \S+; give the cache another /,
        /source, or use a cluster that runs on the machine itself$/,
      ),
    );
  });

  it.each([
    '/nvme',
    '/var/lib/deskrun/cache',
    '/nix/store',
    '/var/run/docker.sock',
    '/dev/kvm',
    '/home/me/cache',
    '/etcetera',
  ])('is not %s', fine => {
    expect(kindMountProblem(fine)).toBeUndefined();
  });
});

describe('a path that a kind node does not have from the machine', () => {
  it('is none that is mounted', () => {
    expect(unmounted([path('/nvme/a')], [mount('/nvme/a')])).toEqual([]);
  });

  it('is none below a mounted directory', () => {
    expect(unmounted([path('/nvme/a')], [mount('/nvme')])).toEqual([]);
  });

  it('is one that is not mounted', () => {
    expect(unmounted([path('/nvme/a'), path('/nvme/b')], [mount('/nvme/a')])).toEqual(['/nvme/b']);
  });

  it('is one over which another directory of the machine is mounted', () => {
    expect(unmounted([path('/nvme/a')], [{ hostPath: '/other', containerPath: '/nvme/a', readOnly: false }])).toEqual([
      '/nvme/a',
    ]);
  });

  it('is one over which another directory is mounted, below a mounted directory', () => {
    expect(
      unmounted(
        [path('/nvme/a/b')],
        [mount('/nvme'), { hostPath: '/other', containerPath: '/nvme/a', readOnly: false }],
      ),
    ).toEqual(['/nvme/a/b']);
  });

  it('is one that is mounted read-only and runners write to', () => {
    expect(unmounted([path('/nvme/a')], [mount('/nvme/a', true)])).toEqual(['/nvme/a']);
  });

  it('is none that is mounted writable and runners only read', () => {
    expect(unmounted([path('/nvme/a', { readOnly: true })], [mount('/nvme/a')])).toEqual([]);
  });
});

test('a kind node that was created for runners has all their paths from the machine', () => {
  const segment = fc.constantFrom('a', 'b', 'ab');
  const hostPath = fc.record({
    path: fc.array(segment, { minLength: 1, maxLength: 3 }).map(parts => `/nvme/${parts.join('/')}`),
    readOnly: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(hostPath, { maxLength: 8 }), hostPaths => {
      expect(unmounted(hostPaths, kindMounts(hostPaths))).toEqual([]);
    }),
  );
});
