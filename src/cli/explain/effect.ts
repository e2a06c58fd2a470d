import { appFromText } from '../../config/build';
import { DeskrunError } from '../../errors';
import type { Manifest } from '../project';
import type { Key } from './keys';
import { changesBetween, leavesOf, type Change } from './leaves';
import { fileOf, keys } from './samples';

/** What a key does to the manifests, shown on an example. */
export interface Effect {
  readonly value: unknown;
  readonly changes: readonly Change[];
}

/**
 * Finds out what a key does by synthesizing a small file without and with it. Nothing, for a key that changes no manifest: one that
 * allows what is refused without it, or is there to be checked.
 */
export function effectOf({ path }: Key): Effect | undefined {
  const sample = keys[path];
  if (!sample) return undefined;
  const before = leavesIfAccepted(fileOf(path, sample));
  const after = leavesIfAccepted(fileOf(path, sample, sample.value));
  const changes = before && after ? changesBetween(before, after) : [];
  return changes.length > 0 ? { value: sample.value, changes } : undefined;
}

function leavesIfAccepted(text: string): ReadonlyMap<string, string> | undefined {
  try {
    return leavesOf(appFromText(text, 'deskrun.yaml').manifests() as Manifest[]);
  } catch (error) {
    if (error instanceof DeskrunError) return undefined;
    throw error;
  }
}
