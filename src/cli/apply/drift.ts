import { identity } from '../kubectl/objects';
import type { Manifest } from '../project';
import { fieldChanges } from './changes';
import { byKey } from './observed';
import type { ObjectChange } from './set-plan';

/** The changes from one list of manifests to another. */
export function driftBetween(before: readonly Manifest[], after: readonly Manifest[]): ObjectChange[] {
  const [was, is] = [byKey(before), byKey(after)];
  return [...new Set([...is.keys(), ...was.keys()])].flatMap((key): ObjectChange[] => {
    const [old, now] = [was.get(key), is.get(key)];
    if (!now) return old ? [{ object: identity(old), action: 'delete', fields: [] }] : [];
    if (!old) return [{ object: identity(now), action: 'create', fields: [] }];
    const fields = fieldChanges(old, now);
    return fields.length === 0 ? [] : [{ object: identity(now), action: 'update', fields }];
  });
}
