import { isPlainObject } from '../kubernetes';
import type { Draft } from './draft';
import { within, type Place } from './values-file';

const WORK = 'work';

/** Imports the work volume's claim of mode `kubernetes`, unless a volume in the template replaces it. */
export function importClaim(draft: Draft, claim: unknown, place: Place, volumes: unknown): void {
  if (Array.isArray(volumes) && volumes.some(volume => isPlainObject(volume) && volume.name === WORK)) {
    if (claim !== undefined) draft.omit(place, 'the volume work in template.spec.volumes replaces it');
  } else if (claim === undefined) {
    draft.omissions.push({
      place,
      value: undefined,
      reason:
        'is required: the API server refuses the set that the chart renders; ' +
        'set to 1Gi of the default StorageClass',
    });
  } else if (!importClaimSpec(draft, claim, place)) {
    draft.add(
      ['template', 'spec', 'volumes'],
      { name: WORK, ephemeral: { volumeClaimTemplate: { spec: claim } } },
      place,
    );
  }
}

/** Imports a claim as `workVolumeClaim`. Returns false if that key cannot express it. */
export function importClaimSpec(draft: Draft, claim: unknown, place: Place): boolean {
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
