import type { OwnedCache } from '../caches/pod';
import { formatPath, type Finding, type ValuePath } from '../errors';
import type { k8s } from '../kubernetes';
import {
  daemonFlags,
  dataRootOf,
  leavesMtuOfNetworks,
  missingMtuArgument,
  tooNewArguments,
  type DaemonFlags,
} from '../modes/docker-daemon';
import { RUNNER_CONTAINER, type ContainerPlace } from '../modes/mode';
import { cleanPath } from '../pod/path';
import { daemonStartFindings } from './check-daemon';
import { entryPath, overrideOf, variablePath, type PlannedPod } from './check-runner-container';

/** Checks the settings of the Docker daemon beside a runner against what the runner and the caches of the set need. */
export function dockerFindings(pod: PlannedPod, place: ContainerPlace, caches: readonly OwnedCache[]): Finding[] {
  const daemon = daemonOf(pod, place);
  if (daemon === undefined) return [];
  const flags = daemonFlags(daemon);
  const at = argumentsPath(pod, place);
  return [
    ...movedCacheFindings(dataRootOf(flags), caches),
    ...mtuFindings(flags, daemon, at),
    ...versionFindings(flags, daemon, imagePath(pod, place)),
    ...hostFindings(pod, flags),
    ...socketFindings(pod, place),
    ...daemonStartFindings(pod, place, daemon, flags, at),
  ];
}

/** Warnings about valid settings of the Docker daemon beside a runner. */
export function dockerNotices(pod: PlannedPod, place: ContainerPlace): string[] {
  const daemon = daemonOf(pod, place);
  return daemon !== undefined && leavesMtuOfNetworks(daemonFlags(daemon), daemon.image)
    ? [
        `${formatPath(imagePath(pod, place))}: ${daemon.image} applies --mtu to Docker's default bridge only, and ` +
          'the networks that the runner creates for jobs with container: or services: keep an MTU of 1500; use ' +
          'Docker 24 or later',
      ]
    : [];
}

function daemonOf({ template }: PlannedPod, { list, name }: ContainerPlace): k8s.Container | undefined {
  return (template.spec?.[list] ?? []).find(container => container.name === name);
}

/** The path at which the image of the daemon was written. */
function imagePath({ props }: PlannedPod, place: ContainerPlace): ValuePath {
  const { index, container } = overrideOf(props, place);
  return container?.image === undefined
    ? props.containerMode._option(['image'])
    : ['template', 'spec', place.list, index, 'image'];
}

/** The path at which the arguments of the daemon were written. */
function argumentsPath({ props }: PlannedPod, place: ContainerPlace): ValuePath {
  const { index, container } = overrideOf(props, place);
  const field = (['args', 'command'] as const).find(key => container?.[key] !== undefined);
  return field === undefined
    ? props.containerMode._option(['daemonArgs'])
    : ['template', 'spec', place.list, index, field];
}

function movedCacheFindings(root: string, caches: readonly OwnedCache[]): Finding[] {
  return caches
    .filter(({ bound: { cache } }) => cache.tool === 'docker' && cache.target !== root)
    .map(({ owner, bound: { cache } }) => ({
      path: owner,
      message:
        `is mounted at ${cache.target}, and the daemon keeps its data in ${root}: the cache would stay empty; ` +
        'use the same path for both, or remove one',
    }));
}

/** The mode adds the argument itself if `daemonArgs` sets the MTU. */
function mtuFindings(flags: DaemonFlags, { image }: k8s.Container, path: ValuePath): Finding[] {
  const missing = missingMtuArgument(flags, image);
  return missing === undefined
    ? []
    : [
        {
          path,
          message:
            `--mtu is for Docker's default bridge only, and the runner makes a network for each job with ` +
            `container: or services:; add ${missing}`,
        },
      ];
}

function versionFindings(flags: DaemonFlags, { image }: k8s.Container, path: ValuePath): Finding[] {
  return tooNewArguments(flags, image).map(({ argument, since }) => ({
    path,
    message:
      `the Docker daemon of ${image} does not start with ${argument}, which needs Docker ${since} or later; use a ` +
      `newer image, or ${path[0] === 'template' ? 'set the image in containerMode, and ' : ''}remove the argument`,
  }));
}

/** Normalizes the address of a Docker daemon, so that those of daemon and client can be compared. */
function endpoint(host: string): string {
  return host
    .replace(/^unix:\/\/\/run\//, 'unix:///var/run/')
    .replace(/^(tcp|http|https):\/\/(0\.0\.0\.0|127\.0\.0\.1|localhost|\[::1?\])?(?=:)/, 'tcp://');
}

const SOCKET = 'unix:///var/run/docker.sock';

function hostFindings(pod: PlannedPod, flags: DaemonFlags): Finding[] {
  const runner = pod.template.spec?.containers.find(({ name }) => name === RUNNER_CONTAINER);
  const wanted = runner?.env?.find(({ name }) => name === 'DOCKER_HOST')?.value;
  if (wanted === undefined) return [];
  const hosts = [...flags.all('--host'), ...flags.all('-H')];
  const listening = hosts.length === 0 ? [SOCKET] : hosts;
  if (listening.some(host => endpoint(host) === endpoint(wanted))) return [];
  return [
    {
      path: variablePath(pod, 'DOCKER_HOST'),
      message:
        `DOCKER_HOST is ${wanted}, and the daemon beside the runner listens at ${listening.join(', ')}: it would ` +
        'not be used; remove DOCKER_HOST, or use containerMode runner for a daemon elsewhere',
    },
  ];
}

const SOCKET_PLACES = ['/var/run', '/run', '/var/run/docker.sock', '/run/docker.sock'];

/** Finds mounts of the node's Docker socket over the socket of the daemon. */
function socketFindings(pod: PlannedPod, daemon: ContainerPlace): Finding[] {
  const { template } = pod;
  const ofNode = (template.spec?.volumes ?? [])
    .filter(({ hostPath }) => hostPath !== undefined)
    .map(({ name }) => name);
  const places: ContainerPlace[] = [{ list: 'containers', name: RUNNER_CONTAINER }, daemon];
  return places.flatMap(({ list, name }) =>
    ((template.spec?.[list] ?? []).find(container => container.name === name)?.volumeMounts ?? [])
      .filter(mount => ofNode.includes(mount.name) && SOCKET_PLACES.includes(cleanPath(mount.mountPath)))
      .map(({ mountPath }) => ({
        path: entryPath(pod, { list, name }, 'volumeMounts', mount => mount.mountPath === mountPath),
        message:
          `${mountPath} of container ${name} is a path of the node, where the socket of the daemon beside the ` +
          'runner belongs: that daemon would not be used, and every step would be root on the node; remove it, ' +
          'or use containerMode runner',
      })),
  );
}
