import { redact } from '../../credential-text';
import { DIAGNOSES } from './diagnoses';
import type { Finding } from './diagnosis';
import type { Facts } from './facts';

/** A finding with its diagnosis. */
export interface Diagnosed extends Finding {
  readonly id: string;
  readonly upstream?: string;
}

/** All findings: errors first, otherwise in the order of the diagnoses. */
export function examine(facts: Facts): Diagnosed[] {
  const found = DIAGNOSES.flatMap(({ id, upstream, isSymptom = false, find }) =>
    find(facts).map(finding => ({ id, upstream, isSymptom, ...finding })),
  );
  const explained = (set: string | undefined) =>
    found.some(
      other => !other.isSymptom && other.severity === 'error' && (other.set === undefined || other.set === set),
    );
  const reported = found
    .filter(({ isSymptom, set }) => !isSymptom || !explained(set))
    .map(({ isSymptom, ...finding }) => withoutCredentials(finding));
  return [
    ...reported.filter(({ severity }) => severity === 'error'),
    ...reported.filter(({ severity }) => severity === 'warning'),
  ];
}

/** Removes credentials: a finding quotes fields of objects, which may contain a password. */
function withoutCredentials(finding: Diagnosed): Diagnosed {
  const { cause, evidence, remedy } = finding;
  return { ...finding, cause: redact(cause), evidence: evidence.map(redact), remedy: remedy.map(redact) };
}

/** The findings about some runner sets, and those about all sets. */
export function concerning(findings: readonly Diagnosed[], sets: readonly string[]): Diagnosed[] {
  return findings.filter(({ set }) => set === undefined || sets.includes(set));
}
