import type { LabelSelector } from '../../../src/cli/doctor/kinds';
import { selects } from '../../../src/cli/doctor/selector';
import { check, Cluster, type Case } from './cluster';

const policy = (
  cluster: Cluster,
  namespace: string,
  egress: unknown[] | undefined,
  podSelector: LabelSelector = {},
  policyTypes: string[] | undefined = ['Egress'],
): void => {
  cluster.add({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'fence', namespace },
    spec: { podSelector, policyTypes, egress },
  });
};
const DNS = { ports: [{ protocol: 'UDP', port: 53 }] };
const WEB = { ports: [{ protocol: 'TCP', port: 443 }], to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] };

test.each<Case>([
  [
    'runners without any egress',
    cluster => policy(cluster, 'arc-runners', []),
    {
      'runner-egress-blocked': [
        'network policies block connections of the runner of docs to DNS (UDP port 53) and GitHub (TCP port 443 ' +
          'of any address)',
        'NetworkPolicy arc-runners/fence selects the pod, and no egress rule allows this\nPod ' +
          'arc-runners/docs-x7x7x-runner-abcde',
      ],
    },
  ],
  [
    'runners without DNS',
    cluster => policy(cluster, 'arc-runners', [WEB]),
    { 'runner-egress-blocked': ['network policies block connections of the runner of docs to DNS (UDP port 53)'] },
  ],
  [
    'runners with egress to pods only',
    cluster => policy(cluster, 'arc-runners', [DNS, { to: [{ podSelector: {} }] }]),
    { 'runner-egress-blocked': [/to GitHub \(TCP port 443 of any address\)$/] },
  ],
  [
    'runners with egress to another port only',
    cluster => policy(cluster, 'arc-runners', [DNS, { ports: [{ port: 80, endPort: 442 }] }]),
    { 'runner-egress-blocked': [/to GitHub/] },
  ],
  [
    'runners that do not exist yet',
    cluster => {
      cluster.remove('Pod', '-runner-');
      cluster.remove('EphemeralRunner');
      policy(cluster, 'arc-runners', []);
    },
    { 'runner-egress-blocked': [/./, /AutoscalingRunnerSet arc-runners\/docs$/] },
  ],
  [
    'a listener without any egress',
    cluster =>
      policy(cluster, 'arc-systems', [], {
        matchLabels: { 'app.kubernetes.io/component': 'runner-scale-set-listener' },
      }),
    { 'listener-egress-blocked': [/^network policies block connections of the listener of docs to DNS/] },
  ],
])('%s', (...example) => check(example));

test.each<[string, (cluster: Cluster) => void]>([
  ['DNS and GitHub', cluster => policy(cluster, 'arc-runners', [DNS, WEB])],
  ['everything', cluster => policy(cluster, 'arc-runners', [{}])],
  ['a range of ports', cluster => policy(cluster, 'arc-runners', [DNS, { ports: [{ port: 400, endPort: 500 }] }])],
  ['a named port', cluster => policy(cluster, 'arc-runners', [DNS, { ports: [{ port: 'https' }] }])],
  [
    'two policies that together allow what is needed',
    cluster => {
      policy(cluster, 'arc-runners', [DNS]);
      policy(cluster, 'arc-runners', [WEB]);
    },
  ],
  ['a policy for other pods', cluster => policy(cluster, 'arc-runners', [], { matchLabels: { app: 'web' } })],
  ['a policy for ingress', cluster => policy(cluster, 'arc-runners', undefined, {}, ['Ingress'])],
  [
    'a proxy',
    cluster => {
      policy(cluster, 'arc-runners', []);
      cluster.set.spec.proxy = { https: { url: 'http://proxy:3128' } };
    },
  ],
])('%s is not reported', (_, change) => {
  const cluster = new Cluster();
  change(cluster);
  expect(cluster.findings).toEqual([]);
});

describe('the API server, to which container hooks connect,', () => {
  const apiServerAt = (cluster: Cluster, ...addresses: string[]): void => {
    cluster.add({
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'kubernetes', namespace: 'default', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
      endpoints: [{ addresses }],
      ports: [{ name: 'https', port: 6443 }],
    });
  };
  const to = (cidr: string, ...except: string[]) => ({ to: [{ ipBlock: { cidr, except } }] });
  const world = to('0.0.0.0/0', '10.0.0.0/8', '172.16.0.0/12');

  test.each<Case>([
    [
      'is blocked by a policy that allows only its Service',
      cluster => {
        apiServerAt(cluster, '172.18.0.2');
        policy(cluster, 'arc-runners', [DNS, world, to('::/0'), to('10.96.0.1/32')]);
      },
      {
        'hook-egress-blocked': [
          'network policies block connections of the container hook of docs to the API server at 172.18.0.2:6443: ' +
            'no job pod is created',
          'NetworkPolicy arc-runners/fence selects the pod, and no egress rule allows this\nPod ' +
            'arc-runners/docs-x7x7x-runner-abcde',
        ],
      },
    ],
    [
      'is blocked at its port',
      cluster => {
        apiServerAt(cluster, '172.18.0.2');
        policy(cluster, 'arc-runners', [DNS, world, { ...to('172.18.0.2/32'), ports: [{ port: 443 }] }]);
      },
      { 'hook-egress-blocked': [/172\.18\.0\.2:6443/] },
    ],
    [
      'is blocked at one of its addresses, IPv4 or IPv6',
      cluster => {
        apiServerAt(cluster, '172.18.0.2', 'fd00::2', '172.18.0.3');
        policy(cluster, 'arc-runners', [DNS, world, to('172.18.0.2/32')]);
      },
      {
        'hook-egress-blocked': [/ at \[fd00::2\]:6443, 172\.18\.0\.3:6443: /],
      },
    ],
  ])('%s', (...example) => check(example));

  test('is allowed by its addresses, not by that of its Service', () => {
    const cluster = new Cluster();
    apiServerAt(cluster, '172.18.0.2', 'fd00::2');
    policy(cluster, 'arc-runners', [DNS, world, to('10.96.0.1/32')]);
    expect(cluster.findings.find(({ id }) => id === 'hook-egress-blocked')?.remedy).toEqual([
      'allow 172.18.0.2/32 and fd00::2/128 in networkPolicy.apiServer or networkPolicy.allow of the runner set',
      'the cluster IP of the Service kubernetes is not enough: most network plugins compare the address behind it',
    ]);
  });

  test.each<[string, (cluster: Cluster) => void]>([
    ['by its address', cluster => policy(cluster, 'arc-runners', [DNS, world, to('172.18.0.0/24')])],
    ['by a policy that allows everything', cluster => policy(cluster, 'arc-runners', [{}])],
    ['without a policy', () => undefined],
    [
      'or is not needed, in a mode without job pods',
      cluster => {
        cluster.set.spec.template.spec.containers[0].env = [];
        policy(cluster, 'arc-runners', [DNS, world]);
      },
    ],
  ])('is allowed %s', (_, change) => {
    const cluster = new Cluster();
    apiServerAt(cluster, '172.18.0.2');
    change(cluster);
    expect(cluster.findings.filter(({ id }) => id === 'hook-egress-blocked')).toEqual([]);
  });
});

test.each<[LabelSelector, boolean]>([
  [{}, true],
  [{ matchLabels: { app: 'web' } }, true],
  [{ matchLabels: { app: 'other' } }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'docs'] }] }, true],
  [{ matchExpressions: [{ key: 'tier', operator: 'In', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['web'] }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }, true],
  [{ matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, false],
  [{ matchExpressions: [{ key: 'tier', operator: 'DoesNotExist' }] }, true],
])('the selector %j finds a web pod: %s', (selector, found) => {
  expect(selects(selector, { app: 'web' })).toBe(found);
});
