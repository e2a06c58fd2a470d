import { PATIENCE, since } from './age';
import type { Facts } from './facts';
import type { Kinds, KubeObject } from './kinds';
import type { ScaleSet } from './scale-set';

/** How old a listener's pod is at least when its listener works: a crashing one is recreated about once a second. */
const SETTLED = 30_000;

/**
 * The listeners of a set that report to an EphemeralRunnerSet which does not exist. Such a listener exits as soon as it starts, and
 * the controller never corrects it.
 */
export function listenersOfDeletedRunnerSets(
  { listeners, namespace, runnerSets }: ScaleSet,
  { looked }: Pick<Facts, 'looked'>,
): Kinds['AutoscalingListener'][] {
  if (!looked('EphemeralRunnerSet', namespace)) return [];
  const present = runnerSets.map(({ metadata }) => metadata.name);
  return listeners.filter(
    listener =>
      isPresent(listener) &&
      listener.spec?.ephemeralRunnerSetName !== undefined &&
      !present.includes(listener.spec.ephemeralRunnerSetName),
  );
}

/** A listener whose pod is far younger than itself, with that pod. */
export interface RecreatedListener {
  readonly listener: Kinds['AutoscalingListener'];
  readonly pod: Kinds['Pod'];
}

/** The listeners of a set whose pod was just created, although they exist for minutes. */
export function recreatedListeners(
  { listeners, listenerPods }: ScaleSet,
  { now }: Pick<Facts, 'now'>,
): RecreatedListener[] {
  return listeners.filter(isPresent).flatMap(listener => {
    const pod = listenerPods.find(
      ({ metadata }) =>
        metadata.name === listener.metadata.name &&
        metadata.creationTimestamp !== undefined &&
        since(metadata.creationTimestamp, now) < SETTLED,
    );
    return pod && since(listener.metadata.creationTimestamp, now) > PATIENCE ? [{ listener, pod }] : [];
  });
}

function isPresent({ metadata }: KubeObject): boolean {
  return metadata.deletionTimestamp === undefined;
}
