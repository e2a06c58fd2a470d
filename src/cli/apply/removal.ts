import { instanceNames } from '../../runners/naming';
import { nearest } from '../../schema/nearest';
import type { RunnerSummary } from '../project';
import { ToolError } from '../tool';
import type { Situation } from './observe';
import { makePlan, type Plan } from './plan';
import { bySet, setOf } from './set-objects';

/** Plans the deletion of runner sets, `namespace/name`, and with the last one of all shared objects. Pure. */
export function removalPlan(project: string, situation: Situation, sets: readonly string[]): Plan {
  const present = presentSets(situation);
  const deleted = new Set(sets);
  const all = present.every(set => deleted.has(set));
  const owned = situation.owned.filter(object => {
    const set = setOf(object);
    return set === undefined ? all : deleted.has(set);
  });
  const nothing = {
    project,
    arcVersion: '',
    namespaces: [],
    impliedNamespaces: [],
    controller: [],
    shared: [],
    sets: new Map(),
  };
  return makePlan(nothing, {
    ...situation,
    owned,
    live: new Map(),
    applied: new Map(),
    refusals: new Map(),
    secrets: new Set(),
  });
}

/** The runner sets of a configuration that have an object in the cluster. */
export function presentSets({ owned }: Situation): string[] {
  return [...bySet(owned).keys()].filter(set => set !== '');
}

/**
 * The runner sets of a runner: its own or its instances, including instances of a former, larger number.
 *
 * @throws ToolError when neither the configuration nor the cluster has the runner
 */
export function setsOfRunner(
  runner: string,
  present: readonly string[],
  configured: readonly RunnerSummary[],
): string[] {
  const [own, others] = [
    configured.filter(({ name }) => name === runner),
    configured.filter(({ name }) => name !== runner),
  ];
  const taken = new Set(others.flatMap(({ name, instances = 1 }) => instanceNames(name, instances)));
  const found = present.filter(set => {
    const name = set.slice(set.indexOf('/') + 1);
    return (
      !taken.has(name) &&
      (name === runner || (name.startsWith(`${runner}-`) && /^[1-9]\d*$/.test(name.slice(runner.length + 1))))
    );
  });
  if (own.length > 0 || found.length > 0) return found;
  const known = [
    ...new Set([...configured.map(({ name }) => name), ...present.map(set => set.slice(set.indexOf('/') + 1))]),
  ];
  const meant = nearest(runner, known);
  throw new ToolError(
    `unknown runner ${JSON.stringify(runner)}${meant === undefined ? '' : `; did you mean ${meant}?`}; known ` +
      `runners: ${known.join(', ') || 'none'}`,
  );
}
