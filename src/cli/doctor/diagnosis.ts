import { PATIENCE, since } from './age';
import type { Facts } from './facts';
import type { Metadata } from './kinds';
import type { ScaleSet } from './scale-set';

/** `error`: jobs do not run, or data may be lost. `warning`: it works now, and may fail later. */
export type Severity = 'error' | 'warning';

/** One problem in a cluster. */
export interface Finding {
  readonly severity: Severity;
  /** The affected runner set, `namespace/name`. @default - all runner sets */
  readonly set?: string;
  /** What is wrong and what follows from it, in one line. */
  readonly cause: string;
  /** The observations behind it, each with its object. */
  readonly evidence: readonly string[];
  /** What to do: sentences, or commands to run. */
  readonly remedy: readonly string[];
}

/** A kind of problem, and how to find it. */
export interface Diagnosis {
  readonly id: string;
  /** The problem, as `deskrun doctor --list` prints it. */
  readonly title: string;
  /** The URL of an upstream issue about it. */
  readonly upstream?: string;
  /**
   * True if it finds only a symptom: it is not reported for a set that has another error.
   *
   * @default false
   */
  readonly isSymptom?: boolean;
  readonly find: (facts: Facts) => Finding[];
}

/** Reports whether an object has been in deletion for longer than a deletion takes. */
export function isStuck({ metadata: { deletionTimestamp } }: { readonly metadata: Metadata }, { now }: Facts): boolean {
  return since(deletionTimestamp, now) > PATIENCE;
}

type FindInSet = (set: ScaleSet, facts: Facts) => Omit<Finding, 'set'>[];

/** A diagnosis of each runner set by itself, except those in deletion. */
export function perSet(find: FindInSet): Diagnosis['find'] {
  return inSets(find, ({ object }) => object.metadata.deletionTimestamp === undefined);
}

/** As {@link perSet}, and also of sets that are stuck in deletion: for what their deletion needs. */
export function perSetAndStuckSet(find: FindInSet): Diagnosis['find'] {
  // Nothing can be created in a namespace that is in deletion.
  const namespaceStays = (namespace: string, { objects }: Facts) =>
    !objects.Namespace.some(({ metadata }) => metadata.name === namespace && metadata.deletionTimestamp !== undefined);
  return inSets(
    find,
    ({ object, namespace }, facts) =>
      object.metadata.deletionTimestamp === undefined || (isStuck(object, facts) && namespaceStays(namespace, facts)),
  );
}

function inSets(find: FindInSet, concerns: (set: ScaleSet, facts: Facts) => boolean): Diagnosis['find'] {
  return facts =>
    facts.scaleSets
      .filter(set => concerns(set, facts))
      .flatMap(set => find(set, facts).map(finding => ({ ...finding, set: set.id })));
}
