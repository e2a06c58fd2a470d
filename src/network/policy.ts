import type { Finding, ValuePath } from '../errors';
import { k8s } from '../kubernetes';
import { flag, list, mapOf, number, object, text, type TypedSchema } from '../schema/shape';

/** Somewhere that runners may reach although what surrounds it is closed to them. */
export interface AllowedPeer {
  /** Addresses, as a network: `10.0.3.7/32`. @default - pods by their labels */
  readonly cidr?: string;

  /** Labels of the peer's namespace. @default - the runners' own namespace */
  readonly namespaceLabels?: { readonly [name: string]: string };

  /** Labels of the peer's pods. @default - every pod of the namespace */
  readonly podLabels?: { readonly [name: string]: string };

  /** TCP ports. @default - every port */
  readonly ports?: readonly number[];
}

/** What runners and their job pods may reach. Nothing may reach them. */
export interface NetworkPolicyProps {
  /** Close the private networks (10/8, 172.16/12, 192.168/16, 100.64/10, fc00::/7) too: the cluster's own and the office's. @default false */
  readonly denyPrivateNetworks?: boolean;

  /** Where the API server listens, as a network: `10.96.0.1/32`. Container hooks need it; required where they run and private networks are closed. @default - open, as part of what is open */
  readonly apiServer?: string;

  /** What stays open nevertheless: caches, mirrors. DNS in kube-system always is. @default - nothing else */
  readonly allow?: readonly AllowedPeer[];
}

const peerSchema = object<AllowedPeer>({
  cidr: text,
  namespaceLabels: mapOf(text),
  podLabels: mapOf(text),
  ports: list(number),
});

/** The names and types of a network policy. */
export const networkPolicySchema: TypedSchema<NetworkPolicyProps> = object<NetworkPolicyProps>({
  denyPrivateNetworks: flag,
  apiServer: text,
  allow: list(peerSchema),
});

/** The label by which one policy finds runners and job pods alike: the hook labels job pods with nothing but their runner. */
export const POLICY_LABEL = 'deskrun.dev/scale-set';

const LINK_LOCAL = { v4: ['169.254.0.0/16'], v6: ['fe80::/10'] };
const PRIVATE = { v4: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'], v6: ['fc00::/7'] };
const CIDR_V4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/;
const CIDR_V6 = /^[0-9a-f:]*:[0-9a-f:]*\/(\d{1,3})$/i;

/** The networks that a policy closes but for what `allow` opens again. */
export function closedNetworks({ denyPrivateNetworks }: NetworkPolicyProps, version: 'v4' | 'v6'): string[] {
  return [...LINK_LOCAL[version], ...(denyPrivateNetworks ? PRIVATE[version] : [])];
}

/** The rules of a policy, for the pods of one scale set. Link-local addresses, where clouds keep a machine's credentials, are closed unless `allow` names them. */
export function policySpec(scaleSet: string, props: NetworkPolicyProps): k8s.NetworkPolicySpec {
  const world = [
    { ipBlock: { cidr: '0.0.0.0/0', except: closedNetworks(props, 'v4') } },
    { ipBlock: { cidr: '::/0', except: closedNetworks(props, 'v6') } },
  ];
  return {
    podSelector: { matchLabels: { [POLICY_LABEL]: scaleSet } },
    policyTypes: ['Ingress', 'Egress'],
    egress: [
      { to: world },
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

/** What cannot work. */
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
        'is required: container hooks talk to the API server, whose address is in a private network; see kubectl get endpoints kubernetes',
    });
  }
  if (props.apiServer !== undefined && !isCidr(props.apiServer))
    findings.push(notCidr([...path, 'apiServer'], props.apiServer));
  (props.allow ?? []).forEach((allowed, index) => {
    const at = [...path, 'allow', index];
    const named = [allowed.namespaceLabels, allowed.podLabels].some(labels => labels !== undefined);
    if (allowed.cidr === undefined && !named)
      findings.push({ path: at, message: 'must name a cidr, or labels of a namespace or of pods' });
    if (allowed.cidr !== undefined && named)
      findings.push({ path: at, message: 'must name a cidr or labels, not both' });
    if (allowed.cidr !== undefined && !isCidr(allowed.cidr)) findings.push(notCidr([...at, 'cidr'], allowed.cidr));
    (allowed.ports ?? []).forEach((port, position) => {
      if (!Number.isInteger(port) || port < 1 || port > 65535)
        findings.push({ path: [...at, 'ports', position], message: `must be a port from 1 to 65535, got ${port}` });
    });
  });
  return findings;
}

function isCidr(text: string): boolean {
  const [, ...numbers] = CIDR_V4.exec(text) ?? [];
  if (numbers.length > 0) return numbers.slice(0, 4).every(part => Number(part) <= 255) && Number(numbers[4]) <= 32;
  return Number(CIDR_V6.exec(text)?.[1] ?? 129) <= 128 && URL.canParse(`http://[${text.split('/')[0] as string}]`);
}

function notCidr(path: ValuePath, got: string): Finding {
  return { path, message: `must be a network such as 10.96.0.1/32, got ${JSON.stringify(got)}` };
}
