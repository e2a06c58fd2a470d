import { keyOf, type LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import type { LiveController } from './controller';

/** What the cluster has, as far as a configuration is concerned. */
export interface Observed {
  /** Objects that exist of those that are desired, ours or not, by key. */
  readonly live: ReadonlyMap<string, LiveObject>;
  /** What applying would make of those, by key. */
  readonly applied: ReadonlyMap<string, LiveObject>;
  /** What the API server says against an object, by key. */
  readonly refusals: ReadonlyMap<string, string>;
  /** Everything that was made for the configuration and may be deleted with it. */
  readonly owned: readonly LiveObject[];
  readonly controllers: readonly LiveController[];
  /** Every scale set of the cluster, whoever made it. */
  readonly runnerSets: readonly LiveObject[];
  /** What ARC has made of the scale sets: listeners, EphemeralRunnerSets and EphemeralRunners. */
  readonly listening: readonly LiveObject[];
  /** Secrets that scale sets read and that exist, as `namespace/name`. */
  readonly secrets: ReadonlySet<string>;
}

/** Objects by their key. */
export function byKey<T extends Manifest>(objects: readonly T[]): Map<string, T> {
  return new Map(objects.map(object => [keyOf(object), object]));
}
