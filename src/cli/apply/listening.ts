import { SET_NAME_LABEL } from '../../runners/arc-names';
import type { LiveObject, Named } from '../kubectl/objects';

/** The resources, as kubectl names them, that show whether a runner set gets its jobs. */
export const LISTENING_RESOURCES = [
  'autoscalinglisteners.actions.github.com',
  'ephemeralrunnersets.actions.github.com',
  'ephemeralrunners.actions.github.com',
];

/**
 * - `listening`: its listener reports to its only EphemeralRunnerSet.
 * - `stale`: its listener reports to an EphemeralRunnerSet that does not exist, which the controller never repairs.
 * - `draining`: it has no listener while runners of its former template finish their jobs.
 * - `starting`: anything else, until the controller has reconciled it.
 */
export type ListeningState = 'listening' | 'stale' | 'draining' | 'starting';

/** The state of a runner set, and its listeners. */
export interface Listening {
  readonly state: ListeningState;
  readonly listeners: readonly LiveObject[];
}

interface ListenerSpec {
  readonly autoscalingRunnerSetName?: string;
  readonly autoscalingRunnerSetNamespace?: string;
  readonly ephemeralRunnerSetName?: string;
}

/**
 * Derives from objects of {@link LISTENING_RESOURCES} whether a runner set gets its jobs.
 *
 * ARC 0.14 may create two EphemeralRunnerSets for a new set, delete one of them, and leave a listener that names the
 * deleted one.
 *
 * @see https://github.com/actions/actions-runner-controller/issues/4661
 */
export function listeningOf({ metadata: { name, namespace } }: Named, objects: readonly LiveObject[]): Listening {
  const present = objects.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const listeners = present.filter(
    ({ kind, spec }) =>
      kind === 'AutoscalingListener' &&
      (spec as ListenerSpec).autoscalingRunnerSetName === name &&
      (spec as ListenerSpec).autoscalingRunnerSetNamespace === namespace,
  );
  const ofSet = (wanted: string, among: readonly LiveObject[]) =>
    among.filter(
      ({ kind, metadata }) =>
        kind === wanted && metadata.namespace === namespace && metadata.labels?.[SET_NAME_LABEL] === name,
    );
  const named = listeners.map(({ spec }) => (spec as ListenerSpec).ephemeralRunnerSetName);
  const all = ofSet('EphemeralRunnerSet', objects).map(({ metadata }) => metadata.name);
  const living = ofSet('EphemeralRunnerSet', present).map(({ metadata }) => metadata.name);
  const stateOf = (): ListeningState => {
    if (named.some(runnerSet => runnerSet !== undefined && !all.includes(runnerSet))) return 'stale';
    if (named.length === 1 && living.length === 1 && named[0] === living[0]) return 'listening';
    return listeners.length === 0 && ofSet('EphemeralRunner', present).length > 0 ? 'draining' : 'starting';
  };
  return { state: stateOf(), listeners };
}
