import type { Finding, ValuePath } from '../errors';
import { labelFindings } from '../pod/check';
import { k8s } from '../kubernetes';
import { flag, list, mapOf, number, object, text, type TypedSchema } from '../schema/shape';
import { cidrProblem } from './cidr';

/**
 * A destination that runner pods and job pods may connect to, even in a network that the policy closes. Set either
 * `cidr`, or `namespaceLabels` and `podLabels`.
 *
 * @example { cidr: '10.0.3.7/32', ports: [5000] }
 */
export interface AllowedPeer {
  /** Network of the destination in CIDR notation: `10.0.3.7/32`. @default - pods are selected by their labels */
  readonly cidr?: string;

  /** Labels of the namespace of the destination's pods. @default - the namespace of the runners */
  readonly namespaceLabels?: { readonly [name: string]: string };

  /** Labels of the destination's pods. @default - all pods of the namespace */
  readonly podLabels?: { readonly [name: string]: string };

  /** TCP ports, from 1 to 65535. @default - all ports and protocols */
  readonly ports?: readonly number[];
}

/**
 * Settings of the NetworkPolicy for the runner pods and job pods of a runner set. It refuses all incoming connections,
 * and outgoing connections to link-local addresses, where clouds serve the credentials of a node.
 *
 * @example { denyPrivateNetworks: true, apiServer: '172.18.0.2/32', allow: [{ cidr: '10.0.3.7/32', ports: [5000] }] }
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/
 */
export interface NetworkPolicyProps {
  /**
   * Refuses connections to private networks (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10, fc00::/7), such
   * as those of the cluster and of the site. A proxy, registry mirror or GitHub Enterprise Server in a private network
   * needs an entry in `allow`.
   *
   * @default false
   */
  readonly denyPrivateNetworks?: boolean;

  /**
   * Address of the API server in CIDR notation: `172.18.0.2/32`. Use the address that
   * `kubectl get endpoints kubernetes` shows, not the cluster IP of the Service `kubernetes`: most network plugins
   * compare the address behind the Service. Required with `denyPrivateNetworks` in container modes with job pods, since
   * the container hooks call the API server. List further API servers in `allow`.
   *
   * @default - allowed, unless it is in a network that the policy closes
   */
  readonly apiServer?: string;

  /**
   * Destinations that pods may connect to, such as caches and registry mirrors. DNS in kube-system is always allowed.
   *
   * @default - none
   */
  readonly allow?: readonly AllowedPeer[];
}

const peerSchema = object<AllowedPeer>({
  cidr: text,
  namespaceLabels: mapOf(text),
  podLabels: mapOf(text),
  ports: list(number),
});

/** Schema of {@link NetworkPolicyProps}. */
export const networkPolicySchema: TypedSchema<NetworkPolicyProps> = object<NetworkPolicyProps>({
  denyPrivateNetworks: flag,
  apiServer: text,
  allow: list(peerSchema),
});

/** Label by which the policy selects pods. The label that the hook sets on job pods identifies one runner only. */
export const POLICY_LABEL = 'deskrun.dev/scale-set';

const LINK_LOCAL = { v4: ['169.254.0.0/16'], v6: ['fe80::/10'] };
const PRIVATE = { v4: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'], v6: ['fc00::/7'] };

/** The networks that the policy closes, except for the destinations in `allow`. */
export function closedNetworks({ denyPrivateNetworks }: NetworkPolicyProps, version: 'v4' | 'v6'): string[] {
  return [...LINK_LOCAL[version], ...(denyPrivateNetworks ? PRIVATE[version] : [])];
}

/** Returns the spec of the NetworkPolicy for the pods of one scale set. */
export function policySpec(scaleSet: string, props: NetworkPolicyProps): k8s.NetworkPolicySpec {
  const openNetworks = [
    { ipBlock: { cidr: '0.0.0.0/0', except: closedNetworks(props, 'v4') } },
    { ipBlock: { cidr: '::/0', except: closedNetworks(props, 'v6') } },
  ];
  return {
    podSelector: { matchLabels: { [POLICY_LABEL]: scaleSet } },
    policyTypes: ['Ingress', 'Egress'],
    egress: [
      { to: openNetworks },
      {
        to: [
          {
            namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
            podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
          },
        ],
        ports: ['UDP', 'TCP'].map(protocol => ({ protocol, port: k8s.IntOrString.fromNumber(53) })),
      },
      ...(props.apiServer === undefined ? [] : [{ to: [{ ipBlock: { cidr: props.apiServer } }] }]),
      ...(props.allow ?? []).map(allowed => ({
        to: [peer(allowed)],
        ports: allowed.ports?.map(port => ({ protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) })),
      })),
    ],
  };
}

function peer({ cidr, namespaceLabels, podLabels }: AllowedPeer): k8s.NetworkPolicyPeer {
  if (cidr !== undefined) return { ipBlock: { cidr } };
  return {
    namespaceSelector: namespaceLabels && { matchLabels: { ...namespaceLabels } },
    podSelector: podLabels || !namespaceLabels ? { matchLabels: { ...podLabels } } : undefined,
  };
}

/** Findings about the policy: malformed networks and ports, and a missing API server address. */
export function networkPolicyFindings(
  props: NetworkPolicyProps | undefined,
  usesHooks: boolean,
  path: ValuePath,
): Finding[] {
  if (props === undefined) return [];
  const findings: Finding[] = [];
  if (usesHooks && props.denyPrivateNetworks && props.apiServer === undefined) {
    findings.push({
      path: [...path, 'apiServer'],
      message:
        'is required with denyPrivateNetworks: container hooks call the API server; set it to the address that ' +
        'kubectl get endpoints kubernetes shows, followed by /32',
    });
  }
  findings.push(...cidrFindings(props.apiServer, [...path, 'apiServer']));
  (props.allow ?? []).forEach((allowed, index) => {
    const at = [...path, 'allow', index];
    const named = [allowed.namespaceLabels, allowed.podLabels].some(labels => labels !== undefined);
    if (allowed.cidr === undefined && !named)
      findings.push({ path: at, message: 'must have cidr, or namespaceLabels or podLabels' });
    if (allowed.cidr !== undefined && named)
      findings.push({ path: at, message: 'must have either cidr or labels, not both' });
    findings.push(
      ...labelFindings(allowed.namespaceLabels, [...at, 'namespaceLabels']),
      ...labelFindings(allowed.podLabels, [...at, 'podLabels']),
      ...cidrFindings(allowed.cidr, [...at, 'cidr']),
    );
    (allowed.ports ?? []).forEach((port, position) => {
      if (!Number.isInteger(port) || port < 1 || port > 65535)
        findings.push({ path: [...at, 'ports', position], message: `must be a port from 1 to 65535, got ${port}` });
    });
  });
  return findings;
}

function cidrFindings(cidr: string | undefined, path: ValuePath): Finding[] {
  const message = cidr === undefined ? undefined : cidrProblem(cidr);
  return message === undefined ? [] : [{ path, message }];
}
