import { redact } from '../../credential-text';
import { DIAGNOSES } from './diagnoses';
import type { Finding } from './diagnosis';
import type { Facts } from './facts';

/** A finding, and the diagnosis that made it. */
export interface Diagnosed extends Finding {
  readonly id: string;
  readonly upstream?: string;
}

/** Everything that is wrong, errors first, otherwise in the order to mend it in. */
export function examine(facts: Facts): Diagnosed[] {
  const found = DIAGNOSES.flatMap(({ id, upstream, symptom = false, find }) =>
    find(facts).map(finding => ({ id, upstream, symptom, ...finding })),
  );
  const explained = (set: string | undefined) =>
    found.some(other => !other.symptom && other.severity === 'error' && (other.set === undefined || other.set === set));
  const told = found
    .filter(({ symptom, set }) => !symptom || !explained(set))
    .map(({ symptom, ...finding }) => withoutCredentials(finding));
  return [
    ...told.filter(({ severity }) => severity === 'error'),
    ...told.filter(({ severity }) => severity === 'warning'),
  ];
}

/** A finding quotes what the cluster has, and somebody may have written a password into it. */
function withoutCredentials(finding: Diagnosed): Diagnosed {
  const { cause, evidence, remedy } = finding;
  return { ...finding, cause: redact(cause), evidence: evidence.map(redact), remedy: remedy.map(redact) };
}

/** What concerns some runner sets: what is wrong with them, and with what all of them need. */
export function concerning(findings: readonly Diagnosed[], sets: readonly string[]): Diagnosed[] {
  return findings.filter(({ set }) => set === undefined || sets.includes(set));
}
