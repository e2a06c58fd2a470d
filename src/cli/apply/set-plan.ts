import { identity, keyOf, type LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import { fieldChanges, type FieldChange } from './changes';
import { byKey, type Observed } from './observed';
import { otherOwner } from './ownership';
import { recreationReason } from './recreation';
import { isRunnerSet } from './set-objects';

/** A planned change of one object. */
export interface ObjectChange {
  readonly object: string;
  readonly action: 'create' | 'update' | 'delete';
  readonly fields: readonly FieldChange[];
}

/** The plan for one runner set. */
export interface SetPlan {
  /** `namespace/name`. */
  readonly set: string;
  readonly action: 'create' | 'update' | 'recreate' | 'delete' | 'unchanged' | 'refused';
  /** Why it is recreated or refused. */
  readonly reason?: string;
  readonly changes: readonly ObjectChange[];
}

/** The changes of desired objects. */
export function changesOf(
  desired: readonly Manifest[],
  { live, applied }: Pick<Observed, 'live' | 'applied'>,
): ObjectChange[] {
  return desired.flatMap((manifest): ObjectChange[] => {
    const before = live.get(keyOf(manifest));
    if (!before) return [{ object: identity(manifest), action: 'create', fields: [] }];
    const fields = fieldChanges(before, applied.get(keyOf(manifest)) ?? before);
    return fields.length === 0 ? [] : [{ object: identity(manifest), action: 'update', fields }];
  });
}

/** Why one of these objects cannot be applied; `undefined` if all can. */
export function refusalOf(
  desired: readonly Manifest[],
  { live, refusals }: Pick<Observed, 'live' | 'refusals'>,
  project: string,
): string | undefined {
  for (const manifest of desired) {
    const present = live.get(keyOf(manifest));
    const reason = (present && otherOwner(present, project)) ?? refusals.get(keyOf(manifest));
    if (reason !== undefined) return `${identity(manifest)}: ${reason}`;
  }
  return undefined;
}

/** Plans a desired runner set, given the objects that were created for it before. */
export function planSet(
  set: string,
  desired: readonly Manifest[],
  members: readonly LiveObject[],
  observed: Observed,
  project: string,
): SetPlan {
  const present = [
    ...byKey([...members, ...desired.flatMap(manifest => observed.live.get(keyOf(manifest)) ?? [])]).values(),
  ];
  const recreation = recreationReason(desired, present);
  const kept = new Set(desired.map(keyOf));
  const gone = members
    .filter(object => !kept.has(keyOf(object)))
    .map((object): ObjectChange => ({ object: identity(object), action: 'delete', fields: [] }));
  const refusal = refusalOf(desired, observed, project);
  if (refusal !== undefined) return { set, action: 'refused', reason: refusal, changes: [] };

  const changes = [...changesOf(desired, observed), ...gone];
  if (recreation !== undefined) return { set, action: 'recreate', reason: recreation, changes };
  if (changes.length === 0) return { set, action: 'unchanged', changes };
  return { set, action: present.some(isRunnerSet) ? 'update' : 'create', changes };
}
