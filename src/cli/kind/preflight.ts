import type { HostPath } from '../../pod/host-paths';
import type { DockerInfo } from './docker';
import type { Host } from './host';

/** What kind's nodes run out of first. @see https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
export const INOTIFY = { 'fs.inotify.max_user_watches': 524288, 'fs.inotify.max_user_instances': 512 } as const;

const GIB = 2 ** 30;

/** Node, controller and runner images, unpacked. */
const DOCKER_BYTES = 10 * GIB;
export const CACHE_BYTES = GIB;

/** Types of host paths that the kubelet does not make. */
const MUST_EXIST = ['Directory', 'File', 'Socket', 'CharDevice', 'BlockDevice'];

/** Why a cluster on this machine would not work, each with what to do. */
export function preflight(docker: DockerInfo, host: Host, hostPaths: readonly HostPath[]): string[] {
  return [
    ...(docker.cgroupVersion === '1'
      ? [
          'docker uses cgroup v1, which Kubernetes no longer supports; boot the machine with cgroup v2 (systemd.unified_cgroup_hierarchy=1)',
        ]
      : []),
    ...(isHere(docker, host)
      ? [...inotifyProblems(host), ...missingProblems(host, hostPaths), ...diskProblems(docker, host, hostPaths)]
      : []),
  ];
}

/** Whether Docker's machine is this one: in a virtual machine, or at the end of a remote context, it is not. */
export function isHere(docker: DockerInfo, host: Host): boolean {
  return docker.machine === host.name;
}

function inotifyProblems(host: Host): string[] {
  return Object.entries(INOTIFY).flatMap(([name, needed]) => {
    const value = host.sysctl(name);
    return value === undefined || value >= needed
      ? []
      : [
          `${name} is ${value}, and has to be at least ${needed}, or pods fail with "too many open files"; sudo sysctl -w ${name}=${needed}, and the same line in /etc/sysctl.d/99-deskrun.conf to keep it`,
        ];
  });
}

function missingProblems(host: Host, hostPaths: readonly HostPath[]): string[] {
  return hostPaths
    .filter(({ path, type, readOnly }) => (readOnly || MUST_EXIST.includes(type ?? '')) && !host.exists(path))
    .map(
      ({ path, type }) =>
        `${path} does not exist${type === 'Socket' ? ', so nothing listens there; start the daemon it belongs to' : '; make it, or take it out of the configuration'}`,
    );
}

function diskProblems(docker: DockerInfo, host: Host, hostPaths: readonly HostPath[]): string[] {
  const written = hostPaths.filter(({ readOnly }) => !readOnly).map(({ path }) => ({ path, needed: CACHE_BYTES }));
  return [{ path: docker.root, needed: DOCKER_BYTES }, ...written].flatMap(({ path, needed }) => {
    const free = host.freeBytes(path);
    return free >= needed
      ? []
      : [
          `the disk of ${path} has ${(free / GIB).toFixed(1)} GiB left, and needs ${needed / GIB} GiB; make room, or use another disk`,
        ];
  });
}
