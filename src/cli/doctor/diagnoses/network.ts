import { isIP } from 'node:net';
import { MODE_CAPABILITIES } from '../../../modes/capabilities';
import { cidrProblem, isInNetworks } from '../../../network/cidr';
import { identity } from '../../kubectl/objects';
import { perSet, type Diagnosis } from '../diagnosis';
import type { Facts } from '../facts';
import type { EgressRule, Kinds } from '../kinds';
import type { StringMap } from '../maps';
import type { ScaleSet } from '../scale-set';
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

/** Reports whether a rule lets an address through that is not a pod's. */
function reachesAddress({ to = [] }: EgressRule, address: string): boolean {
  // What stands in a dump may have been replaced by hand.
  const isIn = (networks: readonly string[]) =>
    isInNetworks(
      address,
      networks.filter(network => cidrProblem(network) === undefined),
    );
  return to.length === 0 || to.some(({ ipBlock }) => ipBlock && isIn([ipBlock.cidr]) && !isIn(ipBlock.except ?? []));
}

/** The addresses and ports of the API servers: those behind the Service `kubernetes`. */
function apiServers({ objects }: Facts): { address: string; port: number }[] {
  return objects.EndpointSlice.filter(
    ({ metadata: { namespace, labels } }) =>
      namespace === 'default' && labels?.['kubernetes.io/service-name'] === 'kubernetes',
  ).flatMap(({ endpoints = [], ports = [] }) =>
    endpoints
      .flatMap(({ addresses = [] }) => addresses.filter(address => isIP(address) !== 0))
      .flatMap(address => ports.flatMap(({ port }) => (port === undefined ? [] : [{ address, port }]))),
  );
}

export const hookFenced: Diagnosis = {
  id: 'hook-egress-blocked',
  title: 'network policies block connections of container hooks to the API server',
  find: perSet((set, facts) => {
    if (set.mode === undefined || MODE_CAPABILITIES[set.mode].hook === undefined) return [];
    const { pod, policies } = policiesOf('runner', set, facts);
    const rules = policies.flatMap(({ spec }) => spec?.egress ?? []);
    const closed = apiServers(facts).filter(
      ({ address, port }) => !rules.some(rule => allowsPort(rule, port, 'TCP') && reachesAddress(rule, address)),
    );
    if (policies.length === 0 || closed.length === 0) return [];
    const servers = closed.map(({ address, port }) => `${isIP(address) === 6 ? `[${address}]` : address}:${port}`);
    return [
      {
        severity: 'error',
        cause:
          `network policies block connections of the container hook of ${set.name} to the API server at ` +
          `${servers.join(', ')}: no job pod is created`,
        evidence: [
          ...policies.map(policy => `${identity(policy)} selects the pod, and no egress rule allows this`),
          pod ? identity(pod) : `AutoscalingRunnerSet ${set.id}`,
        ],
        remedy: [
          `allow ${closed.map(({ address }) => networkOf(address)).join(' and ')} in networkPolicy.apiServer or ` +
            'networkPolicy.allow of the runner set',
          'the cluster IP of the Service kubernetes is not enough: most network plugins compare the address behind it',
        ],
      },
    ];
  }),
};

function networkOf(address: string): string {
  return `${address}/${isIP(address) === 6 ? 128 : 32}`;
}

/** The first pod of the listener or runners, and the policies that restrict its egress. All have the same labels. */
function policiesOf(
  who: 'listener' | 'runner',
  set: ScaleSet,
  facts: Facts,
): { pod?: Kinds['Pod']; policies: Kinds['NetworkPolicy'][] } {
  const [pod] = who === 'listener' ? set.listenerPods : set.pods;
  const labels =
    pod?.metadata.labels ??
    (who === 'runner' ? { ...set.object.metadata.labels, ...set.spec.template?.metadata?.labels } : undefined);
  return { pod, policies: labels ? egressPolicies(facts, pod?.metadata.namespace ?? set.namespace, labels) : [] };
}

/** A diagnosis of the egress of a set's listener or runners. */
function blockedEgress(id: string, title: string, who: 'listener' | 'runner'): Diagnosis {
  return {
    id,
    title,
    find: perSet((set, facts) => {
      // With a proxy or GitHub Enterprise Server, other addresses and ports matter.
      if (set.spec.proxy || !set.spec.githubConfigUrl?.startsWith('https://github.com/')) return [];
      const { pod, policies } = policiesOf(who, set, facts);
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
  blockedEgress(
    'listener-egress-blocked',
    'network policies block connections of a listener to DNS or GitHub',
    'listener',
  ),
  blockedEgress('runner-egress-blocked', 'network policies block connections of runners to DNS or GitHub', 'runner'),
  hookFenced,
];
