import { identity, keyOf, type LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import { isProtected, isRunnerSet, minorVersionOf } from './set-objects';

type Spec = { readonly [field: string]: unknown };

/** Fields that ARC reads once, and what is left behind when they change under it. */
const READ_ONCE: Readonly<Record<string, string>> = {
  githubConfigUrl: 'the listener and the registration of the old one would stay behind',
  runnerGroup: 'the listener of the old one would stay behind',
  runnerScaleSetLabels: 'GitHub hears of them only when a set is first made',
};

/** Why a scale set cannot become what is desired in place, and has to be deleted and made again; or nothing. */
export function recreationReason(desired: readonly Manifest[], live: readonly LiveObject[]): string | undefined {
  const [wanted, present] = [desired.find(isRunnerSet), live.find(isRunnerSet)];
  const leaving = live.find(({ metadata }) => metadata.deletionTimestamp !== undefined);
  if (leaving) return `${identity(leaving)} is being deleted`;
  if (!wanted || !present) return undefined;
  if (minorVersionOf(wanted) !== minorVersionOf(present))
    return `it was made for ARC ${minorVersionOf(present) || 'of no version'}, and controllers delete sets of another minor version`;

  const kept = new Set(desired.map(keyOf));
  const locked = live.find(object => isProtected(object) && !kept.has(keyOf(object)));
  if (locked) return `it no longer has ${identity(locked)}, which only the deletion of the set unlocks`;
  const [after, before] = [wanted.spec, present.spec] as [Spec, Spec];
  const changed = Object.keys(READ_ONCE).find(field => JSON.stringify(after[field]) !== JSON.stringify(before[field]));
  return changed === undefined ? undefined : `${changed} changes: ${READ_ONCE[changed] as string}`;
}
