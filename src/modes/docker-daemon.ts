import type { k8s } from '../kubernetes';
import type { ContainerPlace } from './mode';

/** Default data directory of dockerd. */
export const DOCKER_ROOT = '/var/lib/docker';

/** Name of the volume added for the daemon's data. */
const DATA_VOLUME = 'dind-data';

/** The flags of a dockerd command line. */
export interface DaemonFlags {
  /** Every value of a flag, in order. */
  all(flag: string): string[];
  /** The last value of a flag, which dockerd uses. */
  last(flag: string): string | undefined;
}

/** Reads the flags from the command and arguments of a container. A shell command in one string is split into words. */
export function daemonFlags({ command = [], args = [], env = [] }: k8s.Container): DaemonFlags {
  const words = [...command, ...args]
    .map(word => word.replace(/\$\(([^)]+)\)/g, (whole, name) => env.find(one => one.name === name)?.value ?? whole))
    .flatMap(word => word.split(/\s+/).filter(part => part !== ''));
  const all = (flag: string) =>
    words.flatMap((word, index): string[] => {
      if (word.startsWith(`${flag}=`)) return [word.slice(flag.length + 1)];
      if (word === flag) return words.slice(index + 1, index + 2);
      return flag.length === 2 && word.startsWith(flag) ? [word.slice(2)] : [];
    });
  return { all, last: flag => all(flag).at(-1) };
}

/** The data directory that the flags select. */
export function dataRootOf(flags: DaemonFlags): string {
  const root = flags.last('--data-root') ?? flags.last('--graph') ?? flags.last('-g') ?? DOCKER_ROOT;
  return root.replace(/(?<=.)\/+$/, '');
}

/**
 * The argument that sets the MTU of the networks that the runner creates for jobs with `container:` or `services:`.
 * `--mtu` changes the default bridge only. Undefined when the arguments have no MTU, when they set it for networks
 * already, or when Docker may be older than 24.
 *
 * @see https://github.com/moby/moby/issues/34981
 */
export function missingMtuArgument(flags: DaemonFlags, image: string | undefined): string | undefined {
  const mtu = flags.last('--mtu');
  const isGiven = flags.all('--default-network-opt').some(option => option.includes('com.docker.network.driver.mtu='));
  const knows = Number(/(?:^|\/)docker:(\d+)/.exec(image ?? '')?.[1] ?? 0) >= 24;
  return mtu === undefined || isGiven || !knows
    ? undefined
    : `--default-network-opt=bridge=com.docker.network.driver.mtu=${mtu}`;
}

/**
 * Adds an emptyDir for the daemon's data, unless a volume is mounted there. On the writable layer of the container,
 * dockerd can only use the storage driver `vfs`, because overlay file systems cannot be nested. A volume that the image
 * declares counts against no limit. An emptyDir counts as ephemeral storage of the pod.
 */
export function withDataVolume(template: k8s.PodTemplateSpec, { list, name }: ContainerPlace): k8s.PodTemplateSpec {
  const { spec } = template;
  const daemon = (spec?.[list] ?? []).find(container => container.name === name);
  if (!spec || !daemon) return template;
  const root = dataRootOf(daemonFlags(daemon));
  const holds = ({ mountPath }: k8s.VolumeMount) => `${root}/`.startsWith(`${mountPath.replace(/\/+$/, '')}/`);
  if (daemon.volumeMounts?.some(holds)) return template;
  const mount = { name: DATA_VOLUME, mountPath: root };
  const volumes = spec.volumes ?? [];
  return {
    ...template,
    spec: {
      ...spec,
      [list]: (spec[list] ?? []).map(container =>
        container === daemon ? { ...daemon, volumeMounts: [...(daemon.volumeMounts ?? []), mount] } : container,
      ),
      volumes: volumes.some(volume => volume.name === DATA_VOLUME)
        ? volumes
        : [...volumes, { name: DATA_VOLUME, emptyDir: {} }],
    },
  };
}
