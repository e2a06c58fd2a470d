import { quantityValue } from '../../../kubernetes';
import { arcIssue } from '../arc';
import { PATIENCE, since } from '../age';
import { perSet, type Diagnosis, type Finding } from '../diagnosis';
import type { Kinds } from '../kinds';
import type { PodSpec } from '../pod';
import { formatAmount, limitsOf, requestsOf } from '../requests';

/** The amount of a quota's resource that one such pod uses. */
function taken(resource: string, pod: PodSpec): number {
  if (resource === 'pods' || resource === 'count/pods') return 1;
  if (resource.startsWith('limits.')) return limitsOf(pod)[resource.slice('limits.'.length)] ?? 0;
  return requestsOf(pod)[resource.replace(/^requests\./, '')] ?? 0;
}

/** The quotas of a namespace without scopes: they count every pod. */
function quotasOf(quotas: readonly Kinds['ResourceQuota'][], namespace: string): Kinds['ResourceQuota'][] {
  return quotas.filter(
    ({ metadata, spec }) => metadata.namespace === namespace && !spec?.scopes?.length && !spec?.scopeSelector,
  );
}

export const quotaTooSmall: Diagnosis = {
  id: 'quota-too-small',
  title: "minRunners needs more than the namespace's quota allows",
  find: ({ scaleSets, objects }) =>
    [...new Set(scaleSets.map(({ namespace }) => namespace))].flatMap(namespace => {
      const sets = scaleSets.filter(set => set.namespace === namespace && (set.spec.minRunners ?? 0) > 0);
      return quotasOf(objects.ResourceQuota, namespace).flatMap(quota =>
        Object.entries(quota.spec?.hard ?? {}).flatMap(([resource, hard = '0']): Finding[] => {
          const shares = sets
            .map(set => ({ set, amount: (set.spec.minRunners ?? 0) * taken(resource, set.pod) }))
            .filter(({ amount }) => amount > 0);
          const needed = shares.reduce((sum, { amount }) => sum + amount, 0);
          return needed <= quantityValue(String(hard))
            ? []
            : [
                {
                  severity: 'error',
                  set: shares.length === 1 ? shares[0]?.set.id : undefined,
                  cause:
                    `the idle runners (minRunners) in namespace ${namespace} need ${resource} ` +
                    `${formatAmount(needed)}, and its quota allows ${hard}: some of them never start`,
                  evidence: [
                    `ResourceQuota ${namespace}/${quota.metadata.name} allows ${resource}: ${hard}`,
                    ...shares.map(
                      ({ set, amount }) =>
                        `AutoscalingRunnerSet ${set.id} has minRunners: ${set.spec.minRunners ?? 0}, which need ` +
                        `${formatAmount(amount)}`,
                    ),
                  ],
                  remedy: ['lower minRunners, lower the requests in resources, or raise the quota'],
                },
              ];
        }),
      );
    }),
};

export const quotaExhausted: Diagnosis = {
  id: 'quota-exhausted',
  title: "runners are Pending because the namespace's quota is used up",
  upstream: arcIssue(3867),
  find: perSet(({ name, namespace, runners, pods, pod }, { objects, now }) => {
    const started = new Set(pods.map(({ metadata }) => metadata.name));
    const waiting = runners.filter(
      ({ metadata, status }) =>
        (status?.phase ?? 'Pending') === 'Pending' &&
        !started.has(metadata.name) &&
        since(metadata.creationTimestamp, now) > PATIENCE,
    );
    if (waiting.length === 0) return [];
    return quotasOf(objects.ResourceQuota, namespace).flatMap(quota =>
      Object.entries(quota.status?.hard ?? {}).flatMap(([resource, hard = '0']): Omit<Finding, 'set'>[] => {
        const used = quota.status?.used?.[resource] ?? '0';
        const one = taken(resource, pod);
        return one === 0 || quantityValue(String(used)) + one <= quantityValue(String(hard))
          ? []
          : [
              {
                severity: 'error',
                cause:
                  `the quota of namespace ${namespace} is used up: ${waiting.length} ` +
                  `runner${waiting.length === 1 ? '' : 's'} of ${name} cannot start`,
                evidence: [
                  `ResourceQuota ${namespace}/${quota.metadata.name}: ${used} of ${hard} ${resource} used, and a ` +
                    'runner needs ' +
                    formatAmount(one),
                  `EphemeralRunner ${namespace}/${waiting[0]?.metadata.name as string} has no pod`,
                ],
                remedy: ['raise the quota, lower maxRunners, or delete other pods of the namespace'],
              },
            ];
      }),
    );
  }),
};

export const quotaDiagnoses = [quotaTooSmall, quotaExhausted];
