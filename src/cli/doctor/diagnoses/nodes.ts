import { CACHE_BYTES, INOTIFY } from '../../kind/preflight';
import type { Diagnosis, Finding } from '../diagnosis';

export const nodeNotReady: Diagnosis = {
  id: 'node-not-ready',
  title: 'a node that is not ready',
  find: ({ objects }) =>
    objects.Node.flatMap(({ metadata: { name }, status }): Finding[] => {
      const ready = status?.conditions?.find(({ type }) => type === 'Ready');
      return !ready || ready.status === 'True'
        ? []
        : [
            {
              severity: 'error',
              cause: `node ${name} is not ready: no pod starts there`,
              evidence: [`Node ${name} is Ready: ${ready.status}${ready.message ? `: ${ready.message}` : ''}`],
              remedy: [`kubectl describe node ${name}`],
            },
          ];
    }),
};

const PRESSURES = new Map(
  Object.entries({
    DiskPressure:
      'its disk is nearly full: it evicts pods and takes no new ones; free what caches hold, or give them a disk of their own',
    MemoryPressure:
      'it has hardly any memory left: it evicts pods; let fewer runners share it (maxRunners), or ask for the memory that jobs use',
    PIDPressure: 'it has hardly any process ids left: it evicts pods; let fewer runners share it (maxRunners)',
  }),
);

export const nodePressure: Diagnosis = {
  id: 'node-pressure',
  title: 'a node that evicts pods for want of disk, memory or process ids',
  find: ({ objects }) =>
    objects.Node.flatMap(({ metadata: { name }, status }) =>
      (status?.conditions ?? [])
        .filter(({ type, status: is }) => is === 'True' && PRESSURES.has(type))
        .map(({ type, message }): Finding => {
          const [cause, remedy] = (PRESSURES.get(type) as string).split('; ') as [string, string];
          return {
            severity: 'error',
            cause: `node ${name} has ${type}: ${cause}`,
            evidence: [`Node ${name} has ${type}${message ? `: ${message}` : ''}`],
            remedy: [remedy],
          };
        }),
    ),
};

export const inotifyLimits: Diagnosis = {
  id: 'inotify-limits',
  title: 'inotify limits of the machine that are too low for a kind cluster',
  upstream: 'https://github.com/kubernetes-sigs/kind/issues/2586',
  find: ({ host }) => {
    const low = host?.inotify
      ? Object.entries(host.inotify).filter(([name, value]) => value < INOTIFY[name as keyof typeof INOTIFY])
      : [];
    return low.length === 0
      ? []
      : [
          {
            severity: 'warning',
            cause:
              'the machine lets its processes watch few files: pods of a kind cluster fail with "too many open files"',
            evidence: low.map(
              ([name, value]) => `${name} is ${value}; kind asks for ${INOTIFY[name as keyof typeof INOTIFY]}`,
            ),
            remedy: low.map(
              ([name]) =>
                `sudo sysctl -w ${name}=${INOTIFY[name as keyof typeof INOTIFY]}, and the same line in /etc/sysctl.d/99-deskrun.conf to keep it`,
            ),
          },
        ];
  },
};

export const cgroupVersion: Diagnosis = {
  id: 'cgroup-version',
  title: 'cgroup v1 on the machine, on which kubelet does not start from 1.35 on',
  upstream: 'https://github.com/kubernetes/kubernetes/pull/134298',
  find: ({ host }) =>
    host?.cgroupVersion !== 1
      ? []
      : [
          {
            severity: 'warning',
            cause: 'the machine uses cgroup v1: kind nodes of Kubernetes 1.35 and newer do not start on it',
            evidence: ['docker info says CgroupVersion: 1'],
            remedy: ['boot the machine with systemd.unified_cgroup_hierarchy=1'],
          },
        ],
};

export const diskFull: Diagnosis = {
  id: 'disk-full',
  title: 'a disk of Docker or of a cache that is full',
  find: ({ host }) =>
    (host?.disks ?? [])
      .filter(({ freeBytes }) => freeBytes < CACHE_BYTES)
      .map(({ path, freeBytes }): Finding => ({
        severity: 'warning',
        cause: `the disk behind ${path} is full`,
        evidence: [`${(freeBytes / 2 ** 20).toFixed(0)} MiB of it are left`],
        remedy: ['delete what caches hold and nobody uses; while no runner runs, a whole cache directory may go'],
      })),
};

export const nodeDiagnoses = [nodeNotReady, nodePressure, inotifyLimits, cgroupVersion, diskFull];
