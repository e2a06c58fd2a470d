import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Host } from '../../../src/cli/kind/host';
import { isHere, preflight } from '../../../src/cli/kind/preflight';
import type { HostPath } from '../../../src/pod/host-paths';
import { temporaryFolder } from '../../support/folders';

const docker = { version: '28.2.2', machine: 'desk', cgroupVersion: '2', root: '/' };
const ENOUGH = { max_user_watches: 524288, max_user_instances: 512 };

/** A machine called desk, with these limits and files, and disks that have so much left. */
function machine(
  limits: Readonly<Record<string, number>> = ENOUGH,
  files: readonly string[] = [],
  free: (path: string) => number = () => 2 ** 40,
): Host {
  const root = temporaryFolder();
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [name, limit] of Object.entries(limits)) write(`proc/sys/fs/inotify/${name}`, `${limit}\n`);
  for (const file of files) write(file, '');
  return Object.assign(new Host(root, 'desk'), { freeBytes: free });
}

const path = (name: string, more: Partial<HostPath> = {}): HostPath => ({ path: name, readOnly: false, ...more });

describe('a machine', () => {
  it('that has what kind needs is not complained of', () => {
    expect(preflight(docker, machine(), [path('/nvme/a')])).toEqual([]);
  });

  it('with too few watches is told how to have more', () => {
    expect(preflight(docker, machine({ ...ENOUGH, max_user_watches: 192536 }), [])).toEqual([
      'fs.inotify.max_user_watches is 192536, and has to be at least 524288, or pods fail with "too many open files"; sudo sysctl -w fs.inotify.max_user_watches=524288, and the same line in /etc/sysctl.d/99-deskrun.conf to keep it',
    ]);
  });

  it('with too few instances is told so too, in the same run', () => {
    expect(preflight(docker, machine({ max_user_watches: 1, max_user_instances: 128 }), [])).toEqual([
      expect.stringMatching(/^fs\.inotify\.max_user_watches is 1/),
      expect.stringMatching(/^fs\.inotify\.max_user_instances is 128, and has to be at least 512/),
    ]);
  });

  it('without such limits is not complained of', () => {
    expect(preflight(docker, machine({}), [])).toEqual([]);
  });

  it('with cgroup v1 is told how to leave it', () => {
    expect(preflight({ ...docker, cgroupVersion: '1' }, machine(), [])).toEqual([
      'docker uses cgroup v1, which Kubernetes no longer supports; boot the machine with cgroup v2 (systemd.unified_cgroup_hierarchy=1)',
    ]);
  });

  it('whose disk is full where Docker keeps images is told so', () => {
    expect(
      preflight(
        docker,
        machine(ENOUGH, [], () => 2 ** 31),
        [],
      ),
    ).toEqual(['the disk of / has 2.0 GiB left, and needs 10 GiB; make room, or use another disk']);
  });

  it('whose disk is full where a cache lies is told so', () => {
    const full = machine(ENOUGH, [], disk => (disk === '/nvme/a' ? 2 ** 29 : 2 ** 40));
    expect(preflight(docker, full, [path('/nvme/a')])).toEqual([
      'the disk of /nvme/a has 0.5 GiB left, and needs 1 GiB; make room, or use another disk',
    ]);
  });

  it('is not complained of where Docker runs on another', () => {
    expect(
      preflight({ ...docker, machine: 'docker-desktop' }, machine({ max_user_watches: 1 }), [
        path('/nix/store', { readOnly: true }),
      ]),
    ).toEqual([]);
    expect(isHere({ ...docker, machine: 'docker-desktop' }, machine())).toBe(false);
  });
});

describe('a directory', () => {
  it('that runners only read needs no room', () => {
    const full = machine(ENOUGH, ['nix/store/a'], disk => (disk === '/nix/store' ? 0 : 2 ** 40));
    expect(preflight(docker, full, [path('/nix/store', { readOnly: true })])).toEqual([]);
  });

  it('that runners only read has to be there', () => {
    expect(preflight(docker, machine(), [path('/nix/store', { readOnly: true })])).toEqual([
      '/nix/store does not exist; make it, or take it out of the configuration',
    ]);
  });

  it('that has to be there may be', () => {
    expect(preflight(docker, machine(ENOUGH, ['nix/store/a']), [path('/nix/store', { readOnly: true })])).toEqual([]);
  });

  it('that runners write to is made when it is missing', () => {
    expect(preflight(docker, machine(), [path('/nvme/a', { type: 'DirectoryOrCreate' })])).toEqual([]);
  });

  it('that is a socket has to be there, with somebody behind it', () => {
    expect(preflight(docker, machine(), [path('/var/run/docker.sock', { type: 'Socket' })])).toEqual([
      '/var/run/docker.sock does not exist, so nothing listens there; start the daemon it belongs to',
    ]);
  });
});

describe('the machine that this runs on', () => {
  it('has disks with something left, also for what is still to be made', () => {
    expect(new Host().freeBytes('/no/such/directory/yet')).toBe(new Host().freeBytes('/'));
  });

  it('does not know a parameter that no kernel has', () => {
    expect(new Host().sysctl('no.such.parameter')).toBeUndefined();
  });
});
