import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../kubernetes';
import type { ContainerModeType } from '../modes/capabilities';
import { RUNNER_CONTAINER } from '../modes/mode';
import { listOf, modePod, named, type Entry, type Pod } from './mode-pod';

/** The containers of the mode `dind` beside the runner. */
export const DAEMON = 'dind';
export const EXTERNALS = 'init-dind-externals';

/** Variables that may have any value. */
const FREE_VALUES = ['RUNNER_WAIT_FOR_DOCKER_IN_SECONDS', 'ACTIONS_RUNNER_IMAGE'];

/** The variable whose absence an import writes as `false`. */
export const REQUIRE_JOB_CONTAINER = 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER';

/**
 * The mode whose every part a pod written by hand has, so that the mode and an override of some fields give the same pod.
 * Undefined where any part is missing: the mode would add it.
 */
export function handWrittenMode(spec: unknown): ContainerModeType | undefined {
  return (['dind', 'kubernetes', 'kubernetes-novolume'] as const).find(type => missingParts(spec, type).length === 0);
}

/** What a pod with a Docker daemon written by hand has not, or otherwise, than the mode `dind`. Empty where there is no such daemon. */
export function unlikeDind(spec: unknown): string[] {
  const all = isPlainObject(spec) ? [...entries(spec.initContainers), ...entries(spec.containers)] : [];
  return all.some(isDaemon) ? missingParts(spec, 'dind') : [];
}

function isDaemon(container: Entry): boolean {
  return (
    container.name === DAEMON ||
    commandLine(container).some(word => /(^|\/)dockerd$/.test(String(word))) ||
    /(^|\/)docker:\S*dind/.test(String(container.image))
  );
}

/** The maps of a list. */
export function entries(list: unknown): Entry[] {
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}

/** What a container runs, whichever of its two fields says it. */
export function commandLine({ command, args }: Entry): unknown[] {
  return [command, args].flatMap(part => (Array.isArray(part) ? (part as unknown[]) : []));
}

/** The parts of a mode's pod that a pod lacks or has in another form. */
function missingParts(spec: unknown, type: ContainerModeType): string[] {
  const containers = isPlainObject(spec) ? entries(spec.containers) : [];
  const runner = named(containers, RUNNER_CONTAINER);
  if (!isPlainObject(spec) || runner === undefined) return ['there is no container runner'];
  const base = modePod(type, String(runner.image));
  return [
    ...unlikeContainer(runner, base.containers[0] as Entry),
    ...base.volumes.flatMap(volume => unlikeVolume(entries(spec.volumes), volume)),
    ...(type === 'dind' ? unlikeDaemon(spec, containers, base) : []),
  ];
}

function unlikeContainer(container: Entry, base: Entry): string[] {
  const who = `container ${String(container.name)}`;
  const env = listOf(base, 'env')
    .filter(({ name }) => name !== REQUIRE_JOB_CONTAINER)
    .flatMap(variable => {
      const found = named(entries(container.env), variable.name);
      if (found === undefined) return [`${who} has no variable ${String(variable.name)}`];
      return FREE_VALUES.includes(String(variable.name)) || isDeepStrictEqual(found, variable)
        ? []
        : [`${who} has another value of the variable ${String(variable.name)}`];
    });
  const mounts = listOf(base, 'volumeMounts').flatMap(mount => {
    const found = named(entries(container.volumeMounts), mount.mountPath, 'mountPath');
    if (isDeepStrictEqual(found, mount)) return [];
    return [
      found === undefined
        ? `${who} has nothing mounted at ${String(mount.mountPath)}`
        : `${who} has another mount at ${String(mount.mountPath)}`,
    ];
  });
  return [...env, ...mounts];
}

/** The work volume of `dind` may be any; others are of the kind that the mode has. */
function unlikeVolume(volumes: readonly Entry[], base: Entry): string[] {
  const volume = named(volumes, base.name);
  if (volume === undefined) return [`there is no volume ${String(base.name)}`];
  const [kind] = Object.keys(base).filter(key => key !== 'name');
  return kind === undefined || kind in volume || (base.name === 'work' && kind === 'emptyDir')
    ? []
    : [`volume ${String(base.name)} is no ${kind === 'ephemeral' ? 'ephemeral volume' : kind}`];
}

function unlikeDaemon(spec: Entry, containers: readonly Entry[], base: Pod): string[] {
  const [externalsBase = {}, daemonBase = {}] = base.initContainers;
  const inits = entries(spec.initContainers);
  const [externals, daemon] = [named(inits, EXTERNALS), named(inits, DAEMON)];
  const unlike: string[] = [];
  if (externals === undefined) unlike.push(`there is no init container ${EXTERNALS}`);
  else {
    // Older charts let cp print the files.
    const line = commandLine(externals).filter(word => word !== '-v');
    if (!isDeepStrictEqual(line, commandLine(externalsBase))) unlike.push(`${EXTERNALS} runs another command`);
    unlike.push(...unlikeContainer(externals, externalsBase), ...withoutField(externals, 'image'));
  }
  if (daemon === undefined) {
    return [
      ...unlike,
      named(containers, DAEMON)
        ? `container ${DAEMON} is no init container with restartPolicy: Always`
        : `there is no init container ${DAEMON}`,
    ];
  }
  const args = daemonBase.args as unknown[];
  const line = commandLine(daemon);
  if (!isDeepStrictEqual(line.slice(0, args.length), args))
    unlike.push(`the arguments of ${DAEMON} do not begin with ${args.join(' ')}`);
  if (!isPlainObject(daemon.securityContext) || daemon.securityContext.privileged !== true)
    unlike.push(`container ${DAEMON} is not privileged`);
  if (daemon.restartPolicy !== 'Always') unlike.push(`container ${DAEMON} has not restartPolicy: Always`);
  unlike.push(
    ...['image', 'startupProbe'].flatMap(field => withoutField(daemon, field)),
    ...unlikeContainer(daemon, daemonBase),
  );
  if (externals !== undefined && (inits[0] !== externals || inits[1] !== daemon))
    unlike.push(`${EXTERNALS} and ${DAEMON} are not the first init containers`);
  return unlike;
}

function withoutField(container: Entry, field: string): string[] {
  return container[field] === undefined ? [`container ${String(container.name)} has no ${field}`] : [];
}
