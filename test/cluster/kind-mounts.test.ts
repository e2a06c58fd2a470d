import * as fc from 'fast-check';
import { kindMountProblem, kindMounts, unmounted } from '../../src/cluster/kind-mounts';
import type { HostPath } from '../../src/pod/host-paths';
import { pattern } from '../support/pattern';

const path = (name: string, more: Partial<HostPath> = {}): HostPath => ({ path: name, readOnly: false, ...more });
const mount = (name: string, readOnly = false) => ({ hostPath: name, containerPath: name, readOnly });

describe('what a node is given', () => {
  it('has the name that it has on the machine', () => {
    expect(kindMounts([path('/nvme/docker')])).toEqual([mount('/nvme/docker')]);
  });

  it('is in one order, whatever the order of the runners', () => {
    expect(kindMounts([path('/nvme/b'), path('/nvme/a')])).toEqual(kindMounts([path('/nvme/a'), path('/nvme/b')]));
  });

  it('is read-only when nobody writes to it', () => {
    expect(kindMounts([path('/nvme/a', { readOnly: true })])).toEqual([mount('/nvme/a', true)]);
  });

  it('is writable when one of several writes to it', () => {
    expect(kindMounts([path('/nvme/a', { readOnly: true }), path('/nvme/a')])).toEqual([mount('/nvme/a')]);
  });

  it('is read-only for the Nix store, whoever asks for more', () => {
    expect(kindMounts([path('/nix/store')])).toEqual([mount('/nix/store', true)]);
  });

  it('is mounted once for a directory and those below it', () => {
    expect(kindMounts([path('/nvme'), path('/nvme/a'), path('/nvme/a/b', { readOnly: true })])).toEqual([
      mount('/nvme'),
    ]);
  });

  it('is mounted again where it is written to below what is only read', () => {
    expect(kindMounts([path('/nvme', { readOnly: true }), path('/nvme/a')])).toEqual([
      mount('/nvme', true),
      mount('/nvme/a'),
    ]);
  });

  it('is not below a directory whose name only begins the same', () => {
    expect(kindMounts([path('/nvme/a'), path('/nvme/ab')])).toEqual([mount('/nvme/a'), mount('/nvme/ab')]);
  });

  it.each(['/dev', '/dev/kvm', '/proc', '/sys', '/sys/fs/cgroup'])(
    'is not %s, which the node has as the machine does',
    kernel => {
      expect(kindMounts([path(kernel)])).toEqual([]);
    },
  );
});

describe('what cannot be mounted into a node', () => {
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

describe('what a node has of its own instead', () => {
  it('is nothing, where it has what is mounted', () => {
    expect(unmounted([path('/nvme/a')], [mount('/nvme/a')])).toEqual([]);
  });

  it('is nothing, where what is mounted lies below what it has', () => {
    expect(unmounted([path('/nvme/a')], [mount('/nvme')])).toEqual([]);
  });

  it('is what it was not given', () => {
    expect(unmounted([path('/nvme/a'), path('/nvme/b')], [mount('/nvme/a')])).toEqual(['/nvme/b']);
  });

  it('is what another directory of the machine lies over', () => {
    expect(unmounted([path('/nvme/a')], [{ hostPath: '/other', containerPath: '/nvme/a', readOnly: false }])).toEqual([
      '/nvme/a',
    ]);
  });

  it('is what another directory lies over, below one that is the same', () => {
    expect(
      unmounted(
        [path('/nvme/a/b')],
        [mount('/nvme'), { hostPath: '/other', containerPath: '/nvme/a', readOnly: false }],
      ),
    ).toEqual(['/nvme/a/b']);
  });

  it('is what it may only read and runners write to', () => {
    expect(unmounted([path('/nvme/a')], [mount('/nvme/a', true)])).toEqual(['/nvme/a']);
  });

  it('is not what it may write to and runners only read', () => {
    expect(unmounted([path('/nvme/a', { readOnly: true })], [mount('/nvme/a')])).toEqual([]);
  });
});

test('whatever runners mount, a node that was made for them has of the machine', () => {
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
