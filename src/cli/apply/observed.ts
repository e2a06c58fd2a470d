import { keyOf, type LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import type { LiveController } from './controller';

/** The state of the cluster that concerns a configuration. */
export interface Observed {
  /** Desired objects that exist, managed by deskrun or not, by key. */
  readonly live: ReadonlyMap<string, LiveObject>;
  /** The results of dry runs of desired objects, by key. */
  readonly applied: ReadonlyMap<string, LiveObject>;
  /** The error of the API server for each object that it refuses, by key. */
  readonly refusals: ReadonlyMap<string, string>;
  /** Objects of the configuration that may be pruned. */
  readonly owned: readonly LiveObject[];
  readonly controllers: readonly LiveController[];
  /** All AutoscalingRunnerSets of the cluster. */
  readonly runnerSets: readonly LiveObject[];
  /** All AutoscalingListeners, EphemeralRunnerSets and EphemeralRunners. */
  readonly listening: readonly LiveObject[];
  /** Existing credential Secrets of runner sets, as `namespace/name`. */
  readonly secrets: ReadonlySet<string>;
}

/** Objects by their key. */
export function byKey<T extends Manifest>(objects: readonly T[]): Map<string, T> {
  return new Map(objects.map(object => [keyOf(object), object]));
}
