import { PATIENCE, since } from './age';
import type { Facts } from './facts';
import type { Metadata } from './kinds';
import type { ScaleSet } from './scale-set';

/** `error`: jobs do not run, or data is at risk. `warning`: it works, and will not for ever. */
export type Severity = 'error' | 'warning';

/** One thing that is wrong. */
export interface Finding {
  readonly severity: Severity;
  /** The runner set that it is about, `namespace/name`. @default - it concerns all of them */
  readonly set?: string;
  /** What is wrong, in one line. */
  readonly cause: string;
  /** What was seen, each with the object it was seen in. */
  readonly evidence: readonly string[];
  /** What to do, or what to type. */
  readonly remedy: readonly string[];
}

/** Something that can be wrong with a cluster, and how to tell. */
export interface Diagnosis {
  readonly id: string;
  /** What it looks for, as a list of them says it. */
  readonly title: string;
  /** Where others met it. */
  readonly upstream?: string;
  /**
   * Whether it sees only that something is wrong, not what: then it keeps quiet about a set that has another error.
   *
   * @default false
   */
  readonly symptom?: boolean;
  readonly find: (facts: Facts) => Finding[];
}

/** Whether something is being deleted for longer than that takes. */
export function isStuck({ metadata: { deletionTimestamp } }: { readonly metadata: Metadata }, { now }: Facts): boolean {
  return since(deletionTimestamp, now) > PATIENCE;
}

type FindInSet = (set: ScaleSet, facts: Facts) => Omit<Finding, 'set'>[];

/** A diagnosis that looks at each runner set by itself, but for those that are being deleted. */
export function perSet(find: FindInSet): Diagnosis['find'] {
  return inSets(find, ({ object }) => object.metadata.deletionTimestamp === undefined);
}

/** As {@link perSet}, and also at those that are deleted and do not go: of what they need to go. */
export function perSetThatStays(find: FindInSet): Diagnosis['find'] {
  // In a namespace that is deleted, nothing can be made again.
  const hasPlace = (namespace: string, { objects }: Facts) =>
    !objects.Namespace.some(({ metadata }) => metadata.name === namespace && metadata.deletionTimestamp !== undefined);
  return inSets(
    find,
    ({ object, namespace }, facts) =>
      object.metadata.deletionTimestamp === undefined || (isStuck(object, facts) && hasPlace(namespace, facts)),
  );
}

function inSets(find: FindInSet, looked: (set: ScaleSet, facts: Facts) => boolean): Diagnosis['find'] {
  return facts =>
    facts.scaleSets
      .filter(set => looked(set, facts))
      .flatMap(set => find(set, facts).map(finding => ({ ...finding, set: set.id })));
}
