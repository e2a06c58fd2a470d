import { nearest } from '../../schema/nearest';
import { UsageError } from '../usage-error';
import type { ScaleSet } from './scale-set';

/**
 * The sets that a name on the command line selects: a set, `namespace/set`, or all instances of a runner. Without a
 * name, all sets.
 *
 * @throws UsageError when no set has the name
 */
export function chooseSets(sets: readonly ScaleSet[], name: string | undefined): readonly ScaleSet[] {
  if (name === undefined) return sets;
  const chosen = sets.filter(set => set.name === name || set.id === name);
  const instances = sets.filter(
    set => set.name.startsWith(`${name}-`) && /^\d+$/.test(set.name.slice(name.length + 1)),
  );
  if (chosen.length + instances.length > 0) return [...chosen, ...instances];
  const names = sets.map(set => set.name);
  const meant = nearest(name, names);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  const known = names.length === 0 ? '' : `\nrunner sets of the cluster: ${names.join(', ')}`;
  throw new UsageError(`the cluster has no runner set ${name}${hint}${known}`);
}
