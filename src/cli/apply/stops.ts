import { describe, setsOfOtherMinor, type ControllerPlan } from './controller';
import type { Desired } from './desired';
import type { Observed } from './observed';
import { PROJECT_LABEL } from './ownership';
import type { SetPlan } from './set-plan';
import { setOf } from './set-objects';

/** A reason to change nothing until the user adds a flag. */
export interface Stop {
  readonly message: string;
  readonly flag: 'yes' | 'upgrade-controller';
}

/** The flags that a plan needs. */
export function stopsOf(
  { project, arcVersion, sets: desiredSets, namespaces, impliedNamespaces }: Desired,
  { runnerSets }: Observed,
  sets: readonly SetPlan[],
  controller?: ControllerPlan,
): Stop[] {
  const stops: Stop[] = [];
  const { verdict } = controller ?? {};
  if (verdict?.type === 'upgrade') {
    stops.push({
      flag: 'upgrade-controller',
      message:
        `${describe(verdict.controller)} is ${verdict.controller.version} and arcVersion is ${arcVersion}: the ` +
        'upgrade waits for running jobs, and deletes and recreates every runner set of this configuration',
    });
  }
  if (verdict?.type === 'upgrade' || verdict?.type === 'install') {
    const others = setsOfOtherMinor(runnerSets, arcVersion).filter(
      set => set.metadata.labels?.[PROJECT_LABEL] !== project && !desiredSets.has(setOf(set) ?? ''),
    );
    if (others.length > 0)
      stops.push({
        flag: 'yes',
        message:
          `a controller of ${arcVersion} deletes these runner sets of another minor version, which do not belong ` +
          `to this configuration: ${others.map(set => setOf(set) ?? '').join(', ')}`,
      });
  }
  const known = new Set([...namespaces, ...impliedNamespaces].map(({ metadata }) => metadata.name));
  const elsewhere = sets.filter(
    ({ set, action }) => action === 'delete' && known.size > 0 && !known.has(set.split('/')[0] as string),
  );
  if (elsewhere.length > 0) {
    stops.push({
      flag: 'yes',
      message:
        `${elsewhere.map(({ set }) => set).join(', ')} would be deleted, in a namespace that the configuration ` +
        `does not name; it belongs to a configuration named ${project}, which may be another one: give this one ` +
        'another name with --project',
    });
  }
  return stops;
}
