import type { HostPath } from '../../pod/host-paths';
import type { DockerInfo } from './docker';
import type { Host } from './host';

/**
 * The inotify limits that kind recommends.
 *
 * @see https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files
 */
export const INOTIFY = { 'fs.inotify.max_user_watches': 524288, 'fs.inotify.max_user_instances': 512 } as const;

const GIB = 2 ** 30;

/** The size of the unpacked node, controller and runner images. */
const DOCKER_BYTES = 10 * GIB;
export const CACHE_BYTES = GIB;

/** Types of host paths that the kubelet does not create. */
const MUST_EXIST = ['Directory', 'File', 'Socket', 'CharDevice', 'BlockDevice'];

/** The reasons why a cluster on this machine would not work, each with what to do. */
export function preflight(docker: DockerInfo, host: Host, hostPaths: readonly HostPath[]): string[] {
  return [
    ...(docker.cgroupVersion === '1'
      ? [
          'docker uses cgroup v1, which Kubernetes no longer supports; boot the host with cgroup v2 ' +
            '(systemd.unified_cgroup_hierarchy=1)',
        ]
      : []),
    ...(isHere(docker, host)
      ? [...inotifyProblems(host), ...missingProblems(host, hostPaths), ...diskProblems(docker, host, hostPaths)]
      : []),
  ];
}

/** Reports whether Docker runs on this machine, and not in a virtual machine or on a remote one. */
export function isHere(docker: DockerInfo, host: Host): boolean {
  return docker.machine === host.name;
}

function inotifyProblems(host: Host): string[] {
  return Object.entries(INOTIFY).flatMap(([name, needed]) => {
    const value = host.sysctl(name);
    return value === undefined || value >= needed
      ? []
      : [
          `${name} is ${value}, and must be at least ${needed}, or pods fail with "too many open files"; run ` +
            `sudo sysctl -w ${name}=${needed}, and add the setting to /etc/sysctl.d/99-deskrun.conf to keep it`,
        ];
  });
}

function missingProblems(host: Host, hostPaths: readonly HostPath[]): string[] {
  return hostPaths
    .filter(({ path, type, readOnly }) => (readOnly || MUST_EXIST.includes(type ?? '')) && !host.exists(path))
    .map(
      ({ path, type }) =>
        `${path} does not exist` +
        (type === 'Socket'
          ? ': no daemon listens on it; start the daemon'
          : '; create it, or remove it from the configuration'),
    );
}

function diskProblems(docker: DockerInfo, host: Host, hostPaths: readonly HostPath[]): string[] {
  const written = hostPaths.filter(({ readOnly }) => !readOnly).map(({ path }) => ({ path, needed: CACHE_BYTES }));
  return [{ path: docker.root, needed: DOCKER_BYTES }, ...written].flatMap(({ path, needed }) => {
    const free = host.freeBytes(path);
    return free >= needed
      ? []
      : [
          `the disk of ${path} has ${(free / GIB).toFixed(1)} GiB free, and needs ${needed / GIB} GiB; free ` +
            'space, or use another disk',
        ];
  });
}
