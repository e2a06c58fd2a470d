import type { Facts } from './facts';
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

/** A diagnosis that looks at each runner set by itself, but for those that are being deleted. */
export function perSet(find: (set: ScaleSet, facts: Facts) => Omit<Finding, 'set'>[]): Diagnosis['find'] {
  return facts => facts.scaleSets
    .filter(({ object }) => object.metadata.deletionTimestamp === undefined)
    .flatMap(set => find(set, facts).map(finding => ({ ...finding, set: set.id })));
}
