import { appFromText } from '../../config/build';
import { DeskrunError } from '../../errors';
import type { Manifest } from '../project';
import type { Key } from './keys';
import { changesBetween, leavesOf, type Change } from './leaves';
import { sampleFile, KEY_SAMPLES } from './samples';

/** The changes that a key causes in the manifests of an example. */
export interface Effect {
  readonly value: unknown;
  readonly changes: readonly Change[];
}

/**
 * Synthesizes an example without and with a key, and compares the manifests. Returns undefined for a key that changes
 * no manifest, such as one that only allows other values.
 */
export function effectOf({ path }: Key): Effect | undefined {
  const sample = KEY_SAMPLES[path];
  if (!sample) return undefined;
  const before = leavesIfAccepted(sampleFile(path, sample));
  const after = leavesIfAccepted(sampleFile(path, sample, sample.value));
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
