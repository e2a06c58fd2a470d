import { minorOf } from '../../app/versions';
import {
  CLEANUP_FINALIZER,
  COMPONENT_LABEL,
  SET_NAME_LABEL,
  SET_NAMESPACE_LABEL,
  VERSION_LABEL,
} from '../../runners/arc-names';
import { groupOf, type LiveObject, type Named } from '../kubectl/objects';
import type { Manifest } from '../project';

/** Reports whether an object is an AutoscalingRunnerSet. */
export function isRunnerSet(object: Pick<Named, 'apiVersion' | 'kind'>): boolean {
  return object.kind === 'AutoscalingRunnerSet' && groupOf(object) === 'actions.github.com';
}

/** The runner set that an object belongs to, such as `arc-runners/docs`; `undefined` for none. */
export function setOf(object: Manifest): string | undefined {
  const { name, namespace, labels = {} } = object.metadata;
  if (isRunnerSet(object)) return `${namespace ?? 'default'}/${name}`;
  const [set, home] = [labels[SET_NAME_LABEL], labels[SET_NAMESPACE_LABEL]];
  return set === undefined || home === undefined ? undefined : `${home}/${set}`;
}

/** Reports whether an object is the manager Role of a runner set or its RoleBinding. */
export function isManagerRole({ metadata: { labels } }: Manifest): boolean {
  return ['manager-role', 'manager-role-binding'].includes(labels?.[COMPONENT_LABEL] ?? '');
}

/** Groups objects by runner set, each AutoscalingRunnerSet last; the key of objects without a set is empty. */
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

/** The minor version of ARC in the label of a runner set. A controller of another minor version deletes the set. */
export function minorVersionOf({ metadata: { labels } }: Manifest): string {
  return minorOf(labels?.[VERSION_LABEL] ?? '');
}

/** Reports whether a runner set is registered at GitHub. */
export function isRegistered({ metadata: { annotations } }: LiveObject): boolean {
  return annotations?.['runner-scale-set-id'] !== undefined;
}

/** Reports whether an object has the finalizer that only the controller removes. */
export function isProtected({ metadata: { finalizers } }: LiveObject): boolean {
  return (finalizers ?? []).includes(CLEANUP_FINALIZER);
}
