import { identity, keyOf, type LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import { isProtected, isRunnerSet, minorVersionOf } from './set-objects';

type Spec = { readonly [field: string]: unknown };

/** Fields that ARC reads only when it creates a set, each with the consequence of a later change. */
const READ_ONCE: Readonly<Record<string, string>> = {
  githubConfigUrl: 'the old listener and the old registration would remain',
  runnerGroup: 'the old listener would remain',
  runnerScaleSetLabels: 'ARC sends them to GitHub only when it registers the set',
};

/** Why a runner set cannot be updated in place and has to be recreated; `undefined` where it can. */
export function recreationReason(desired: readonly Manifest[], live: readonly LiveObject[]): string | undefined {
  const [wanted, present] = [desired.find(isRunnerSet), live.find(isRunnerSet)];
  const deleting = live.find(({ metadata }) => metadata.deletionTimestamp !== undefined);
  if (deleting) return `${identity(deleting)} is in deletion`;
  if (!wanted || !present) return undefined;
  const version = minorVersionOf(present);
  if (minorVersionOf(wanted) !== version)
    return (
      `it has ${version === '' ? 'no version label' : `the version label of ARC ${version}`}, and controllers ` +
      'delete sets of another minor version'
    );

  const kept = new Set(desired.map(keyOf));
  const locked = live.find(object => isProtected(object) && !kept.has(keyOf(object)));
  if (locked) return `it no longer has ${identity(locked)}, which can only be deleted together with the set`;
  const [after, before] = [wanted.spec, present.spec] as [Spec, Spec];
  const changed = Object.keys(READ_ONCE).find(field => JSON.stringify(after[field]) !== JSON.stringify(before[field]));
  return changed === undefined ? undefined : `${changed} changes: ${READ_ONCE[changed] as string}`;
}
