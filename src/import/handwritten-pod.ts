import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../kubernetes';
import type { ContainerModeType } from '../modes/capabilities';
import { RUNNER_CONTAINER } from '../modes/mode';
import { listOf, modePod, named, type Entry, type Pod } from './mode-pod';

/** Names of the containers of mode `dind` other than the runner. */
export const DAEMON = 'dind';
export const EXTERNALS = 'init-dind-externals';

/** Variables of a mode that may have any value. */
const ANY_VALUE = ['RUNNER_WAIT_FOR_DOCKER_IN_SECONDS', 'ACTIONS_RUNNER_IMAGE'];

/** The variable with which the runner refuses jobs that have no `container:`. The modes set it; pods often lack it. */
export const REQUIRE_JOB_CONTAINER = 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER';

/**
 * Returns the mode of a handwritten pod. The pod has every part of this mode, so the mode with some fields overridden
 * gives the same pod. Undefined if a part is missing, because the mode would add it.
 */
export function modeOfHandwrittenPod(spec: unknown): ContainerModeType | undefined {
  return (['dind', 'kubernetes', 'kubernetes-novolume'] as const).find(
    type => differencesFromMode(spec, type).length === 0,
  );
}

/** Lists how a handwritten pod with a Docker daemon differs from mode `dind`. Empty if the pod has no Docker daemon. */
export function differencesFromDind(spec: unknown): string[] {
  const all = isPlainObject(spec) ? [...entries(spec.initContainers), ...entries(spec.containers)] : [];
  return all.some(isDaemon) ? differencesFromMode(spec, 'dind') : [];
}

function isDaemon(container: Entry): boolean {
  return (
    container.name === DAEMON ||
    commandLine(container).some(word => /(^|\/)dockerd$/.test(String(word))) ||
    /(^|\/)docker:\S*dind/.test(String(container.image))
  );
}

/** Returns the items of a list that are maps. */
export function entries(list: unknown): Entry[] {
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}

/** Returns the command line of a container: `command` followed by `args`. */
export function commandLine({ command, args }: Entry): unknown[] {
  return [command, args].flatMap(part => (Array.isArray(part) ? (part as unknown[]) : []));
}

/** Lists the parts of a mode's pod that a pod lacks or has changed. */
function differencesFromMode(spec: unknown, type: ContainerModeType): string[] {
  const containers = isPlainObject(spec) ? entries(spec.containers) : [];
  const runner = named(containers, RUNNER_CONTAINER);
  if (!isPlainObject(spec) || runner === undefined) return ['container runner is missing'];
  const base = modePod(type, String(runner.image));
  return [
    ...containerDifferences(runner, base.containers[0] as Entry),
    ...base.volumes.flatMap(volume => volumeDifferences(entries(spec.volumes), volume)),
    ...(type === 'dind' ? daemonDifferences(spec, containers, base) : []),
  ];
}

function containerDifferences(container: Entry, base: Entry): string[] {
  const who = `container ${String(container.name)}`;
  const env = listOf(base, 'env')
    .filter(({ name }) => name !== REQUIRE_JOB_CONTAINER)
    .flatMap(variable => {
      const found = named(entries(container.env), variable.name);
      if (found === undefined) return [`${who} lacks the variable ${String(variable.name)}`];
      return ANY_VALUE.includes(String(variable.name)) || isDeepStrictEqual(found, variable)
        ? []
        : [`${who} has a different value of the variable ${String(variable.name)}`];
    });
  const mounts = listOf(base, 'volumeMounts').flatMap(mount => {
    const found = named(entries(container.volumeMounts), mount.mountPath, 'mountPath');
    if (isDeepStrictEqual(found, mount)) return [];
    return [
      found === undefined
        ? `${who} has no volumeMount at ${String(mount.mountPath)}`
        : `${who} has a different volumeMount at ${String(mount.mountPath)}`,
    ];
  });
  return [...env, ...mounts];
}

/** The work volume of mode `dind` may be of any type. Other volumes must be of the type that the mode uses. */
function volumeDifferences(volumes: readonly Entry[], base: Entry): string[] {
  const volume = named(volumes, base.name);
  if (volume === undefined) return [`volume ${String(base.name)} is missing`];
  const [kind] = Object.keys(base).filter(key => key !== 'name');
  return kind === undefined || kind in volume || (base.name === 'work' && kind === 'emptyDir')
    ? []
    : [`volume ${String(base.name)} must be ${kind}`];
}

function daemonDifferences(spec: Entry, containers: readonly Entry[], base: Pod): string[] {
  const [externalsBase = {}, daemonBase = {}] = base.initContainers;
  const inits = entries(spec.initContainers);
  const [externals, daemon] = [named(inits, EXTERNALS), named(inits, DAEMON)];
  const differences: string[] = [];
  if (externals === undefined) differences.push(`init container ${EXTERNALS} is missing`);
  else {
    // Older versions of the chart pass -v to cp.
    const line = commandLine(externals).filter(word => word !== '-v');
    if (!isDeepStrictEqual(line, commandLine(externalsBase))) differences.push(`${EXTERNALS} has a different command`);
    differences.push(...containerDifferences(externals, externalsBase), ...withoutField(externals, 'image'));
  }
  if (daemon === undefined) {
    return [
      ...differences,
      named(containers, DAEMON)
        ? `container ${DAEMON} is not an init container with restartPolicy: Always`
        : `init container ${DAEMON} is missing`,
    ];
  }
  const args = daemonBase.args as unknown[];
  const line = commandLine(daemon);
  if (!isDeepStrictEqual(line.slice(0, args.length), args))
    differences.push(`the arguments of ${DAEMON} do not begin with ${args.join(' ')}`);
  if (!isPlainObject(daemon.securityContext) || daemon.securityContext.privileged !== true)
    differences.push(`container ${DAEMON} is not privileged`);
  if (daemon.restartPolicy !== 'Always') differences.push(`container ${DAEMON} lacks restartPolicy: Always`);
  differences.push(
    ...['image', 'startupProbe'].flatMap(field => withoutField(daemon, field)),
    ...containerDifferences(daemon, daemonBase),
  );
  if (externals !== undefined && (inits[0] !== externals || inits[1] !== daemon))
    differences.push(`${EXTERNALS} and ${DAEMON} are not the first init containers`);
  return differences;
}

function withoutField(container: Entry, field: string): string[] {
  return container[field] === undefined ? [`container ${String(container.name)} lacks ${field}`] : [];
}
