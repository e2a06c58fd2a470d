import { metadata, pod, read, rows, runner } from './table';

const secure = (securityContext: object, fields: object = {}) =>
  pod({ ...fields, containers: [{ ...runner, securityContext }] });

describe('labels and annotations', () => {
  rows(metadata, [
    [
      'have names',
      { labels: { 'example.com/team': '' } },
      { labels: { 'a b': '' } },
      /^metadata\.labels\["a b"\]: must be a name such as team or example\.com\/team, got "a b"$/,
    ],
    [
      'of labels have lower-case prefixes',
      { annotations: { 'Example.com/a': '' } },
      { labels: { 'Example.com/a': '' } },
      /^metadata\.labels\.Example\.com\/a: must be a name/,
    ],
    [
      'of labels have values',
      { labels: { a: 'A.b_c-1' } },
      { labels: { a: 'a b' } },
      /^metadata\.labels\.a: must have at most 63 letters, .* got "a b"$/,
    ],
    [
      'of labels have short values',
      { labels: { a: 'x'.repeat(63) } },
      { labels: { a: 'x'.repeat(64) } },
      /^metadata\.labels\.a: must have at most 63 letters/,
    ],
    [
      'of annotations have names',
      { annotations: { a: 'any thing' } },
      { annotations: { '-a': '' } },
      /^metadata\.annotations\.-a: must be a name/,
    ],
    [
      'of annotations are small together',
      { annotations: { a: 'x'.repeat(256 * 1024 - 1) } },
      { annotations: { a: 'x'.repeat(256 * 1024) } },
      /^metadata\.annotations: must be at most 262144 bytes together, got 262145/,
    ],
    [
      'are none that cdk8s takes for a class',
      {},
      { labels: { constructor: 'a' } },
      /^metadata\.labels\.constructor: is a name that cdk8s cannot write/,
    ],
    [
      'about AppArmor are of a container',
      { annotations: { 'container.apparmor.security.beta.kubernetes.io/runner': 'unconfined' } },
      { annotations: { 'container.apparmor.security.beta.kubernetes.io/other': 'unconfined' } },
      /is about container "other", which the pod does not have$/,
    ],
    [
      'about AppArmor name a profile',
      { annotations: { 'container.apparmor.security.beta.kubernetes.io/runner': 'localhost/p' } },
      { annotations: { 'container.apparmor.security.beta.kubernetes.io/runner': 'p' } },
      /must be runtime\/default, unconfined or localhost\/PROFILE, got "p"$/,
    ],
    [
      'about seccomp name a profile',
      { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'localhost/p' } },
      { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'localhost/../p' } },
      /must be runtime\/default, unconfined or localhost\/PATH/,
    ],
    [
      'about the cost of deletion are numbers',
      { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-10' } },
      { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '+10' } },
      /must be a whole number of 32 bits/,
    ],
    [
      'make no mirror of a pod',
      {},
      { annotations: { 'kubernetes.io/config.mirror': 'x' } },
      /marks the pods of a kubelet/,
    ],
    [
      'hold no tolerations',
      {},
      { annotations: { 'scheduler.alpha.kubernetes.io/tolerations': '[]' } },
      /is an old way to write tolerations/,
    ],
  ]);
});

describe('a pod', () => {
  rows(pod, [
    [
      'chooses nodes by labels',
      { nodeSelector: { 'kubernetes.io/os': 'linux' } },
      { nodeSelector: { disk: 'nvme ssd' } },
      /^spec\.nodeSelector\.disk: must have at most 63 letters/,
    ],
    [
      'chooses nodes by names of labels',
      { nodeSelector: {} },
      { nodeSelector: { 'a/b/c': '' } },
      /^spec\.nodeSelector\.a\/b\/c: must be a name/,
    ],
    [
      'names a node',
      { nodeName: 'node-1.example' },
      { nodeName: 'Node' },
      /^spec\.nodeName: must be a name of lower-case letters, .* got "Node"$/,
    ],
    [
      'names a priority class',
      { priorityClassName: 'ci' },
      { priorityClassName: 'CI jobs' },
      /^spec\.priorityClassName: must be a name of lower-case/,
    ],
    [
      'names a runtime class',
      { runtimeClassName: 'kata-qemu' },
      { runtimeClassName: 'kata_qemu' },
      /^spec\.runtimeClassName: must be a name/,
    ],
    [
      'names an account',
      { serviceAccountName: 'ci' },
      { serviceAccountName: 'ci_1' },
      /^spec\.serviceAccountName: must be a name/,
    ],
    [
      'names a scheduler',
      { schedulerName: 'my-scheduler' },
      { schedulerName: 'my scheduler' },
      /^spec\.schedulerName: must be the name of a scheduler/,
    ],
    [
      'names pull secrets',
      { imagePullSecrets: [{ name: 'a' }] },
      { imagePullSecrets: [{ name: 'A' }] },
      /^spec\.imagePullSecrets\[0\]\.name: must be the name of a Secret/,
    ],
    [
      'names each pull secret once',
      { imagePullSecrets: [{ name: 'a' }, { name: 'b' }] },
      { imagePullSecrets: [{ name: 'a' }, { name: 'a' }] },
      /^spec\.imagePullSecrets\[1\]\.name: duplicate image pull secret "a"/,
    ],
    [
      'ends in some time',
      { terminationGracePeriodSeconds: 0 },
      { terminationGracePeriodSeconds: -1 },
      /^spec\.terminationGracePeriodSeconds: must be at least 0, got -1$/,
    ],
    [
      'runs for some time',
      { activeDeadlineSeconds: 1 },
      { activeDeadlineSeconds: 0 },
      /^spec\.activeDeadlineSeconds: must be from 1 to 2147483647, got 0$/,
    ],
    [
      'is ready by conditions',
      { readinessGates: [{ conditionType: 'example.com/ready' }] },
      { readinessGates: [{ conditionType: 'a b' }] },
      /^spec\.readinessGates\[0\]\.conditionType: must be a name/,
    ],
    [
      'waits at gates of its own',
      { schedulingGates: [{ name: 'a' }, { name: 'b' }] },
      { schedulingGates: [{ name: 'a' }, { name: 'a' }] },
      /^spec\.schedulingGates\[1\]: duplicate gate "a"; remove one$/,
    ],
    [
      'waits at gates before it has a node',
      { schedulingGates: [{ name: 'a' }] },
      { nodeName: 'n', schedulingGates: [{ name: 'a' }] },
      /^spec\.nodeName: cannot stand beside schedulingGates/,
    ],
    [
      'has no priority of its own',
      { priorityClassName: 'ci' },
      { priority: 5 },
      /^spec\.priority: is set by the API server; name a priorityClassName instead$/,
    ],
    [
      'preempts as its class says',
      { preemptionPolicy: 'Never', priorityClassName: 'ci' },
      { preemptionPolicy: 'Never' },
      /^spec\.preemptionPolicy: is that of a PriorityClass/,
    ],
    [
      'claims devices by name',
      { resourceClaims: [{ name: 'a', resourceClaimName: 'x' }] },
      { resourceClaims: [{ name: 'a' }] },
      /^spec\.resourceClaims\[0\]: must name either resourceClaimName or resourceClaimTemplateName$/,
    ],
    [
      'claims devices once',
      { resourceClaims: [{ name: 'a', resourceClaimName: 'x' }] },
      {
        resourceClaims: [
          { name: 'a', resourceClaimName: 'x' },
          { name: 'a', resourceClaimName: 'y' },
        ],
      },
      /^spec\.resourceClaims\[1\]\.name: duplicate claim "a"; rename one$/,
    ],
  ]);
});

describe('the network of a pod', () => {
  rows(pod, [
    [
      'has aliases of addresses',
      { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a.b'] }] },
      { hostAliases: [{ ip: '10.0.0', hostnames: ['a.b'] }] },
      /^spec\.hostAliases\[0\]\.ip: must be an IP address such as .* got "10\.0\.0"$/,
    ],
    [
      'has no address with leading zeros',
      { hostAliases: [{ ip: '::1' }] },
      { hostAliases: [{ ip: '010.0.0.1' }] },
      /\.ip: must be an IP address/,
    ],
    [
      'has no address of both families',
      { hostAliases: [{ ip: 'fe80::1' }] },
      { hostAliases: [{ ip: '::ffff:10.0.0.1' }] },
      /\.ip: must be an IP address/,
    ],
    [
      'has aliases that are names',
      { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a-b'] }] },
      { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a_b'] }] },
      /\.hostnames\[0\]: must be a name of lower-case/,
    ],
    [
      'has a host name',
      { hostname: 'ci', subdomain: 'jobs' },
      { hostname: 'ci.jobs' },
      /^spec\.hostname: must have at most 63 lower-case/,
    ],
    ['has a subdomain', { subdomain: '' }, { subdomain: 'A' }, /^spec\.subdomain: must have at most 63 lower-case/],
    [
      'without DNS of the cluster names a server',
      { dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'] } },
      { dnsPolicy: 'None' },
      /^spec\.dnsConfig\.nameservers: must name at least one server, since dnsPolicy is None$/,
    ],
    [
      'has three servers at most',
      { dnsConfig: { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3'] } },
      { dnsConfig: { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] } },
      /\.nameservers: must be at most 3, got 4$/,
    ],
    [
      'asks servers at addresses',
      { dnsConfig: { nameservers: ['::1'] } },
      { dnsConfig: { nameservers: ['dns'] } },
      /\.nameservers\[0\]: must be an IP address/,
    ],
    [
      'searches domains',
      { dnsConfig: { searches: ['a.b.'] } },
      { dnsConfig: { searches: ['a b'] } },
      /\.searches\[0\]: must be a domain/,
    ],
    [
      'searches domains with _ from 1.33 on',
      { dnsConfig: { searches: ['a.b'] } },
      { dnsConfig: { searches: ['_a.b'] } },
      /\.searches\[0\]: must be a name of lower-case/,
      32,
    ],
    [
      'searches the root from 1.33 on',
      { dnsConfig: { searches: ['.'] } },
      { dnsConfig: { searches: ['..'] } },
      /\.searches\[0\]: must be a domain/,
    ],
    [
      'searches 32 domains at most',
      { dnsConfig: { searches: Array(32).fill('a') } },
      { dnsConfig: { searches: Array(33).fill('a') } },
      /\.searches: must be at most 32, got 33$/,
    ],
    [
      'searches domains that are short together',
      { dnsConfig: { searches: Array(8).fill('a'.repeat(240)) } },
      { dnsConfig: { searches: Array(9).fill('a'.repeat(240)) } },
      /\.searches: must be at most 2048 characters together/,
    ],
    [
      'has options with names',
      { dnsConfig: { options: [{ name: 'ndots', value: '1' }] } },
      { dnsConfig: { options: [{ value: '1' }] } },
      /\.options\[0\]\.name: is required/,
    ],
    [
      'has one name of the host',
      { hostnameOverride: 'a' },
      { hostnameOverride: 'a', hostNetwork: true },
      /^spec\.hostnameOverride: cannot stand beside hostNetwork: true/,
    ],
  ]);
});

describe('the place of a pod', () => {
  const toleration = (fields: object) => ({ tolerations: [fields] });
  const expression = (fields: object) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'a', ...fields }] }],
        },
      },
    },
  });
  const preferred = (weight: number) => ({
    affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight, preference: {} }] } },
  });
  const field = (fields: object) => ({
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [fields] }] },
      },
    },
  });
  const term = (fields: object) => ({
    affinity: {
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', ...fields }] },
    },
  });
  const spread = (...constraints: object[]) => ({
    topologySpreadConstraints: constraints.map(fields => ({
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'DoNotSchedule',
      labelSelector: {},
      ...fields,
    })),
  });
  rows(pod, [
    [
      'puts up with taints that have names',
      toleration({ key: 'a/b', operator: 'Exists' }),
      toleration({ key: 'a b', operator: 'Exists' }),
      /^spec\.tolerations\[0\]\.key: must be a name/,
    ],
    [
      'puts up with all taints in so many words',
      toleration({ operator: 'Exists' }),
      toleration({ effect: 'NoSchedule' }),
      /^spec\.tolerations\[0\]\.operator: must be Exists without a key/,
    ],
    [
      'puts up with a taint of any value',
      toleration({ key: 'a', operator: 'Exists' }),
      toleration({ key: 'a', operator: 'Exists', value: 'b' }),
      /^spec\.tolerations\[0\]\.value: is not for operator Exists/,
    ],
    [
      'puts up with a value that can be',
      toleration({ key: 'a', value: 'b' }),
      toleration({ key: 'a', value: 'b c' }),
      /^spec\.tolerations\[0\]\.value: must have at most 63 letters/,
    ],
    [
      'puts up with eviction for some time',
      toleration({ key: 'a', effect: 'NoExecute', tolerationSeconds: 5 }),
      toleration({ key: 'a', effect: 'NoSchedule', tolerationSeconds: 5 }),
      /^spec\.tolerations\[0\]\.tolerationSeconds: is for effect NoExecute only/,
    ],
    [
      'is among values',
      expression({ operator: 'In', values: ['b'] }),
      expression({ operator: 'In', values: [] }),
      /\.matchExpressions\[0\]\.values: must name at least one value for operator In$/,
    ],
    [
      'is there or not',
      expression({ operator: 'Exists' }),
      expression({ operator: 'DoesNotExist', values: ['b'] }),
      /\.values: are not for operator DoesNotExist/,
    ],
    [
      'is more than one number',
      expression({ operator: 'Gt', values: ['1'] }),
      expression({ operator: 'Gt', values: ['1', '2'] }),
      /\.values: must be one number for operator Gt, got 2 values$/,
    ],
    [
      'is among values of labels',
      expression({ operator: 'In', values: ['b'] }),
      expression({ operator: 'In', values: ['b c'] }),
      /\.values\[0\]: must have at most 63/,
    ],
    [
      'is at names of labels',
      expression({ operator: 'Exists' }),
      expression({ key: 'a b', operator: 'Exists' }),
      /\.key: must be a name/,
    ],
    [
      'is one of some terms',
      expression({ operator: 'Exists' }),
      { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
      /\.nodeSelectorTerms: must have at least one term$/,
    ],
    ['is preferred by weight', preferred(100), preferred(101), /\.weight: must be from 1 to 100, got 101$/],
    ['is preferred at all', preferred(1), preferred(0), /\.weight: must be from 1 to 100, got 0$/],
    [
      'is a node by name',
      field({ key: 'metadata.name', operator: 'In', values: ['n'] }),
      field({ key: 'metadata.uid', operator: 'In', values: ['n'] }),
      /\.matchFields\[0\]\.key: must be metadata\.name/,
    ],
    [
      'is one node by name',
      field({ key: 'metadata.name', operator: 'In', values: ['n'] }),
      field({ key: 'metadata.name', operator: 'In', values: ['n', 'm'] }),
      /\.values: must be one name, got 2$/,
    ],
    ['is away from others over a topology', term({}), term({ topologyKey: '' }), /\.topologyKey: is required/],
    [
      'is away from pods of namespaces',
      term({ namespaces: ['a'] }),
      term({ namespaces: ['A'] }),
      /\.namespaces\[0\]: must have at most 63 lower-case/,
    ],
    [
      'is away from pods of labels',
      term({ labelSelector: { matchLabels: { a: 'b' } } }),
      term({ labelSelector: { matchLabels: { a: 'b c' } } }),
      /\.labelSelector\.matchLabels\.a: must have at most 63/,
    ],
    [
      'is away from pods of the same label',
      term({ labelSelector: {}, matchLabelKeys: ['a'] }),
      term({ matchLabelKeys: ['a'] }),
      /\.matchLabelKeys: narrows labelSelector, which is not given/,
    ],
    [
      'is away from pods of one label or another',
      term({ labelSelector: {}, matchLabelKeys: ['a'], mismatchLabelKeys: ['b'] }),
      term({ labelSelector: {}, matchLabelKeys: ['a'], mismatchLabelKeys: ['a'] }),
      /\.matchLabelKeys\[0\]: a is in mismatchLabelKeys too; remove one$/,
    ],
    [
      'spreads by one at least',
      spread({ maxSkew: 1 }),
      spread({ maxSkew: 0 }),
      /^spec\.topologySpreadConstraints\[0\]\.maxSkew: must be at least 1, got 0$/,
    ],
    ['spreads over a topology', spread({}), spread({ topologyKey: '' }), /\.topologyKey: is required/],
    [
      'spreads over some domains',
      spread({ minDomains: 1 }),
      spread({ minDomains: 1, whenUnsatisfiable: 'ScheduleAnyway' }),
      /\.minDomains: is for whenUnsatisfiable: DoNotSchedule only/,
    ],
    [
      'spreads by one rule for each topology',
      spread({}, { topologyKey: 'host' }),
      spread({}, {}),
      /^spec\.topologySpreadConstraints\[1\]: duplicate constraint for topologyKey zone/,
    ],
    [
      'spreads pods that it counts',
      spread({}),
      spread({ labelSelector: undefined }),
      /\[0\]: has no labelSelector, and so counts no pod/,
    ],
    [
      'spreads pods of labels',
      spread({ labelSelector: { matchLabels: { a: 'b' } } }),
      spread({ labelSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
      /\.labelSelector\.matchExpressions\[0\]\.values: must name at least one/,
    ],
  ]);

  test('may be preferred by a value that no label has', () => {
    const matchExpressions = [{ key: 'a', operator: 'In', values: ['b c'] }];
    expect(
      read(
        pod({
          affinity: {
            nodeAffinity: {
              preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: { matchExpressions } }],
            },
          },
        }),
      ),
    ).toEqual([]);
  });
});

describe('what a pod may do', () => {
  rows(pod, [
    [
      'sees processes of the node or shares its own',
      { hostPID: true, shareProcessNamespace: false },
      { hostPID: true, shareProcessNamespace: true },
      /^spec\.shareProcessNamespace: cannot be true beside hostPID: true/,
    ],
    [
      'has users of its own or the network of the node',
      { hostUsers: false },
      { hostUsers: false, hostNetwork: true },
      /^spec\.hostNetwork: cannot be true while hostUsers is false/,
    ],
    [
      'has numbers of users',
      { securityContext: { runAsUser: 0 } },
      { securityContext: { runAsUser: -1 } },
      /^spec\.securityContext\.runAsUser: must be from 0 to 2147483647, got -1$/,
    ],
    [
      'has numbers of groups',
      { securityContext: { supplementalGroups: [1] } },
      { securityContext: { supplementalGroups: [2147483648] } },
      /\.supplementalGroups\[0\]: must be from 0/,
    ],
    [
      'sets parameters of the kernel',
      { securityContext: { sysctls: [{ name: 'net/core/somaxconn', value: '1' }] } },
      { securityContext: { sysctls: [{ name: 'Net.core', value: '1' }] } },
      /\.sysctls\[0\]\.name: must be a kernel parameter/,
    ],
    [
      'sets each parameter once',
      { securityContext: { sysctls: [{ name: 'kernel.sem', value: '1' }] } },
      {
        securityContext: {
          sysctls: [
            { name: 'kernel.sem', value: '1' },
            { name: 'kernel.sem', value: '2' },
          ],
        },
      },
      /\.sysctls\[1\]\.name: duplicate kernel parameter/,
    ],
    [
      'sets no parameters of the node',
      { hostIPC: true, securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] } },
      { hostNetwork: true, securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] } },
      /would be set for the node, since hostNetwork is true/,
    ],
    [
      'sets no parameters of processes of the node',
      { hostNetwork: true, securityContext: { sysctls: [{ name: 'fs.mqueue.msg_max', value: '1' }] } },
      { hostIPC: true, securityContext: { sysctls: [{ name: 'fs.mqueue.msg_max', value: '1' }] } },
      /since hostIPC is true/,
    ],
    [
      'has a filter of the node by path',
      { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a/b' } } },
      { securityContext: { seccompProfile: { type: 'Localhost' } } },
      /\.seccompProfile\.localhostProfile: is required with type Localhost$/,
    ],
    [
      'has a filter of the runtime without a path',
      { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      { securityContext: { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } } },
      /\.localhostProfile: is for type Localhost only/,
    ],
    [
      'has a filter that is known',
      { securityContext: { seccompProfile: { type: 'Unconfined' } } },
      { securityContext: { seccompProfile: { type: 'None' } } },
      /\.seccompProfile\.type: must be one of/,
    ],
    [
      'has an AppArmor profile by name',
      { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'a' } } },
      { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: ' a' } } },
      /\.appArmorProfile\.localhostProfile: must be the name of a profile/,
    ],
    [
      'has options of the system that it is for',
      { os: { name: 'linux' }, securityContext: { runAsUser: 1 } },
      { os: { name: 'linux' }, securityContext: { windowsOptions: {} } },
      /^spec\.securityContext\.windowsOptions: is for Windows, and os\.name is linux/,
    ],
    [
      'has no options of Linux on Windows',
      { os: { name: 'windows' }, securityContext: { windowsOptions: { runAsUserName: 'ci' } } },
      { os: { name: 'windows' }, securityContext: { fsGroup: 1 } },
      /^spec\.securityContext\.fsGroup: is for Linux, and os\.name is windows/,
    ],
    [
      'has users of Windows',
      { securityContext: { windowsOptions: { runAsUserName: 'DOMAIN\\ci' } } },
      { securityContext: { windowsOptions: { runAsUserName: 'a\\b\\c' } } },
      /\.runAsUserName: must be USER or DOMAIN\\USER/,
    ],
    [
      'has processes of the node with its network',
      { hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } },
      { securityContext: { windowsOptions: { hostProcess: true } } },
      /^spec\.hostNetwork: must be true in a pod with hostProcess containers$/,
    ],
  ]);

  rows(
    ([security, fields]: [object, object?]) => secure(security, fields),
    [
      [
        'with all rights gains rights',
        [{ privileged: true }],
        [{ privileged: true, allowPrivilegeEscalation: false }],
        /^spec\.containers\[0\]\.securityContext\.allowPrivilegeEscalation: cannot be false while privileged is true/,
      ],
      [
        'with the rights of an administrator gains rights',
        [{ allowPrivilegeEscalation: false, capabilities: { add: ['NET_ADMIN'] } }],
        [{ allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'] } }],
        /\.allowPrivilegeEscalation: cannot be false with the capability SYS_ADMIN/,
      ],
      [
        'sees all of /proc with users of its own',
        [{ procMount: 'Unmasked' }, { hostUsers: false }],
        [{ procMount: 'Unmasked' }],
        /\.procMount: can be Unmasked only in pods with hostUsers: false$/,
      ],
      [
        'is root where it may be',
        [{ runAsUser: 0 }],
        [{ runAsUser: 0, runAsNonRoot: true }],
        /\.securityContext\.runAsUser: lets container runner never start/,
      ],
      [
        'is root though its pod is not',
        [{ runAsUser: 0, runAsNonRoot: false }, { securityContext: { runAsNonRoot: true } }],
        [{ runAsUser: 0 }, { securityContext: { runAsNonRoot: true } }],
        /\.runAsUser: lets container runner never start/,
      ],
      [
        'has no rights of Linux on Windows',
        [{ runAsNonRoot: true }, { os: { name: 'windows' } }],
        [{ privileged: false }, { os: { name: 'windows' } }],
        /\.securityContext\.privileged: is for Linux/,
      ],
      [
        'is of the node as its pod is',
        [{ windowsOptions: { hostProcess: true } }, { hostNetwork: true }],
        [{ windowsOptions: { hostProcess: false } }, { securityContext: { windowsOptions: { hostProcess: true } } }],
        /\.hostProcess: must be that of the pod \(true\), got false$/,
      ],
    ],
  );
});
