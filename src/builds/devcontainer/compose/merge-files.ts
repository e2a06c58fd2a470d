import { shortVolume } from '../mounts/short-volume';
import { Tree } from './tree';

/** Keys whose lists are objects in another form. A later file replaces their values by name. */
const PAIRS = [
  'environment',
  'args',
  'labels',
  'extra_hosts',
  'sysctls',
  'depends_on',
  'networks',
  'additional_contexts',
];

/** Keys that a later file replaces as a whole. */
const REPLACED = ['command', 'entrypoint', 'test'];

/**
 * Merges a later Compose file into an earlier one: objects key by key, lists one after the other, and everything else
 * replaced.
 *
 * @see https://docs.docker.com/reference/compose-file/merge/
 */
export function mergeTrees(earlier: Tree | undefined, later: Tree, key = ''): Tree {
  if (earlier === undefined || REPLACED.includes(key)) return later;
  if (PAIRS.includes(key)) return mergeEntries(later, pairsOf(earlier), pairsOf(later));
  if (key === 'volumes' && earlier.items.length > 0) return mergeVolumes(earlier, later);
  if (key === 'build') return mergeEntries(later, buildOf(earlier), buildOf(later));
  if (Array.isArray(earlier.content) || Array.isArray(later.content))
    return new Tree(later.place, [...earlier.items, ...later.items]);
  if (later.content instanceof Map && earlier.content instanceof Map)
    return mergeEntries(later, earlier.entries, later.entries);
  return later;
}

function mergeEntries(later: Tree, first: ReadonlyMap<string, Tree>, second: ReadonlyMap<string, Tree>): Tree {
  const merged = new Map(first);
  for (const [key, value] of second) merged.set(key, mergeTrees(first.get(key), value, key));
  return new Tree(later.place, merged);
}

/** Names alone, as in `depends_on: [db]`, are entries without content. */
function pairsOf(tree: Tree): ReadonlyMap<string, Tree> {
  return tree.pairs;
}

function buildOf(tree: Tree): ReadonlyMap<string, Tree> {
  return tree.isScalar ? new Map([['context', tree]]) : tree.entries;
}

/** A volume replaces an earlier one at the same path. */
function mergeVolumes(earlier: Tree, later: Tree): Tree {
  const targets = later.items.map(targetOf);
  const kept = earlier.items.filter(volume => !targets.includes(targetOf(volume)));
  return new Tree(later.place, [...kept, ...later.items]);
}

function targetOf(volume: Tree): string | undefined {
  return volume.isScalar ? shortVolume(volume.text).target : volume.get('target')?.text;
}
