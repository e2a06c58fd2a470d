import { BlockList, isIPv6 } from 'node:net';
import type { NetworkPolicyProps } from '../../src';
import { manifestProblems } from '../support/manifests';
import { everyMode, modes } from '../support/modes';
import { findingsOf, synthSet, type Manifest } from '../support/sets';

/** A connection from a runner. A connection to a pod also has an address. */
interface Flow {
  readonly to: string;
  readonly port: number;
  readonly protocol?: 'UDP';
  readonly pod?: { readonly namespace: Manifest; readonly labels: Manifest };
}

const OWN = { 'kubernetes.io/metadata.name': 'arc-runners' };
const LABEL = 'deskrun.dev/scale-set';

/** Reports whether a policy allows an outgoing connection, as Kubernetes defines it. */
function passes({ egress }: Manifest, flow: Flow): boolean {
  return (egress as Manifest[]).some(
    ({ to, ports }) =>
      (to as Manifest[]).some(peer => (peer.ipBlock ? inBlock(peer.ipBlock, flow.to) : selects(peer, flow))) &&
      (ports === undefined ||
        (ports as Manifest[]).some(
          ({ port, protocol }) => port === flow.port && protocol === (flow.protocol ?? 'TCP'),
        )),
  );
}

function inBlock({ cidr, except = [] }: Manifest, address: string): boolean {
  return inNetwork(cidr, address) && !(except as string[]).some(closed => inNetwork(closed, address));
}

function inNetwork(cidr: string, address: string): boolean {
  const [network = '', bits] = cidr.split('/');
  const family = isIPv6(network) ? 'ipv6' : 'ipv4';
  if (isIPv6(network) !== isIPv6(address)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(bits), family);
  return list.check(address, family);
}

function selects({ namespaceSelector, podSelector }: Manifest, { pod }: Flow): boolean {
  if (pod === undefined) return false;
  const has = (labels: Manifest, selector?: Manifest) =>
    Object.entries(selector?.matchLabels ?? {}).every(([key, value]) => labels[key] === value);
  return has(pod.namespace, namespaceSelector ?? { matchLabels: OWN }) && has(pod.labels, podSelector);
}

const dns = {
  to: '10.244.0.2',
  pod: { namespace: { 'kubernetes.io/metadata.name': 'kube-system' }, labels: { 'k8s-app': 'kube-dns' } },
};
const mirror = {
  to: '10.244.3.7',
  pod: { namespace: { 'kubernetes.io/metadata.name': 'mirrors' }, labels: { app: 'mirror' } },
};
const neighbour = { to: '10.244.3.8', pod: { namespace: OWN, labels: { app: 'cache' } } };

function policyOf(networkPolicy: NetworkPolicyProps): Manifest {
  return synthSet({ containerMode: everyMode.dind, networkPolicy }).one('NetworkPolicy').spec;
}

const flows: Record<string, Flow> = {
  GitHub: { to: '140.82.121.4', port: 443 },
  'GitHub by IPv6': { to: '2606:50c0:8000::153', port: 443 },
  "the credentials of a cloud's machine": { to: '169.254.169.254', port: 80 },
  'a link-local address of IPv6': { to: 'fe80::1', port: 80 },
  'a unique local address of IPv6': { to: 'fd00:ec2::254', port: 80 },
  'a machine of the office': { to: '192.168.1.1', port: 22 },
  'the last address of 172.16/12': { to: '172.31.255.255', port: 22 },
  'the address after 172.16/12': { to: '172.32.0.0', port: 22 },
  "the carrier's network": { to: '100.64.0.1', port: 22 },
  'the mirror': { to: '10.0.0.5', port: 3129 },
  'another port of the mirror': { to: '10.0.0.5', port: 22 },
  "the mirror's neighbour": { to: '10.0.0.6', port: 3129 },
  'the API server': { to: '10.96.0.1', port: 443 },
  DNS: { ...dns, port: 53, protocol: 'UDP' },
  'long answers of DNS': { ...dns, port: 53 },
  'the metrics of DNS': { ...dns, port: 9153 },
  'a pod of another namespace': { ...mirror, port: 443 },
  'a pod of the same namespace': { ...neighbour, port: 80 },
  'a pod with its labels elsewhere': {
    ...neighbour,
    pod: { ...neighbour.pod, namespace: { 'kubernetes.io/metadata.name': 'other' } },
    port: 80,
  },
};

const passing = (policy: Manifest) => Object.keys(flows).filter(name => passes(policy, flows[name] as Flow));
const everywhere = ['GitHub', 'GitHub by IPv6', 'the address after 172.16/12', 'DNS', 'long answers of DNS'];

test('a policy without options closes link-local addresses only', () => {
  expect(Object.keys(flows).filter(name => !passing(policyOf({})).includes(name))).toEqual([
    "the credentials of a cloud's machine",
    'a link-local address of IPv6',
  ]);
});

test('with denyPrivateNetworks, public addresses, DNS and the API server are open', () => {
  expect(passing(policyOf({ denyPrivateNetworks: true, apiServer: '10.96.0.1/32' })).sort()).toEqual(
    [...everywhere, 'the API server'].sort(),
  );
});

test('destinations in allow are open, at their ports and in their namespaces', () => {
  const allow = [
    { cidr: '10.0.0.5/32', ports: [3128, 3129] },
    { namespaceLabels: { 'kubernetes.io/metadata.name': 'mirrors' } },
    { podLabels: { app: 'cache' }, ports: [80] },
  ];
  expect(passing(policyOf({ denyPrivateNetworks: true, allow })).sort()).toEqual(
    [...everywhere, 'the mirror', 'a pod of another namespace', 'a pod of the same namespace'].sort(),
  );
});

test('a network of IPv6 can be allowed', () => {
  expect(
    passes(policyOf({ denyPrivateNetworks: true, allow: [{ cidr: 'fd00:1::/32' }] }), { to: 'fd00:1::7', port: 443 }),
  ).toBe(true);
});

test('namespaceLabels and podLabels together allow the pods with podLabels in namespaces with namespaceLabels', () => {
  const policy = policyOf({
    denyPrivateNetworks: true,
    allow: [{ namespaceLabels: mirror.pod.namespace, podLabels: { app: 'mirror' } }],
  });
  expect(passes(policy, { ...mirror, port: 443 })).toBe(true);
  expect(passes(policy, { ...mirror, pod: { ...mirror.pod, labels: { app: 'other' } }, port: 443 })).toBe(false);
});

test('incoming connections to a runner are refused', () => {
  const { policyTypes, ingress } = policyOf({});
  expect([policyTypes, ingress]).toEqual([['Ingress', 'Egress'], undefined]);
});

test.each(modes)('in mode %s it applies to the runner pods of the set and to their job pods', (_, containerMode) => {
  const set = synthSet({ containerMode }, { networkPolicy: { denyPrivateNetworks: true, apiServer: '10.96.0.1/32' } });
  const { matchLabels } = set.one('NetworkPolicy').spec.podSelector;
  const jobPods = set.set.scaleSets.flatMap(scaleSet => scaleSet.effectiveJobPod() ?? []);

  expect(matchLabels).toEqual({ [LABEL]: 'docs' });
  expect(jobPods).toHaveLength(containerMode.capabilities.hook ? 1 : 0);
  for (const { metadata } of [set.runnerSet.spec.template, ...jobPods])
    expect(metadata.labels).toMatchObject(matchLabels);
  expect(manifestProblems(set.manifests)).toEqual([]);
});

test('each of several instances has a policy for its own pods', () => {
  const policies = synthSet({ instances: 2, networkPolicy: {} }).ofKind('NetworkPolicy');
  expect(policies.map(({ metadata, spec }) => [metadata.name, spec.podSelector.matchLabels[LABEL]])).toEqual([
    ['docs-1-gha-rs', 'docs-1'],
    ['docs-2-gha-rs', 'docs-2'],
  ]);
});

test('without a policy, pods do not have its label', () => {
  expect(JSON.stringify(synthSet().manifests)).not.toMatch(/NetworkPolicy|deskrun\.dev/);
});

const cidr = (got: string) => `must be a network such as 10.0.0.5/32, got "${got}"`;

test.each<[string, NetworkPolicyProps, ...string[]]>([
  [
    'hooks without the API server',
    { denyPrivateNetworks: true },
    'networkPolicy.apiServer: is required with denyPrivateNetworks: container hooks call the API ' +
      'server; set it to the address that kubectl get endpoints kubernetes shows, followed by /32',
  ],
  ['a name for the API server', { apiServer: 'kubernetes' }, `networkPolicy.apiServer: ${cidr('kubernetes')}`],
  [
    'an address that is no network',
    { allow: [{ cidr: '10.0.0.5' }] },
    `networkPolicy.allow[0].cidr: ${cidr('10.0.0.5')}`,
  ],
  ['a byte too large', { allow: [{ cidr: '10.0.0.256/32' }] }, `networkPolicy.allow[0].cidr: ${cidr('10.0.0.256/32')}`],
  ['too many bits of IPv6', { allow: [{ cidr: 'fd00::/129' }] }, `networkPolicy.allow[0].cidr: ${cidr('fd00::/129')}`],
  [
    'what only looks like IPv6',
    { allow: [{ cidr: 'fd00:::1/64' }] },
    `networkPolicy.allow[0].cidr: ${cidr('fd00:::1/64')}`,
  ],
  [
    'an address of a network',
    { apiServer: '10.96.0.1/12', allow: [{ cidr: 'fd00:0:0:2:1::7/64' }] },
    'networkPolicy.apiServer: must have no bits after the first 12, got "10.96.0.1/12"; write 10.96.0.0/12, or ' +
      '10.96.0.1/32 for the one address',
    'networkPolicy.allow[0].cidr: must have no bits after the first 64, got "fd00:0:0:2:1::7/64"; write ' +
      'fd00:0:0:2::/64, or fd00:0:0:2:1::7/128 for the one address',
  ],
  ...['010.0.0.0/8', '10.0.0.0/08', '10.0.0.0/', '10.0.0.0/8/8', '::ffff:10.0.0.5/128', '::ffff:a00:5/128'].map(
    (text): [string, NetworkPolicyProps, string] => [
      `the network ${text}`,
      { allow: [{ cidr: text }] },
      `networkPolicy.allow[0].cidr: ${cidr(text)}`,
    ],
  ),
  ['nobody', { allow: [{ ports: [80] }] }, 'networkPolicy.allow[0]: must have cidr, or namespaceLabels or podLabels'],
  [
    'addresses and labels in one',
    { allow: [{ cidr: '10.0.0.5/32', podLabels: { app: 'a' } }] },
    'networkPolicy.allow[0]: must have either cidr or labels, not both',
  ],
  [
    'a label of pods with a space',
    { allow: [{ podLabels: { 'a b': 'c' } }] },
    'networkPolicy.allow[0].podLabels["a b"]: must be a name such as team or example.com/team, got "a b"',
  ],
  [
    'a label of namespaces with a space in its value',
    { allow: [{ namespaceLabels: { team: 'web app' } }] },
    'networkPolicy.allow[0].namespaceLabels.team: must have at most 63 letters, digits, -, _ and ., starting and ' +
      'ending with a letter or digit, got "web app"',
  ],
  [
    'a port beyond all',
    { allow: [{ cidr: '10.0.0.5/32', ports: [65536] }] },
    'networkPolicy.allow[0].ports[0]: must be a port from 1 to 65535, got 65536',
  ],
])('%s is refused', (_, networkPolicy, ...findings) => {
  expect(findingsOf(() => synthSet({ networkPolicy }))).toEqual(findings);
});

test.each(['10.0.0.4/30', '0.0.0.0/0', '::/0', 'FD00:0:0:1::/64', '::1/128', '64:ff9b::10.0.0.5/128'])(
  'the network %s is accepted',
  text => {
    expect(() => synthSet({ networkPolicy: { allow: [{ cidr: text }] } })).not.toThrow();
  },
);

describe('the label by which the policy selects pods cannot be set', () => {
  const labels = { [LABEL]: 'other' };

  test.each([
    ['template.metadata.labels', { template: { metadata: { labels } } }],
    ['jobPod.template.metadata.labels', { jobPod: { template: { metadata: { labels } } } }],
  ])('in %s', (path, props) => {
    expect(findingsOf(() => synthSet({ networkPolicy: {}, ...props }))).toEqual([
      `${path}.${LABEL}: is the label by which the NetworkPolicy selects the pod; remove it`,
    ]);
    expect(() => synthSet(props)).not.toThrow();
  });
});
