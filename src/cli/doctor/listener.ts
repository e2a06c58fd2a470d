import { PATIENCE, since } from './age';
import type { Facts } from './facts';
import type { Kinds, KubeObject } from './kinds';
import type { ScaleSet } from './scale-set';

/** The least age of the pod of a working listener: the pod of a crashing one is recreated about every second. */
const SETTLED = 30_000;

/**
 * The listeners of a set that report to an EphemeralRunnerSet which does not exist. Such a listener exits as soon as it
 * starts, and the controller never corrects it.
 */
export function listenersOfDeletedRunnerSets(
  { listeners, namespace, runnerSets }: ScaleSet,
  { wasRead }: Pick<Facts, 'wasRead'>,
): Kinds['AutoscalingListener'][] {
  if (!wasRead('EphemeralRunnerSet', namespace)) return [];
  const present = runnerSets.map(({ metadata }) => metadata.name);
  return listeners.filter(
    listener =>
      isPresent(listener) &&
      listener.spec?.ephemeralRunnerSetName !== undefined &&
      !present.includes(listener.spec.ephemeralRunnerSetName),
  );
}

/** A listener with a pod that is much younger than the listener. */
export interface RecreatedListener {
  readonly listener: Kinds['AutoscalingListener'];
  readonly pod: Kinds['Pod'];
}

/** The listeners of a set that are minutes old and whose pod was just created. */
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
