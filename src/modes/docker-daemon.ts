import type { k8s } from '../kubernetes';
import type { ContainerPlace } from './mode';

/** Where dockerd keeps its data unless it is told otherwise. */
export const DOCKER_ROOT = '/var/lib/docker';

/** The volume of the daemon's data where nobody gives another. */
const DATA_VOLUME = 'dind-data';

/** The flags of a dockerd command line. */
export interface DaemonFlags {
  /** Every value of a flag, in order. */
  all(flag: string): string[];
  /** The value that counts where a flag is given once or more. */
  last(flag: string): string | undefined;
}

/** Reads the flags out of a container's command and arguments, also where a shell is given them as one text. */
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

/** Where a daemon keeps its data. */
export function dataRootOf(flags: DaemonFlags): string {
  const root = flags.last('--data-root') ?? flags.last('--graph') ?? flags.last('-g') ?? DOCKER_ROOT;
  return root.replace(/(?<=.)\/+$/, '');
}

/**
 * The argument that gives the networks which the runner makes, one for each job with `container:` or `services:`, the
 * MTU that the arguments ask for: `--mtu` is for the default bridge only. Nothing where it is there, or where Docker
 * may be older than 24.
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
 * The pod with a volume for the daemon's data, where no other is mounted there. On the container's own layer dockerd
 * can only use `vfs`, since overlays do not stack; a volume that the image declares counts against no limit and is not
 * on every container runtime a real directory. An emptyDir counts as ephemeral storage of the pod.
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
