import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Host } from '../../../src/cli/kind/host';
import { isHere, preflight } from '../../../src/cli/kind/preflight';
import type { HostPath } from '../../../src/pod/host-paths';
import { temporaryFolder } from '../../support/folders';

const docker = { version: '28.2.2', machine: 'desk', cgroupVersion: '2', root: '/' };
const ENOUGH = { max_user_watches: 524288, max_user_instances: 512 };

/** A machine named desk with these limits, files and free disk space. */
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
  it('that has what kind needs has no problems', () => {
    expect(preflight(docker, machine(), [path('/nvme/a')])).toEqual([]);
  });

  it('with too few inotify watches is a problem', () => {
    expect(preflight(docker, machine({ ...ENOUGH, max_user_watches: 192536 }), [])).toEqual([
      'fs.inotify.max_user_watches is 192536, and must be at least 524288, or pods fail with "too many open ' +
        'files"; run sudo sysctl -w fs.inotify.max_user_watches=524288, and add the setting to ' +
        '/etc/sysctl.d/99-deskrun.conf to keep it',
    ]);
  });

  it('with too few inotify instances, too, has both problems', () => {
    expect(preflight(docker, machine({ max_user_watches: 1, max_user_instances: 128 }), [])).toEqual([
      expect.stringMatching(/^fs\.inotify\.max_user_watches is 1/),
      expect.stringMatching(/^fs\.inotify\.max_user_instances is 128, and must be at least 512/),
    ]);
  });

  it('without such limits has no problems', () => {
    expect(preflight(docker, machine({}), [])).toEqual([]);
  });

  it('with cgroup v1 is a problem', () => {
    expect(preflight({ ...docker, cgroupVersion: '1' }, machine(), [])).toEqual([
      'docker uses cgroup v1, which Kubernetes no longer supports; boot the host with cgroup v2 ' +
        '(systemd.unified_cgroup_hierarchy=1)',
    ]);
  });

  it('with a full disk for images is a problem', () => {
    expect(
      preflight(
        docker,
        machine(ENOUGH, [], () => 2 ** 31),
        [],
      ),
    ).toEqual(['the disk of / has 2.0 GiB free, and needs 10 GiB; free space, or use another disk']);
  });

  it('with a full disk for a cache is a problem', () => {
    const full = machine(ENOUGH, [], disk => (disk === '/nvme/a' ? 2 ** 29 : 2 ** 40));
    expect(preflight(docker, full, [path('/nvme/a')])).toEqual([
      'the disk of /nvme/a has 0.5 GiB free, and needs 1 GiB; free space, or use another disk',
    ]);
  });

  it('is not checked if Docker runs on another', () => {
    expect(
      preflight({ ...docker, machine: 'docker-desktop' }, machine({ max_user_watches: 1 }), [
        path('/nix/store', { readOnly: true }),
      ]),
    ).toEqual([]);
    expect(isHere({ ...docker, machine: 'docker-desktop' }, machine())).toBe(false);
  });
});

describe('a directory', () => {
  it('that runners only read needs no free space', () => {
    const full = machine(ENOUGH, ['nix/store/a'], disk => (disk === '/nix/store' ? 0 : 2 ** 40));
    expect(preflight(docker, full, [path('/nix/store', { readOnly: true })])).toEqual([]);
  });

  it('that runners only read must exist', () => {
    expect(preflight(docker, machine(), [path('/nix/store', { readOnly: true })])).toEqual([
      '/nix/store does not exist; create it, or remove it from the configuration',
    ]);
  });

  it('that must exist and does is no problem', () => {
    expect(preflight(docker, machine(ENOUGH, ['nix/store/a']), [path('/nix/store', { readOnly: true })])).toEqual([]);
  });

  it('that runners write to need not exist', () => {
    expect(preflight(docker, machine(), [path('/nvme/a', { type: 'DirectoryOrCreate' })])).toEqual([]);
  });

  it('that is a socket must exist', () => {
    expect(preflight(docker, machine(), [path('/var/run/docker.sock', { type: 'Socket' })])).toEqual([
      '/var/run/docker.sock does not exist: no daemon listens on it; start the daemon',
    ]);
  });
});

describe('the machine that this runs on', () => {
  it('has free space, also for a path that does not exist yet', () => {
    expect(new Host().freeBytes('/no/such/directory/yet')).toBe(new Host().freeBytes('/'));
  });

  it('has no value for an unknown kernel parameter', () => {
    expect(new Host().sysctl('no.such.parameter')).toBeUndefined();
  });
});
