import { minorOf } from '../../app/versions';
import { groupOf, type LiveObject, type Named } from '../kubectl/objects';
import type { Manifest } from '../project';

/** By which every object of a scale set names it. */
const NAME_LABEL = 'actions.github.com/scale-set-name';
const NAMESPACE_LABEL = 'actions.github.com/scale-set-namespace';

/** Keeps an object until the controller lets go of it. */
export const CLEANUP_FINALIZER = 'actions.github.com/cleanup-protection';

/** Whether it is the object that the controller acts on. */
export function isRunnerSet(object: Pick<Named, 'apiVersion' | 'kind'>): boolean {
  return object.kind === 'AutoscalingRunnerSet' && groupOf(object) === 'actions.github.com';
}

/** `arc-runners/docs`: the scale set that an object is part of, or nothing. */
export function setOf(object: Manifest): string | undefined {
  const { name, namespace, labels = {} } = object.metadata;
  if (isRunnerSet(object)) return `${namespace ?? 'default'}/${name}`;
  const [set, home] = [labels[NAME_LABEL], labels[NAMESPACE_LABEL]];
  return set === undefined || home === undefined ? undefined : `${home}/${set}`;
}

/** Whether it gives the controller its rights on a set. */
export function isManagerRight({ metadata: { labels } }: Manifest): boolean {
  return ['manager-role', 'manager-role-binding'].includes(labels?.['app.kubernetes.io/component'] ?? '');
}

/** Objects by scale set, the set itself last among its own; those of none under the empty name. */
export function bySet<T extends Manifest>(objects: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const object of objects) {
    const key = setOf(object) ?? '';
    groups.set(key, [...(groups.get(key) ?? []), object]);
  }
  return new Map(
    [...groups].map(([key, members]) => [
      key,
      [...members.filter(member => !isRunnerSet(member)), ...members.filter(isRunnerSet)],
    ]),
  );
}

/** The minor version of ARC that a set is written for; a controller of another deletes it. */
export function minorVersionOf({ metadata: { labels } }: Manifest): string {
  return minorOf(labels?.['app.kubernetes.io/version'] ?? '');
}

/** Whether GitHub knows the set: only then can it get jobs. */
export function isRegistered({ metadata: { annotations } }: LiveObject): boolean {
  return annotations?.['runner-scale-set-id'] !== undefined;
}

/** Whether it waits for the controller to be deleted. */
export function isProtected({ metadata: { finalizers } }: LiveObject): boolean {
  return (finalizers ?? []).includes(CLEANUP_FINALIZER);
}
