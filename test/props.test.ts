import { Chart, Testing } from 'cdk8s';
import {
  ArcController,
  CachedPrivilegedRunnerSet,
  CacheVolume,
  ContainerMode,
  DeskrunApp,
  DindRunnerSet,
  ExistingController,
  GitHubAuth,
  GitOps,
  KindCluster,
  KubernetesNoVolumeRunnerSet,
  KubernetesRunnerSet,
  NvmeCacheVolume,
  PlainRunnerSet,
  RunnerChart,
  RunnerNamespace,
  RunnerSet,
} from '../src';
import { docs, findingsOf, runnerChart } from './support/sets';

/** Props that the compiler did not check, as from JavaScript, a cast or a spread object. */
type Untyped = Readonly<Record<string, unknown>>;

const chart = () => new Chart(Testing.app(), 'chart', { namespace: 'arc-systems' });
const set = { ...docs, containerMode: ContainerMode.dind() };

/** All constructors and functions with props or options. Each call adds the required ones. */
const calls: Record<string, (props: Untyped) => unknown> = {
  DeskrunApp: props => new DeskrunApp(props),
  RunnerChart: props => new RunnerChart(Testing.app(), 'chart', { namespace: 'arc-runners', ...props }),
  RunnerSet: props => new RunnerSet(runnerChart(), 'set', { ...set, ...props }),
  CachedPrivilegedRunnerSet: props => new CachedPrivilegedRunnerSet(runnerChart(), 'set', { ...docs, ...props }),
  DindRunnerSet: props => new DindRunnerSet(runnerChart(), 'set', { ...docs, ...props }),
  KubernetesRunnerSet: props => new KubernetesRunnerSet(runnerChart(), 'set', { ...docs, ...props }),
  KubernetesNoVolumeRunnerSet: props => new KubernetesNoVolumeRunnerSet(runnerChart(), 'set', { ...docs, ...props }),
  ArcController: props => new ArcController(chart(), 'controller', props),
  'ArcController.existing': props =>
    ArcController.existing({ namespace: 'arc', serviceAccount: 'arc', version: '0.14.2', ...props }),
  ExistingController: props =>
    new ExistingController({ namespace: 'arc', serviceAccount: 'arc', version: '0.14.2', ...props }),
  RunnerNamespace: props => new RunnerNamespace(chart(), 'namespace', { name: 'arc-runners', ...props }),
  KindCluster: props => new KindCluster(props),
  NvmeCacheVolume: props => new NvmeCacheVolume(chart(), 'cache', { target: '/cache', ...props }),
  'NvmeCacheVolume.docker': props => NvmeCacheVolume.docker(props),
  'NvmeCacheVolume.nixStore': props => NvmeCacheVolume.nixStore(props),
  'NvmeCacheVolume.nixDaemon': props => NvmeCacheVolume.nixDaemon(props),
  'NvmeCacheVolume.named': props => NvmeCacheVolume.named('npm', props),
  'NvmeCacheVolume.path': props => NvmeCacheVolume.path({ target: '/cache', ...props }),
  'CacheVolume.named': props => CacheVolume.named('npm', props),
  'CacheVolume.path': props => CacheVolume.path({ target: '/cache', ...props }),
  'GitHubAuth.fromSecret': props => GitHubAuth.fromSecret('github', props),
  'GitHubAuth.pat': props => GitHubAuth.pat('github', props),
  'GitHubAuth.app': props => GitHubAuth.app('github', props),
  'GitOps.flux': props => GitOps.flux({ sourceRef: { kind: 'Bucket', name: 'dist' }, ...props }),
};

test.each(Object.entries(calls))('%s refuses an unknown prop', (_, call) => {
  expect(findingsOf(() => call({ colour: 'red' }))).toEqual([
    expect.stringMatching(/^colour: unknown key; allowed: \w/),
  ]);
});

test.each(Object.entries(calls))('%s accepts an unknown prop that is undefined', (_, call) => {
  expect(() => call({ colour: undefined })).not.toThrow();
});

test.each([
  ['DeskrunApp', { arcVersoin: '0.14.2' }, 'arcVersion'],
  ['RunnerChart', { cachRoot: '/nvme' }, 'cacheRoot'],
  ['RunnerSet', { maxRuners: 5 }, 'maxRunners'],
  ['DindRunnerSet', { runnerimage: 'a' }, 'runnerImage'],
  ['ArcController', { replica: 2 }, 'replicas'],
  ['RunnerNamespace', { podsecuritylevel: 'baseline' }, 'podSecurityLevel'],
  ['KindCluster', { hostPath: [] }, 'hostPaths'],
  ['NvmeCacheVolume', { sourc: '/nvme' }, 'source'],
  ['CacheVolume.named', { perRuner: true }, 'perRunner'],
  ['GitOps.flux', { intervall: '1m' }, 'interval'],
])('%s suggests the correct name for %j', (name, props, meant) => {
  expect(findingsOf(() => calls[name]!(props))).toEqual([
    `${Object.keys(props)[0]}: unknown key; did you mean ${meant}?`,
  ]);
});

test.each([
  ['RunnerSet', { resources: { request: { cpu: '1' } } }, 'resources.request: unknown key; did you mean requests?'],
  ['RunnerSet', { jobPod: { resource: {} } }, 'jobPod.resource: unknown key; did you mean resources?'],
  ['RunnerSet', { networkPolicy: { alow: [] } }, 'networkPolicy.alow: unknown key; did you mean allow?'],
  [
    'RunnerSet',
    { networkPolicy: { allow: [{ cidrs: '10.0.0.1/32' }] } },
    'networkPolicy.allow[0].cidrs: unknown key; did you mean cidr?',
  ],
  ['RunnerSet', { proxy: { http: { uri: 'http://proxy' } } }, 'proxy.http.uri: unknown key; did you mean url?'],
  ['RunnerSet', { githubServerTls: { configmap: 'ca', key: 'a.crt' } }, 'did you mean configMap?'],
  ['RunnerSet', { vaultConfig: { azureKeyvault: {} } }, 'did you mean azureKeyVault?'],
  ['RunnerSet', { resourceMeta: { autoscalingRunnerset: {} } }, 'did you mean autoscalingRunnerSet?'],
  ['RunnerSet', { resourceMeta: { managerRole: { label: {} } } }, 'did you mean labels?'],
  ['RunnerSet', { listenerMetrics: { counter: {} } }, 'did you mean counters?'],
  ['RunnerSet', { additionalRoleRules: [{ verb: ['get'] }] }, 'did you mean verbs?'],
  ['RunnerSet', { controller: { serviceaccount: { namespace: 'a', name: 'b' } } }, 'did you mean serviceAccount?'],
  ['CachedPrivilegedRunnerSet', { privileges: { hostPid: true } }, 'privileges.hostPid: unknown key; did you mean'],
  [
    'DindRunnerSet',
    { dind: { registryMirror: [] } },
    'dind.registryMirror: unknown key; did you mean registryMirrors?',
  ],
  ['DindRunnerSet', { dind: { resources: { limit: {} } } }, 'dind.resources.limit: unknown key; did you mean limits?'],
  ['KubernetesRunnerSet', { workVolumeClaim: { size: '1Gi' } }, 'workVolumeClaim.size: unknown key; allowed: storage'],
  ['KubernetesRunnerSet', { workVolumeClaim: { storageclassName: 'a' } }, 'did you mean storageClassName?'],
  [
    'ArcController',
    { metrics: { listenerAdr: ':8080' } },
    'metrics.listenerAdr: unknown key; did you mean listenerAddr',
  ],
  ['ArcController', { serviceAccount: { names: 'a' } }, 'serviceAccount.names: unknown key; did you mean name?'],
  ['CacheVolume.named', { local: { node: [], capacity: '1Gi' } }, 'local.node: unknown key; did you mean nodes?'],
  ['GitOps.flux', { sourceRef: { kind: 'Bucket', names: 'dist' } }, 'sourceRef.names: unknown key; did you mean name?'],
  [
    'KindCluster',
    { hostPaths: [{ path: '/nvme', readonly: true }] },
    'hostPaths[0].readonly: unknown key; did you mean',
  ],
])('%s refuses unknown names in nested objects: %j', (name, props, message) => {
  expect(findingsOf(() => calls[name]!(props)).join('\n')).toContain(message);
});

test.each([
  [
    'RunnerSet',
    { auth: 'github' },
    `auth: must be a GitHubAuth or an object, got "github"; write GitHubAuth.fromSecret('github')`,
  ],
  ['RunnerSet', { auth: { secretName: 'github' } }, 'auth.secretName: unknown key; did you mean secret?'],
  ['RunnerSet', { containerMode: {} }, 'containerMode: must be a ContainerMode such as ContainerMode.dind() or one of'],
  ['RunnerSet', { caches: 'npm' }, 'caches: must be a list, got "npm"'],
  ['RunnerSet', { caches: ['/root/.npm'] }, `got "/root/.npm"; write cachePaths: [{ target: '/root/.npm' }]`],
  ['RunnerSet', { cachePaths: ['/root/.npm'] }, `got "/root/.npm"; write { target: '/root/.npm' }`],
  ['RunnerSet', { cachePaths: ['/nvme/a:/b'] }, `write { source: '/nvme/a', target: '/b' }`],
  ['RunnerSet', { cachePaths: [':/b'] }, `write { source: '', target: '/b' }`],
  [
    'CacheVolume.named',
    { sizeLimit: 20 },
    'sizeLimit: must be a string or a Size, got the number 20; add the unit, such',
  ],
  ['RunnerSet', { maxRunners: '5' }, 'maxRunners: must be a number, got "5"'],
  ['RunnerSet', { env: { DEBUG: 1 } }, 'env.DEBUG: must be a string, got the number 1'],
  ['RunnerSet', { labels: null }, 'labels: is empty; give an object or leave it out'],
  ['RunnerSet', { template: 'pod' }, 'template: must be an object, got "pod"'],
  ['RunnerSet', { tolerations: [null] }, 'tolerations[0]: is empty; give an object or leave it out'],
  ['RunnerSet', { controller: 'arc' }, 'controller: must be an ArcController, an ExistingController or an object, got'],
  ['RunnerSet', { name: null }, 'name: is empty; give a string'],
  ['RunnerSet', { githubConfigUrl: undefined }, 'repository: is required'],
  ['RunnerChart', { namespace: 5 }, 'namespace: must be a string, got the number 5'],
  ['DeskrunApp', { gitOps: 'argocd' }, 'gitOps: must be a GitOps, such as GitOps.argoCd(), got "argocd"'],
  ['DeskrunApp', { kubernetesVersion: 1.36 }, 'kubernetesVersion: must be a string, got the number 1.36'],
  ['ArcController', { crds: 'Own' }, 'crds: must be one of own, external, got "Own"; did you mean own?'],
  ['ArcController', { replicas: '2' }, 'replicas: must be a number, got "2"'],
  ['NvmeCacheVolume', { hostRoots: '/fast' }, 'hostRoots: must be a list, got "/fast"'],
  ['CacheVolume.named', { sharing: 'readonly' }, 'sharing: must be one of shared, exclusive, readOnly, got "readonly"'],
  ['CacheVolume.path', { target: null }, 'target: is empty; give a string'],
  ['RunnerNamespace', { podSecurityLevel: 'restricted' }, 'podSecurityLevel: must be one of privileged, baseline, got'],
])('%s refuses a value of the wrong type: %j', (name, props, message) => {
  expect(findingsOf(() => calls[name]!(props)).join('\n')).toContain(message);
});

test.each([
  ['nothing', undefined, 'is empty; give an object'],
  ['null', null, 'is empty; give an object'],
  ['a string', 'docs', 'must be an object, got "docs"'],
  ['a list', [docs], 'must be an object, got a list'],
  ['a Map', new Map(Object.entries(docs)), 'must be an object, got a Map'],
])('%s is refused as the props of a runner set', (_, props, message) => {
  const findings = [RunnerSet, DindRunnerSet, PlainRunnerSet].map(Set =>
    findingsOf(() => new Set(runnerChart(), 'set', props as never)),
  );
  expect(findings).toEqual([
    [expect.stringContaining(message)],
    [expect.stringContaining(message)],
    [expect.stringContaining(message)],
  ]);
});

test('null is refused as the props of an app or a chart', () => {
  expect(findingsOf(() => new DeskrunApp(null as never))).toEqual([': is empty; give an object']);
  expect(findingsOf(() => new RunnerChart(Testing.app(), 'chart', null as never))).toEqual([
    ': is empty; give an object',
  ]);
});

const circular: Untyped[] = [{}];
circular.push(...circular);
Object.assign(circular[0]!, { circular });

test.each([
  ['RunnerSet', { labels: new Map([['a', 'b']]) }, 'labels: must be an object, got a Map'],
  ['RunnerSet', { runnerScaleSetLabels: sparse('a') }, 'runnerScaleSetLabels[0]: is empty; give a string'],
  ['RunnerSet', { caches: sparse('npm') }, 'caches[0]: is empty; give a cache'],
  ['RunnerSet', { template: { spec: { containers: sparse({ name: 'runner' }) } } }, 'template.spec.containers[0]: is'],
  ['RunnerSet', { template: { spec: { volumes: circular } } }, 'template.spec.volumes[0].circular: must not contain'],
  ['RunnerSet', { listenerTemplate: { spec: new Map() } }, 'listenerTemplate.spec: must be plain data (text, numbers,'],
  ['RunnerSet', { jobPod: { template: { spec: new Date(0) } } }, 'jobPod.template.spec: must be plain data (text,'],
  [
    'RunnerSet',
    { affinity: { nodeAffinity: /a/ } },
    'affinity.nodeAffinity: must be plain data (text, numbers, lists,',
  ],
  ['RunnerSet', { tolerations: [{ key: () => 'a' }] }, 'tolerations[0].key: must be plain data (text, numbers, lists,'],
  [
    'RunnerSet',
    { topologySpreadConstraints: [{ maxSkew: 1n }] },
    'topologySpreadConstraints[0].maxSkew: must be plain',
  ],
  ['DindRunnerSet', { dind: { volumeMounts: [{ name: Symbol('a') }] } }, 'dind.volumeMounts[0].name: must be plain'],
  ['ArcController', { env: sparse({ name: 'A', value: 'b' }) }, 'env[0]: is empty; give an object'],
  ['ArcController', { volumes: [{ emptyDir: { sizeLimit: NaN } }] }, 'volumes[0].emptyDir.sizeLimit: must be plain'],
])('%s refuses a value that manifests cannot contain: %p', (name, props, message) => {
  expect(findingsOf(() => calls[name]!(props)).join('\n')).toContain(message);
});

/** Returns a list without a first entry. */
function sparse(second: unknown): unknown[] {
  const list: unknown[] = [];
  list[1] = second;
  return list;
}

test('a URL of the wrong type is reported once, under the name that was written', () => {
  const { githubConfigUrl, ...rest } = set;
  const url = new URL(githubConfigUrl);
  expect(findingsOf(() => new RunnerSet(runnerChart(), 'set', { ...rest, githubConfigUrl: url as never }))).toEqual([
    'githubConfigUrl: must be a string, got a URL',
  ]);
  expect(findingsOf(() => new RunnerSet(runnerChart(), 'set', { ...rest, repository: 5 as never }))).toEqual([
    'repository: must be a string, got the number 5',
  ]);
});

test('unknown names, wrong types and invalid values are reported at once', () => {
  const props = { maxRuners: 1, runnerGroup: 5, minRunners: -1, instances: 0.5 } as object;
  expect(findingsOf(() => new RunnerSet(runnerChart(), 'set', { ...set, ...props }))).toEqual([
    'maxRuners: unknown key; did you mean maxRunners?',
    'runnerGroup: must be a string, got the number 5',
    'instances: must be a whole number from 1 to 1000, got 0.5',
    'minRunners: must be a whole number from 0 to 2147483647, got -1',
  ]);
});

test('unknown options of a mode are refused', () => {
  const modes = [
    ContainerMode.dind({ imag: 'docker' } as object),
    ContainerMode.kubernetes({ workVolume: {} } as object),
    ContainerMode.cachedPrivileged({ privilged: false } as object),
  ];
  expect(
    modes.flatMap(containerMode => findingsOf(() => new RunnerSet(runnerChart(), 'set', { ...docs, containerMode }))),
  ).toEqual([
    'containerMode.imag: unknown key; did you mean image?',
    'containerMode.workVolume: unknown key; allowed: workVolumeClaim',
    'containerMode.privilged: unknown key; did you mean privileged?',
  ]);
});

test.each([undefined, null, 5, {}])('%j is refused as the name of a Secret', name => {
  expect(findingsOf(() => GitHubAuth.fromSecret(name as string))).toEqual([
    expect.stringMatching(/^secret: (is empty; give a string|must be a string, got )/),
  ]);
});

test.each(['DeskrunApp', 'ArcController', 'KindCluster', 'GitHubAuth.fromSecret', 'ContainerMode.dind'])(
  '%s refuses a string in place of its props',
  name => {
    const withProps: Record<string, (props: never) => unknown> = {
      DeskrunApp: props => new DeskrunApp(props),
      ArcController: props => new ArcController(chart(), 'controller', props),
      KindCluster: props => new KindCluster(props),
      'GitHubAuth.fromSecret': props => GitHubAuth.fromSecret('github', props),
      'ContainerMode.dind': props => ContainerMode.dind(props),
    };
    expect(findingsOf(() => withProps[name]!('x' as never))).toEqual([': must be an object, got "x"']);
  },
);

test('an unknown cache is refused', () => {
  expect(findingsOf(() => CacheVolume.named('npmm' as 'npm'))).toEqual([
    expect.stringMatching(/^: unknown cache "npmm"; known caches: npm, /),
  ]);
});

test.each([
  ['privilege', CachedPrivilegedRunnerSet, 'privileges'],
  ['Dind', DindRunnerSet, 'dind'],
  ['workVolumeClaims', KubernetesRunnerSet, 'workVolumeClaim'],
] as const)('for %s, a similar option of the mode is suggested: %p', (key, Set, meant) => {
  expect(findingsOf(() => new Set(runnerChart(), 'set', { ...docs, [key]: {} }))).toEqual([
    `${key}: unknown key; did you mean ${meant}?`,
  ]);
});

test.each([
  [CachedPrivilegedRunnerSet, 'cached-privileged-kubernetes'],
  [DindRunnerSet, 'dind'],
  [KubernetesRunnerSet, 'kubernetes'],
  [KubernetesNoVolumeRunnerSet, 'kubernetes-novolume'],
] as const)('%p refuses another mode', (Set, mode) => {
  const containerMode = mode === 'dind' ? 'kubernetes' : 'dind';
  expect(findingsOf(() => new Set(runnerChart(), 'set', { ...docs, containerMode } as typeof docs))).toEqual([
    `containerMode: is always ${mode} in this class; leave it out, or use RunnerSet`,
  ]);
});
