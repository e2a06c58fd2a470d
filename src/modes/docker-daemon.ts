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
  return rootFlag(flags)[1].replace(/(?<=.)\/+$/, '');
}

/** The flag that selects the data directory, and its value. */
export function rootFlag(flags: DaemonFlags): readonly [flag: string, root: string] {
  for (const flag of ['--data-root', ...OLD_ROOT_FLAGS]) {
    const root = flags.last(flag);
    if (root !== undefined) return [flag, root];
  }
  return ['--data-root', DOCKER_ROOT];
}

/** Older names of `--data-root`, which Docker 23 removed. @see https://docs.docker.com/engine/deprecated/ */
const OLD_ROOT_FLAGS = ['--graph', '-g'];

/** A version of Docker, as numbers. */
type DockerVersion = readonly [major: number, minor: number, patch: number];

/** The first release with `--default-network-opt`. @see https://github.com/moby/moby/pull/43197 */
const NETWORK_OPTIONS_SINCE: DockerVersion = [24, 0, 0];

/** The first release whose mirrors may have a path. @see https://github.com/moby/moby/pull/46944 */
const MIRROR_PATHS_SINCE: DockerVersion = [24, 0, 8];

/** Docker counts its releases by year since 17.03, so a smaller number is the version of something else. */
const FIRST_MAJOR = 17;

/**
 * Reports whether the tag of an image named `docker` is of a release before a version. A tag such as `24` or `24.0`
 * stands for the last release that it covers. Undefined when the image does not tell its version.
 */
function isBefore(version: DockerVersion, image = ''): boolean | undefined {
  const tag = /(?:^|\/)docker:(\d[\d.]*)/.exec(image)?.[1];
  const numbers = (tag ?? '').split('.').map(Number);
  if ((numbers[0] ?? 0) < FIRST_MAJOR) return undefined;
  const released = [...numbers, Infinity, Infinity];
  const differing = version.findIndex((number, index) => released[index] !== number);
  return differing >= 0 && (released[differing] as number) < (version[differing] as number);
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
  return mtu === undefined || isGiven || isBefore(NETWORK_OPTIONS_SINCE, image) !== false
    ? undefined
    : `--default-network-opt=bridge=com.docker.network.driver.mtu=${mtu}`;
}

/** Reports whether `--mtu` is set, and the image is of a Docker that cannot set the MTU of the networks of jobs. */
export function leavesMtuOfNetworks(flags: DaemonFlags, image: string | undefined): boolean {
  return flags.last('--mtu') !== undefined && isBefore(NETWORK_OPTIONS_SINCE, image) === true;
}

/** The arguments with which Docker in the image does not start, each with the first release that accepts it. */
export function tooNewArguments(flags: DaemonFlags, image: string | undefined): { argument: string; since: string }[] {
  const refused = (flag: string, values: readonly string[], since: DockerVersion) =>
    isBefore(since, image) === true
      ? values.map(value => ({ argument: `${flag}=${value}`, since: since.join('.').replace(/\.0\.0$/, '') }))
      : [];
  const withPath = flags.all('--registry-mirror').filter(mirror => /^https?:\/\/[^/]+\/./.test(mirror));
  return [
    ...refused('--default-network-opt', flags.all('--default-network-opt'), NETWORK_OPTIONS_SINCE),
    ...refused('--registry-mirror', withPath, MIRROR_PATHS_SINCE),
  ];
}

/** What is wrong with arguments that Docker in the image no longer accepts. */
export function removedArguments(flags: DaemonFlags, image: string | undefined): string[] {
  return isBefore([23, 0, 0], image) === false
    ? OLD_ROOT_FLAGS.filter(flag => flags.last(flag) !== undefined).map(
        flag => `${flag} was removed in Docker 23, and the Docker daemon of ${image} does not start; use --data-root`,
      )
    : [];
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
