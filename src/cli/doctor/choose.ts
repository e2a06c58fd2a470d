import { nearest } from '../../schema/nearest';
import { UsageError } from '../usage-error';
import type { ScaleSet } from './scale-set';

/**
 * The sets that a name on the command line means: a set, `namespace/set`, or a runner of which there are several instances. All where
 * there is no name.
 *
 * @throws UsageError when there is none
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
  throw new UsageError(
    `the cluster has no runner set ${name}${meant === undefined ? '' : `; did you mean ${meant}?`}${names.length === 0 ? '' : `\nit has ${names.join(', ')}`}`,
  );
}
