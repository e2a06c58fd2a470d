import { isDeepStrictEqual } from 'node:util';
import { isPlainObject } from '../kubernetes';
import type { ContainerModeType } from '../modes/capabilities';
import { RUNNER_CONTAINER } from '../modes/mode';
import { listOf, modePod, named, type Entry } from './mode-pod';

/** The containers of the mode `dind` beside the runner. */
export const DAEMON = 'dind';
export const EXTERNALS = 'init-dind-externals';

/** Variables without which a pod is no other: how long to wait, whether to insist. */
const OPTIONAL_ENV = [
  'RUNNER_WAIT_FOR_DOCKER_IN_SECONDS',
  'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER',
  'ACTIONS_RUNNER_IMAGE',
];

/**
 * The mode whose every essential part a pod has that was written by hand, as the chart's own values advise for whoever wants to
 * change the pod of a mode. Undefined where any is missing: a guess would make another pod than was meant.
 */
export function handWrittenMode(spec: unknown): ContainerModeType | undefined {
  if (!isPlainObject(spec)) return undefined;
  const containers = entries(spec.containers);
  const runner = named(containers, RUNNER_CONTAINER);
  if (runner === undefined) return undefined;
  return (['dind', 'kubernetes', 'kubernetes-novolume'] as const).find(type => {
    const base = modePod(type, String(runner.image));
    return (
      hasRunner(runner, base.containers[0] as Entry) &&
      base.volumes.every(volume => hasVolume(entries(spec.volumes), volume)) &&
      (type !== 'dind' || hasDaemon([...entries(spec.initContainers), ...containers], base.initContainers))
    );
  });
}

/** The maps of a list. */
export function entries(list: unknown): Entry[] {
  return Array.isArray(list) ? list.filter(isPlainObject) : [];
}

/** What a container runs, whichever of its two fields says it. */
export function commandLine({ command, args }: Entry): unknown[] {
  return [command, args].flatMap(part => (Array.isArray(part) ? (part as unknown[]) : []));
}

function hasRunner(runner: Entry, base: Entry): boolean {
  return (
    hasAll(
      entries(runner.env),
      listOf(base, 'env').filter(({ name }) => !OPTIONAL_ENV.includes(String(name))),
      'name',
    ) && hasAll(entries(runner.volumeMounts), listOf(base, 'volumeMounts'), 'mountPath')
  );
}

/** Whatever the work volume of `dind` is; else of the same kind. */
function hasVolume(volumes: readonly Entry[], base: Entry): boolean {
  const volume = named(volumes, base.name);
  return (
    volume !== undefined &&
    (base.ephemeral === undefined ? base.name === 'work' || 'emptyDir' in volume : 'ephemeral' in volume)
  );
}

function hasDaemon(containers: readonly Entry[], [externalsBase, daemonBase]: readonly Entry[]): boolean {
  const [externals, daemon] = [named(containers, EXTERNALS), named(containers, DAEMON)];
  if (externals === undefined || daemon === undefined || externalsBase === undefined || daemonBase === undefined)
    return false;
  const args = daemonBase.args as unknown[];
  // Older charts let it talk.
  return (
    isDeepStrictEqual(
      commandLine(externals).filter(word => word !== '-v'),
      commandLine(externalsBase),
    ) &&
    hasAll(entries(externals.volumeMounts), listOf(externalsBase, 'volumeMounts'), 'mountPath') &&
    isDeepStrictEqual(commandLine(daemon).slice(0, args.length), args) &&
    isPlainObject(daemon.securityContext) &&
    daemon.securityContext.privileged === true &&
    hasAll(entries(daemon.env), listOf(daemonBase, 'env'), 'name') &&
    hasAll(entries(daemon.volumeMounts), listOf(daemonBase, 'volumeMounts'), 'mountPath')
  );
}

function hasAll(list: readonly Entry[], wanted: readonly Entry[], key: string): boolean {
  return wanted.every(entry => isDeepStrictEqual(named(list, entry[key], key), entry));
}
