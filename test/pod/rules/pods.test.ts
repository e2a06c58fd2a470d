import { metadata, pod, read, rows, runner } from './table';

const secure = (securityContext: object, fields: object = {}) =>
  pod({ ...fields, containers: [{ ...runner, securityContext }] });

describe('labels and annotations', () => {
  rows(metadata, [
    [
      'a label name with a space is refused',
      { labels: { 'example.com/team': '' } },
      { labels: { 'a b': '' } },
      /^metadata\.labels\["a b"\]: must be a name such as team or example\.com\/team, got "a b"$/,
    ],
    [
      'an upper-case prefix is refused in a label, and allowed in an annotation',
      { annotations: { 'Example.com/a': '' } },
      { labels: { 'Example.com/a': '' } },
      /^metadata\.labels\.Example\.com\/a: must be a name/,
    ],
    [
      'a label value with a space is refused',
      { labels: { a: 'A.b_c-1' } },
      { labels: { a: 'a b' } },
      /^metadata\.labels\.a: must have at most 63 letters, .* got "a b"$/,
    ],
    [
      'a label value with 64 characters is refused',
      { labels: { a: 'x'.repeat(63) } },
      { labels: { a: 'x'.repeat(64) } },
      /^metadata\.labels\.a: must have at most 63 letters/,
    ],
    [
      'an annotation name that starts with a hyphen is refused',
      { annotations: { a: 'any thing' } },
      { annotations: { '-a': '' } },
      /^metadata\.annotations\.-a: must be a name/,
    ],
    [
      'annotations larger than 256 KiB in total are refused',
      { annotations: { a: 'x'.repeat(256 * 1024 - 1) } },
      { annotations: { a: 'x'.repeat(256 * 1024) } },
      /^metadata\.annotations: must have at most 262144 bytes in total, got 262145; use a ConfigMap instead$/,
    ],
    [
      'the label name "constructor" is refused, because cdk8s cannot write it',
      {},
      { labels: { constructor: 'a' } },
      /^metadata\.labels\.constructor: is a name that cdk8s cannot write; use another name$/,
    ],
    [
      'an AppArmor annotation for a container that the pod does not have is refused',
      { annotations: { 'container.apparmor.security.beta.kubernetes.io/runner': 'unconfined' } },
      { annotations: { 'container.apparmor.security.beta.kubernetes.io/other': 'unconfined' } },
      /names container "other", which the pod does not have; correct it$/,
    ],
    [
      'an AppArmor annotation with an unknown profile type is refused',
      { annotations: { 'container.apparmor.security.beta.kubernetes.io/runner': 'localhost/p' } },
      { annotations: { 'container.apparmor.security.beta.kubernetes.io/runner': 'p' } },
      /must be runtime\/default, unconfined or localhost\/PROFILE, got "p"$/,
    ],
    [
      'a seccomp annotation with .. in its path is refused',
      { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'localhost/p' } },
      { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'localhost/../p' } },
      /must be runtime\/default, unconfined or localhost\/PATH/,
    ],
    [
      'a pod-deletion-cost with a plus sign is refused',
      { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-10' } },
      { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '+10' } },
      /must be a 32-bit integer without a plus sign or leading zeros, got "\+10"$/,
    ],
    [
      'the annotation of mirror pods is refused',
      {},
      { annotations: { 'kubernetes.io/config.mirror': 'x' } },
      /is only for mirror pods, which a kubelet creates; leave it out$/,
    ],
    [
      'the deprecated annotation for tolerations is refused',
      {},
      { annotations: { 'scheduler.alpha.kubernetes.io/tolerations': '[]' } },
      /is deprecated; use the field tolerations$/,
    ],
  ]);
});

describe('fields of a pod', () => {
  rows(pod, [
    [
      'a nodeSelector value with a space is refused',
      { nodeSelector: { 'kubernetes.io/os': 'linux' } },
      { nodeSelector: { disk: 'nvme ssd' } },
      /^spec\.nodeSelector\.disk: must have at most 63 letters/,
    ],
    [
      'a nodeSelector key with two slashes is refused',
      { nodeSelector: {} },
      { nodeSelector: { 'a/b/c': '' } },
      /^spec\.nodeSelector\.a\/b\/c: must be a name/,
    ],
    [
      'a nodeName with an upper-case letter is refused',
      { nodeName: 'node-1.example' },
      { nodeName: 'Node' },
      /^spec\.nodeName: must be a name of lower-case letters, .* got "Node"$/,
    ],
    [
      'a priorityClassName with a space is refused',
      { priorityClassName: 'ci' },
      { priorityClassName: 'CI jobs' },
      /^spec\.priorityClassName: must be a name of lower-case/,
    ],
    [
      'a runtimeClassName with an underscore is refused',
      { runtimeClassName: 'kata-qemu' },
      { runtimeClassName: 'kata_qemu' },
      /^spec\.runtimeClassName: must be a name/,
    ],
    [
      'a serviceAccountName with an underscore is refused',
      { serviceAccountName: 'ci' },
      { serviceAccountName: 'ci_1' },
      /^spec\.serviceAccountName: must be a name/,
    ],
    [
      'a schedulerName with a space is refused',
      { schedulerName: 'my-scheduler' },
      { schedulerName: 'my scheduler' },
      /^spec\.schedulerName: must be the name of a scheduler, without spaces, got "my scheduler"$/,
    ],
    [
      'an image pull secret with an upper-case letter is refused',
      { imagePullSecrets: [{ name: 'a' }] },
      { imagePullSecrets: [{ name: 'A' }] },
      /\.imagePullSecrets\[0\]\.name: must be the name of a Secret \(lower-case letters, digits, - and \.\), got "A"$/,
    ],
    [
      'the same image pull secret twice is refused',
      { imagePullSecrets: [{ name: 'a' }, { name: 'b' }] },
      { imagePullSecrets: [{ name: 'a' }, { name: 'a' }] },
      /^spec\.imagePullSecrets\[1\]\.name: duplicate image pull secret "a"/,
    ],
    [
      'a negative terminationGracePeriodSeconds is refused',
      { terminationGracePeriodSeconds: 0 },
      { terminationGracePeriodSeconds: -1 },
      /^spec\.terminationGracePeriodSeconds: must be at least 0, got -1$/,
    ],
    [
      'activeDeadlineSeconds 0 is refused',
      { activeDeadlineSeconds: 1 },
      { activeDeadlineSeconds: 0 },
      /^spec\.activeDeadlineSeconds: must be from 1 to 2147483647, got 0$/,
    ],
    [
      'a conditionType with a space is refused',
      { readinessGates: [{ conditionType: 'example.com/ready' }] },
      { readinessGates: [{ conditionType: 'a b' }] },
      /^spec\.readinessGates\[0\]\.conditionType: must be a name/,
    ],
    [
      'two scheduling gates with the same name are refused',
      { schedulingGates: [{ name: 'a' }, { name: 'b' }] },
      { schedulingGates: [{ name: 'a' }, { name: 'a' }] },
      /^spec\.schedulingGates\[1\]: duplicate scheduling gate "a"; remove one$/,
    ],
    [
      'scheduling gates together with nodeName are refused',
      { schedulingGates: [{ name: 'a' }] },
      { nodeName: 'n', schedulingGates: [{ name: 'a' }] },
      /^spec\.nodeName: cannot be combined with schedulingGates; remove one$/,
    ],
    [
      'priority is refused',
      { priorityClassName: 'ci' },
      { priority: 5 },
      /^spec\.priority: is set by the API server; set priorityClassName instead$/,
    ],
    [
      'preemptionPolicy without priorityClassName is refused',
      { preemptionPolicy: 'Never', priorityClassName: 'ci' },
      { preemptionPolicy: 'Never' },
      /^spec\.preemptionPolicy: comes from a PriorityClass, and priorityClassName is not set/,
    ],
    [
      'a resource claim without a source is refused',
      { resourceClaims: [{ name: 'a', resourceClaimName: 'x' }] },
      { resourceClaims: [{ name: 'a' }] },
      /^spec\.resourceClaims\[0\]: must have exactly one of resourceClaimName and resourceClaimTemplateName$/,
    ],
    [
      'two resource claims with the same name are refused',
      { resourceClaims: [{ name: 'a', resourceClaimName: 'x' }] },
      {
        resourceClaims: [
          { name: 'a', resourceClaimName: 'x' },
          { name: 'a', resourceClaimName: 'y' },
        ],
      },
      /^spec\.resourceClaims\[1\]\.name: duplicate resource claim "a"; rename one$/,
    ],
  ]);
});

describe('the network of a pod', () => {
  rows(pod, [
    [
      'a host alias with an invalid IP address is refused',
      { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a.b'] }] },
      { hostAliases: [{ ip: '10.0.0', hostnames: ['a.b'] }] },
      /^spec\.hostAliases\[0\]\.ip: must be an IP address such as .* got "10\.0\.0"$/,
    ],
    [
      'an IP address with a leading zero is refused',
      { hostAliases: [{ ip: '::1' }] },
      { hostAliases: [{ ip: '010.0.0.1' }] },
      /\.ip: must be an IP address/,
    ],
    [
      'an IPv4 address written as an IPv6 address is refused',
      { hostAliases: [{ ip: 'fe80::1' }] },
      { hostAliases: [{ ip: '::ffff:10.0.0.1' }] },
      /\.ip: must be an IP address/,
    ],
    [
      'a host alias with an underscore in a host name is refused',
      { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a-b'] }] },
      { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a_b'] }] },
      /\.hostnames\[0\]: must be a name of lower-case/,
    ],
    [
      'a hostname with a dot is refused',
      { hostname: 'ci', subdomain: 'jobs' },
      { hostname: 'ci.jobs' },
      /^spec\.hostname: must have at most 63 lower-case/,
    ],
    [
      'a subdomain with an upper-case letter is refused',
      { subdomain: '' },
      { subdomain: 'A' },
      /^spec\.subdomain: must have at most 63 lower-case/,
    ],
    [
      'dnsPolicy None without a server is refused',
      { dnsPolicy: 'None', dnsConfig: { nameservers: ['1.1.1.1'] } },
      { dnsPolicy: 'None' },
      /^spec\.dnsConfig\.nameservers: must have at least one server, because dnsPolicy is None$/,
    ],
    [
      'more than three DNS servers are refused',
      { dnsConfig: { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3'] } },
      { dnsConfig: { nameservers: ['1.1.1.1', '1.1.1.2', '1.1.1.3', '1.1.1.4'] } },
      /\.nameservers: must have at most 3 servers, got 4$/,
    ],
    [
      'a DNS server that is not an IP address is refused',
      { dnsConfig: { nameservers: ['::1'] } },
      { dnsConfig: { nameservers: ['dns'] } },
      /\.nameservers\[0\]: must be an IP address/,
    ],
    [
      'a search domain with a space is refused',
      { dnsConfig: { searches: ['a.b.'] } },
      { dnsConfig: { searches: ['a b'] } },
      /\.searches\[0\]: must be a domain/,
    ],
    [
      'a search domain with an underscore is refused before Kubernetes 1.33',
      { dnsConfig: { searches: ['a.b'] } },
      { dnsConfig: { searches: ['_a.b'] } },
      /\.searches\[0\]: must be a name of lower-case/,
      32,
    ],
    [
      'the root search domain is allowed from Kubernetes 1.33 on, and an empty one is refused',
      { dnsConfig: { searches: ['.'] } },
      { dnsConfig: { searches: ['..'] } },
      /\.searches\[0\]: must be a domain/,
    ],
    [
      'more than 32 search domains are refused',
      { dnsConfig: { searches: Array(32).fill('a') } },
      { dnsConfig: { searches: Array(33).fill('a') } },
      /\.searches: must have at most 32 domains, got 33$/,
    ],
    [
      'search domains with more than 2048 characters in total are refused',
      { dnsConfig: { searches: Array(8).fill('a'.repeat(240)) } },
      { dnsConfig: { searches: Array(9).fill('a'.repeat(240)) } },
      /\.searches: must have at most 2048 characters in total, including a space between domains$/,
    ],
    [
      'a DNS option without a name is refused',
      { dnsConfig: { options: [{ name: 'ndots', value: '1' }] } },
      { dnsConfig: { options: [{ value: '1' }] } },
      /\.options\[0\]\.name: is required/,
    ],
    [
      'hostnameOverride together with hostNetwork is refused',
      { hostnameOverride: 'a' },
      { hostnameOverride: 'a', hostNetwork: true },
      /^spec\.hostnameOverride: cannot be combined with hostNetwork: true; remove one$/,
    ],
  ]);
});

describe('tolerations, affinity and spread of a pod', () => {
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
      'a toleration key with a space is refused',
      toleration({ key: 'a/b', operator: 'Exists' }),
      toleration({ key: 'a b', operator: 'Exists' }),
      /^spec\.tolerations\[0\]\.key: must be a name/,
    ],
    [
      'a toleration with neither a key nor operator Exists is refused',
      toleration({ operator: 'Exists' }),
      toleration({ effect: 'NoSchedule' }),
      /^spec\.tolerations\[0\]\.operator: must be Exists without a key, .*; set key, or operator: Exists$/,
    ],
    [
      'a toleration with operator Exists and a value is refused',
      toleration({ key: 'a', operator: 'Exists' }),
      toleration({ key: 'a', operator: 'Exists', value: 'b' }),
      /^spec\.tolerations\[0\]\.value: must be empty for operator Exists; leave it out, or use Equal$/,
    ],
    [
      'a toleration value with a space is refused',
      toleration({ key: 'a', value: 'b' }),
      toleration({ key: 'a', value: 'b c' }),
      /^spec\.tolerations\[0\]\.value: must have at most 63 letters/,
    ],
    [
      'tolerationSeconds without effect NoExecute is refused',
      toleration({ key: 'a', effect: 'NoExecute', tolerationSeconds: 5 }),
      toleration({ key: 'a', effect: 'NoSchedule', tolerationSeconds: 5 }),
      /^spec\.tolerations\[0\]\.tolerationSeconds: is allowed only with effect NoExecute; set effect: NoExecute, or/,
    ],
    [
      'operator In without values is refused',
      expression({ operator: 'In', values: ['b'] }),
      expression({ operator: 'In', values: [] }),
      /\.matchExpressions\[0\]\.values: must have at least one value for operator In$/,
    ],
    [
      'operator DoesNotExist with values is refused',
      expression({ operator: 'Exists' }),
      expression({ operator: 'DoesNotExist', values: ['b'] }),
      /\.values: must be empty for operator DoesNotExist; leave it out, or use In$/,
    ],
    [
      'operator Gt with two values is refused',
      expression({ operator: 'Gt', values: ['1'] }),
      expression({ operator: 'Gt', values: ['1', '2'] }),
      /\.values: must have exactly one value for operator Gt, got 2$/,
    ],
    [
      'operator Lt with a value that is not a whole number is refused',
      expression({ operator: 'Lt', values: ['3'] }),
      expression({ operator: 'Lt', values: ['3.5'] }),
      /\.values\[0\]: must be a whole number for operator Lt, got "3\.5"$/,
    ],
    [
      'a label value with a space is refused in an expression',
      expression({ operator: 'In', values: ['b'] }),
      expression({ operator: 'In', values: ['b c'] }),
      /\.values\[0\]: must have at most 63/,
    ],
    [
      'a label name with a space is refused in an expression',
      expression({ operator: 'Exists' }),
      expression({ key: 'a b', operator: 'Exists' }),
      /\.key: must be a name/,
    ],
    [
      'required node affinity without terms is refused',
      expression({ operator: 'Exists' }),
      { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [] } } } },
      /\.nodeSelectorTerms: must have at least one term$/,
    ],
    [
      'a weight greater than 100 is refused',
      preferred(100),
      preferred(101),
      /\.weight: must be from 1 to 100, got 101$/,
    ],
    ['weight 0 is refused', preferred(1), preferred(0), /\.weight: must be from 1 to 100, got 0$/],
    [
      'a matchFields key other than metadata.name is refused',
      field({ key: 'metadata.name', operator: 'In', values: ['n'] }),
      field({ key: 'metadata.uid', operator: 'In', values: ['n'] }),
      /\.matchFields\[0\]\.key: must be metadata\.name, the only supported node field, got "metadata\.uid"$/,
    ],
    [
      'matchFields with two node names is refused',
      field({ key: 'metadata.name', operator: 'In', values: ['n'] }),
      field({ key: 'metadata.name', operator: 'In', values: ['n', 'm'] }),
      /\.values: must have exactly one node name, got 2$/,
    ],
    [
      'pod anti-affinity with an empty topologyKey is refused',
      term({}),
      term({ topologyKey: '' }),
      /\.topologyKey: must not be empty; give a node label such as topology\.kubernetes\.io\/zone$/,
    ],
    [
      'a namespace with an upper-case letter is refused',
      term({ namespaces: ['a'] }),
      term({ namespaces: ['A'] }),
      /\.namespaces\[0\]: must have at most 63 lower-case/,
    ],
    [
      'a labelSelector with a space in a value is refused',
      term({ labelSelector: { matchLabels: { a: 'b' } } }),
      term({ labelSelector: { matchLabels: { a: 'b c' } } }),
      /\.labelSelector\.matchLabels\.a: must have at most 63/,
    ],
    [
      'matchLabelKeys without labelSelector is refused',
      term({ labelSelector: {}, matchLabelKeys: ['a'] }),
      term({ matchLabelKeys: ['a'] }),
      /\.matchLabelKeys: requires labelSelector; add it$/,
    ],
    [
      'the same key in matchLabelKeys and mismatchLabelKeys is refused',
      term({ labelSelector: {}, matchLabelKeys: ['a'], mismatchLabelKeys: ['b'] }),
      term({ labelSelector: {}, matchLabelKeys: ['a'], mismatchLabelKeys: ['a'] }),
      /\.matchLabelKeys\[0\]: a is in mismatchLabelKeys too; remove one$/,
    ],
    [
      'maxSkew 0 is refused',
      spread({ maxSkew: 1 }),
      spread({ maxSkew: 0 }),
      /^spec\.topologySpreadConstraints\[0\]\.maxSkew: must be at least 1, got 0$/,
    ],
    [
      'a spread constraint with an empty topologyKey is refused',
      spread({}),
      spread({ topologyKey: '' }),
      /\.topologyKey: must not be empty; give a node label such as topology\.kubernetes\.io\/zone$/,
    ],
    [
      'minDomains with whenUnsatisfiable ScheduleAnyway is refused',
      spread({ minDomains: 1 }),
      spread({ minDomains: 1, whenUnsatisfiable: 'ScheduleAnyway' }),
      /\.minDomains: is allowed only with whenUnsatisfiable: DoNotSchedule; leave it out$/,
    ],
    [
      'two spread constraints for the same topology are refused',
      spread({}, { topologyKey: 'host' }),
      spread({}, {}),
      /^spec\.topologySpreadConstraints\[1\]: duplicate constraint for topologyKey zone/,
    ],
    [
      'a spread constraint without labelSelector is refused',
      spread({}),
      spread({ labelSelector: undefined }),
      /\[0\]: has no labelSelector, so it counts no pods and has no effect; add the labels of the pods$/,
    ],
    [
      'a spread constraint with an invalid labelSelector is refused',
      spread({ labelSelector: { matchLabels: { a: 'b' } } }),
      spread({ labelSelector: { matchExpressions: [{ key: 'a', operator: 'In' }] } }),
      /\.labelSelector\.matchExpressions\[0\]\.values: must have at least one value for operator In$/,
    ],
  ]);

  test('preferred node affinity accepts a value that no label can have', () => {
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

describe('security of a pod', () => {
  rows(pod, [
    [
      'shareProcessNamespace together with hostPID is refused',
      { hostPID: true, shareProcessNamespace: false },
      { hostPID: true, shareProcessNamespace: true },
      /^spec\.shareProcessNamespace: cannot be combined with hostPID: true; remove one$/,
    ],
    [
      'hostUsers: false together with hostNetwork is refused',
      { hostUsers: false },
      { hostUsers: false, hostNetwork: true },
      /^spec\.hostNetwork: cannot be combined with hostUsers: false; remove one$/,
    ],
    [
      'a negative user id is refused',
      { securityContext: { runAsUser: 0 } },
      { securityContext: { runAsUser: -1 } },
      /^spec\.securityContext\.runAsUser: must be from 0 to 2147483647, got -1$/,
    ],
    [
      'a group id greater than 2147483647 is refused',
      { securityContext: { supplementalGroups: [1] } },
      { securityContext: { supplementalGroups: [2147483648] } },
      /\.supplementalGroups\[0\]: must be from 0/,
    ],
    [
      'a sysctl with an upper-case letter is refused',
      { securityContext: { sysctls: [{ name: 'net/core/somaxconn', value: '1' }] } },
      { securityContext: { sysctls: [{ name: 'Net.core', value: '1' }] } },
      /\.sysctls\[0\]\.name: must be a sysctl such as net\.core\.somaxconn, got "Net\.core"$/,
    ],
    [
      'the same sysctl twice is refused',
      { securityContext: { sysctls: [{ name: 'kernel.sem', value: '1' }] } },
      {
        securityContext: {
          sysctls: [
            { name: 'kernel.sem', value: '1' },
            { name: 'kernel.sem', value: '2' },
          ],
        },
      },
      /\.sysctls\[1\]\.name: duplicate sysctl "kernel\.sem"; remove one$/,
    ],
    [
      'a network sysctl is refused with hostNetwork',
      { hostIPC: true, securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] } },
      { hostNetwork: true, securityContext: { sysctls: [{ name: 'net.core.somaxconn', value: '1' }] } },
      /would be set on the node, because hostNetwork is true; leave it out$/,
    ],
    [
      'an IPC sysctl is refused with hostIPC',
      { hostNetwork: true, securityContext: { sysctls: [{ name: 'fs.mqueue.msg_max', value: '1' }] } },
      { hostIPC: true, securityContext: { sysctls: [{ name: 'fs.mqueue.msg_max', value: '1' }] } },
      /would be set on the node, because hostIPC is true; leave it out$/,
    ],
    [
      'a Localhost seccomp profile without a path is refused',
      { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a/b' } } },
      { securityContext: { seccompProfile: { type: 'Localhost' } } },
      /\.seccompProfile\.localhostProfile: is required with type Localhost$/,
    ],
    [
      'a RuntimeDefault seccomp profile with a path is refused',
      { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
      { securityContext: { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } } },
      /\.localhostProfile: is allowed only with type Localhost; leave it out$/,
    ],
    [
      'an unknown seccomp profile type is refused',
      { securityContext: { seccompProfile: { type: 'Unconfined' } } },
      { securityContext: { seccompProfile: { type: 'None' } } },
      /\.seccompProfile\.type: must be one of/,
    ],
    [
      'an AppArmor profile name with a leading space is refused',
      { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: 'a' } } },
      { securityContext: { appArmorProfile: { type: 'Localhost', localhostProfile: ' a' } } },
      /\.appArmorProfile\.localhostProfile: must be a profile name .* without leading or trailing spaces, got " a"$/,
    ],
    [
      'windowsOptions are refused in a Linux pod',
      { os: { name: 'linux' }, securityContext: { runAsUser: 1 } },
      { os: { name: 'linux' }, securityContext: { windowsOptions: {} } },
      /^spec\.securityContext\.windowsOptions: is only for Windows, and os\.name is linux; remove one$/,
    ],
    [
      'fsGroup is refused in a Windows pod',
      { os: { name: 'windows' }, securityContext: { windowsOptions: { runAsUserName: 'ci' } } },
      { os: { name: 'windows' }, securityContext: { fsGroup: 1 } },
      /^spec\.securityContext\.fsGroup: is only for Linux, and os\.name is windows; remove one$/,
    ],
    [
      'a Windows user name with two backslashes is refused',
      { securityContext: { windowsOptions: { runAsUserName: 'DOMAIN\\ci' } } },
      { securityContext: { windowsOptions: { runAsUserName: 'a\\b\\c' } } },
      /\.runAsUserName: must be USER or DOMAIN\\USER/,
    ],
    [
      'hostProcess without hostNetwork is refused',
      { hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } },
      { securityContext: { windowsOptions: { hostProcess: true } } },
      /^spec\.hostNetwork: must be true in a pod with hostProcess containers$/,
    ],
  ]);

  rows(
    ([security, fields]: [object, object?]) => secure(security, fields),
    [
      [
        'privileged with allowPrivilegeEscalation: false is refused',
        [{ privileged: true }],
        [{ privileged: true, allowPrivilegeEscalation: false }],
        /^spec\.containers\[0\]\.securityContext\.allowPrivilegeEscalation: cannot be false while privileged is true/,
      ],
      [
        'the capability SYS_ADMIN with allowPrivilegeEscalation: false is refused',
        [{ allowPrivilegeEscalation: false, capabilities: { add: ['NET_ADMIN'] } }],
        [{ allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'] } }],
        /\.allowPrivilegeEscalation: cannot be false with the capability SYS_ADMIN, which implies it; remove/,
      ],
      [
        'procMount Unmasked without hostUsers: false is refused',
        [{ procMount: 'Unmasked' }, { hostUsers: false }],
        [{ procMount: 'Unmasked' }],
        /\.procMount: can be Unmasked only in a pod with hostUsers: false$/,
      ],
      [
        'runAsUser 0 with runAsNonRoot is refused',
        [{ runAsUser: 0 }],
        [{ runAsUser: 0, runAsNonRoot: true }],
        /\.runAsUser: prevents the start of container runner: it runs as user 0, and runAsNonRoot is true; change one$/,
      ],
      [
        'runAsUser 0 is refused when the pod has runAsNonRoot',
        [{ runAsUser: 0, runAsNonRoot: false }, { securityContext: { runAsNonRoot: true } }],
        [{ runAsUser: 0 }, { securityContext: { runAsNonRoot: true } }],
        /\.runAsUser: prevents the start of container runner: it runs as user 0, and runAsNonRoot is true; change one$/,
      ],
      [
        'privileged is refused in a Windows pod',
        [{ runAsNonRoot: true }, { os: { name: 'windows' } }],
        [{ privileged: false }, { os: { name: 'windows' } }],
        /\.securityContext\.privileged: is only for Linux/,
      ],
      [
        'a hostProcess value that differs from that of the pod is refused',
        [{ windowsOptions: { hostProcess: true } }, { hostNetwork: true }],
        [{ windowsOptions: { hostProcess: false } }, { securityContext: { windowsOptions: { hostProcess: true } } }],
        /\.hostProcess: must equal the value of the pod \(true\), got false; leave it out$/,
      ],
    ],
  );
});

describe('runAsNonRoot, which the kubelet compares with the user of an image', () => {
  const official = 'ghcr.io/actions/actions-runner:2.337.0';
  const nonRoot = { runAsNonRoot: true };
  const named =
    'the image sets its user by name, so the kubelet cannot verify that it is not root; set runAsUser: 1001 too$';
  const withImage = ([image, securityContext, more = {}]: readonly [string, object, object?]) =>
    pod({ ...more, containers: [{ ...runner, image, securityContext }] });

  rows(withImage, [
    [
      'is refused in a container of the official image without runAsUser',
      [official, { ...nonRoot, runAsUser: 1001 }],
      [official, nonRoot],
      new RegExp(
        `^spec\\.containers\\[0\\]\\.securityContext\\.runAsNonRoot: prevents the start of container runner: ${named}`,
      ),
    ],
    [
      'is refused in the pod',
      [official, {}, { securityContext: { ...nonRoot, runAsUser: 1001 } }],
      [official, {}, { securityContext: nonRoot }],
      new RegExp(`^spec\\.securityContext\\.runAsNonRoot: prevents the start of container runner: ${named}`),
    ],
    [
      'is refused in a container of the image of the Docker daemon, unless that is rootless',
      ['docker:dind-rootless', nonRoot],
      ['docker.io/library/docker:29-dind', nonRoot],
      /runAsNonRoot: prevents the start of container runner: the image runs as root; set runAsNonRoot: false in/,
    ],
    [
      "is accepted with an image of one's own, whose user is unknown",
      ['example.com/runner:1', nonRoot],
      [`${official}@sha256:${'0'.repeat(64)}`, nonRoot],
      /runAsNonRoot: prevents the start of container runner/,
    ],
  ]);

  test('names all containers of an image once', () => {
    const init = [{ name: 'init', image: official }];
    expect(
      read(pod({ securityContext: nonRoot, initContainers: init, containers: [{ ...runner, image: official }] })),
    ).toEqual([expect.stringMatching(/^spec\.securityContext\.runAsNonRoot: .* start of containers init, runner: /)]);
  });
});
