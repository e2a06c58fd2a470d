import { isPlainObject } from '../kubernetes';
import type { Draft } from './draft';
import { within, type Place } from './values-file';

const WORK = 'work';

/** The claim of the mode `kubernetes`, unless a volume in the template takes its place. */
export function carryClaim(draft: Draft, claim: unknown, place: Place, volumes: unknown): void {
  if (Array.isArray(volumes) && volumes.some(volume => isPlainObject(volume) && volume.name === WORK)) {
    if (claim !== undefined) draft.leave(place, 'the volume work in template.spec.volumes takes its place');
  } else if (claim === undefined) {
    draft.left.push({
      place,
      value: undefined,
      reason:
        'is missing, and the API server refuses the set that the chart writes; here it is 1Gi of the default storage class',
    });
  } else if (!carryClaimSpec(draft, claim, place)) {
    draft.add(
      ['template', 'spec', 'volumes'],
      { name: WORK, ephemeral: { volumeClaimTemplate: { spec: claim } } },
      place,
    );
  }
}

/** Says a claim in the words of `workVolumeClaim`; false where those do not suffice. */
export function carryClaimSpec(draft: Draft, claim: unknown, place: Place): boolean {
  if (!isPlainObject(claim)) return false;
  const { accessModes, storageClassName, resources, ...others } = claim;
  const { requests, ...otherResources } = isPlainObject(resources) ? resources : { requests: undefined };
  const { storage, ...otherRequests } = isPlainObject(requests) ? requests : { storage: undefined };
  const plain =
    [others, otherResources, otherRequests].every(rest => Object.keys(rest).length === 0) && storageClassName !== '';
  if (!plain || storage === undefined || accessModes === undefined) return false;
  if (storageClassName !== undefined)
    draft.set(['workVolumeClaim', 'storageClassName'], storageClassName, within(place, 'storageClassName'));
  draft.set(
    ['workVolumeClaim', 'storage'],
    typeof storage === 'number' ? String(storage) : storage,
    within(place, 'resources', 'requests', 'storage'),
  );
  draft.set(['workVolumeClaim', 'accessModes'], accessModes, within(place, 'accessModes'));
  return true;
}
