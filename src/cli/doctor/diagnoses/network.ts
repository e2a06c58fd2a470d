import { identity } from '../../kubectl/objects';
import { perSet, type Diagnosis } from '../diagnosis';
import type { Facts } from '../facts';
import { type EgressRule, type Kinds } from '../kinds';
import type { StringMap } from '../maps';
import { selects } from '../selector';

/** The policies that restrict the egress of a pod. Without any, it may connect anywhere. */
function egressPolicies({ objects }: Facts, namespace: string, labels: StringMap): Kinds['NetworkPolicy'][] {
  return objects.NetworkPolicy.filter(
    ({ metadata, spec = {} }) =>
      metadata.namespace === namespace &&
      (spec.policyTypes?.includes('Egress') ?? spec.egress !== undefined) &&
      selects(spec.podSelector ?? {}, labels),
  );
}

/** Reports whether a rule allows connections to a port. A named port is assumed to be that port. */
function allowsPort({ ports = [] }: EgressRule, wanted: number, protocol: string): boolean {
  return (
    ports.length === 0 ||
    ports.some(
      ({ port, endPort, protocol: of = 'TCP' }) =>
        of === protocol &&
        (typeof port !== 'number' || port === wanted || (endPort !== undefined && port <= wanted && wanted <= endPort)),
    )
  );
}

/** Reports whether a rule allows destinations other than pods, as GitHub and the API server are. */
function reachesAddresses({ to = [] }: EgressRule): boolean {
  return to.length === 0 || to.some(({ ipBlock }) => ipBlock !== undefined);
}

/** What a pod with these policies cannot connect to. */
function unreachable(policies: readonly Kinds['NetworkPolicy'][]): string[] {
  if (policies.length === 0) return [];
  const rules = policies.flatMap(({ spec }) => spec?.egress ?? []);
  return [
    ...(rules.some(rule => allowsPort(rule, 53, 'UDP')) ? [] : ['DNS (UDP port 53)']),
    ...(rules.some(rule => reachesAddresses(rule) && allowsPort(rule, 443, 'TCP'))
      ? []
      : ['GitHub (TCP port 443 of any address)']),
  ];
}

/**
 * A diagnosis of the egress of a set's listener or runners. All pods of a set have the same labels: one is examined.
 */
function blockedEgress(id: string, title: string, who: 'listener' | 'runner'): Diagnosis {
  return {
    id,
    title,
    find: perSet((set, facts) => {
      // With a proxy or GitHub Enterprise Server, other addresses and ports matter.
      if (set.spec.proxy || !set.spec.githubConfigUrl?.startsWith('https://github.com/')) return [];
      const [pod] = who === 'listener' ? set.listenerPods : set.pods;
      const labels =
        pod?.metadata.labels ??
        (who === 'runner' ? { ...set.object.metadata.labels, ...set.spec.template?.metadata?.labels } : undefined);
      const policies = labels ? egressPolicies(facts, pod?.metadata.namespace ?? set.namespace, labels) : [];
      const closed = unreachable(policies);
      return closed.length === 0
        ? []
        : [
            {
              severity: 'error',
              cause: `network policies block connections of the ${who} of ${set.name} to ${closed.join(' and ')}`,
              evidence: [
                ...policies.map(policy => `${identity(policy)} selects the pod, and no egress rule allows this`),
                pod ? identity(pod) : `AutoscalingRunnerSet ${set.id}`,
              ],
              remedy: [
                who === 'runner'
                  ? 'use networkPolicy of the runner set, which allows what runners need, or add an egress rule'
                  : 'add an egress rule for pods with the label app.kubernetes.io/component: runner-scale-set-listener',
              ],
            },
          ];
    }),
  };
}

export const networkDiagnoses = [
  blockedEgress('listener-fenced', 'network policies block connections of a listener to DNS or GitHub', 'listener'),
  blockedEgress('runner-fenced', 'network policies block connections of runners to DNS or GitHub', 'runner'),
];
