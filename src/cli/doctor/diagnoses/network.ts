import { perSet, type Diagnosis } from '../diagnosis';
import type { Facts } from '../facts';
import { nameOf, type EgressRule, type Kinds } from '../kinds';
import type { StringMap } from '../maps';
import { selects } from '../selector';

/** The policies that say where a pod may connect to; none means anywhere. */
function egressPolicies({ objects }: Facts, namespace: string, labels: StringMap): Kinds['NetworkPolicy'][] {
  return objects.NetworkPolicy.filter(
    ({ metadata, spec = {} }) =>
      metadata.namespace === namespace &&
      (spec.policyTypes?.includes('Egress') ?? spec.egress !== undefined) &&
      selects(spec.podSelector ?? {}, labels),
  );
}

/** Whether a rule lets a connection to this port out. A named port is taken for the one. */
function opens({ ports = [] }: EgressRule, wanted: number, protocol: string): boolean {
  return (
    ports.length === 0 ||
    ports.some(
      ({ port, endPort, protocol: of = 'TCP' }) =>
        of === protocol &&
        (typeof port !== 'number' || port === wanted || (endPort !== undefined && port <= wanted && wanted <= endPort)),
    )
  );
}

/** Whether a rule lets anything out that is no pod: GitHub, and the API server, are found by address. */
function reachesAddresses({ to = [] }: EgressRule): boolean {
  return to.length === 0 || to.some(({ ipBlock }) => ipBlock !== undefined);
}

/** What a pod cannot reach by the rules that hold for it. */
function unreachable(policies: readonly Kinds['NetworkPolicy'][]): string[] {
  if (policies.length === 0) return [];
  const rules = policies.flatMap(({ spec }) => spec?.egress ?? []);
  return [
    ...(rules.some(rule => opens(rule, 53, 'UDP')) ? [] : ['DNS (UDP port 53)']),
    ...(rules.some(rule => reachesAddresses(rule) && opens(rule, 443, 'TCP'))
      ? []
      : ['GitHub (TCP port 443 of any address)']),
  ];
}

/** What keeps pods of a kind in, said once for all that are alike. */
function fenced(id: string, title: string, who: 'listener' | 'runner'): Diagnosis {
  return {
    id,
    title,
    find: perSet((set, facts) => {
      // Behind a proxy, or at a server of one's own, other ports count.
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
              cause: `network policies keep the ${who} of ${set.name} from ${closed.join(' and ')}`,
              evidence: [
                ...policies.map(policy => `${nameOf(policy)} selects it, and no egress rule lets this out`),
                pod ? nameOf(pod) : `AutoscalingRunnerSet ${set.id}`,
              ],
              remedy: [
                who === 'runner'
                  ? 'use networkPolicy of the runner set, which lets out what runners need, or add the rule'
                  : 'add a rule for pods labelled app.kubernetes.io/component: runner-scale-set-listener',
              ],
            },
          ];
    }),
  };
}

export const networkDiagnoses = [
  fenced('listener-fenced', 'network policies that keep a listener from DNS or GitHub', 'listener'),
  fenced('runner-fenced', 'network policies that keep runners from DNS or GitHub', 'runner'),
];
