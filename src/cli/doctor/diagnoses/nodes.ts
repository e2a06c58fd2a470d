import { CACHE_BYTES, INOTIFY } from '../../kind/preflight';
import type { Diagnosis, Finding } from '../diagnosis';

export const nodeNotReady: Diagnosis = {
  id: 'node-not-ready',
  title: 'a node is not ready',
  find: ({ objects }) =>
    objects.Node.flatMap(({ metadata: { name }, status }): Finding[] => {
      const ready = status?.conditions?.find(({ type }) => type === 'Ready');
      return !ready || ready.status === 'True'
        ? []
        : [
            {
              severity: 'error',
              cause: `node ${name} is not ready: no pods start on it`,
              evidence: [`Node ${name} is Ready: ${ready.status}${ready.message ? `: ${ready.message}` : ''}`],
              remedy: [`kubectl describe node ${name}`],
            },
          ];
    }),
};

const PRESSURES = new Map(
  Object.entries({
    DiskPressure:
      'its disk is nearly full, so it evicts pods and accepts no new ones; delete cache content, or move caches ' +
      'to a separate disk',
    MemoryPressure:
      'its memory is nearly used up, so it evicts pods; lower maxRunners, or request the memory that jobs use',
    PIDPressure: 'its process IDs are nearly used up, so it evicts pods; lower maxRunners',
  }),
);

export const nodePressure: Diagnosis = {
  id: 'node-pressure',
  title: 'a node evicts pods because disk, memory or process IDs are nearly used up',
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
  title: 'the inotify limits of the host are too low for a kind cluster',
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
            cause: 'the inotify limits of the host are low: pods of a kind cluster fail with "too many open files"',
            evidence: low.map(
              ([name, value]) => `${name} is ${value}; kind recommends ${INOTIFY[name as keyof typeof INOTIFY]}`,
            ),
            remedy: low.map(
              ([name]) =>
                `sudo sysctl -w ${name}=${INOTIFY[name as keyof typeof INOTIFY]}, and add the setting to ` +
                '/etc/sysctl.d/99-deskrun.conf to keep it',
            ),
          },
        ];
  },
};

export const cgroupVersion: Diagnosis = {
  id: 'cgroup-version',
  title: 'the host uses cgroup v1, on which kubelet 1.35 and newer does not start',
  upstream: 'https://github.com/kubernetes/kubernetes/pull/134298',
  find: ({ host }) =>
    host?.cgroupVersion !== 1
      ? []
      : [
          {
            severity: 'warning',
            cause: 'the host uses cgroup v1: kind nodes with Kubernetes 1.35 or newer do not start on it',
            evidence: ['docker info reports CgroupVersion: 1'],
            remedy: ['boot the host with systemd.unified_cgroup_hierarchy=1'],
          },
        ],
};

export const diskFull: Diagnosis = {
  id: 'disk-full',
  title: 'a disk of Docker or of a cache is full',
  find: ({ host }) =>
    (host?.disks ?? [])
      .filter(({ freeBytes }) => freeBytes < CACHE_BYTES)
      .map(({ path, freeBytes }): Finding => ({
        severity: 'warning',
        cause: `the disk of ${path} is full`,
        evidence: [`${(freeBytes / 2 ** 20).toFixed(0)} MiB are free`],
        remedy: ['delete unused cache content; while no runner runs, a whole cache directory may be deleted'],
      })),
};

export const nodeDiagnoses = [nodeNotReady, nodePressure, inotifyLimits, cgroupVersion, diskFull];
