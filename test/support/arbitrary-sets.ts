import * as fc from 'fast-check';
import {
  CACHE_CATALOGUE,
  ContainerMode,
  GitHubAuth,
  NvmeCacheVolume,
  type CacheName,
  type CacheOptions,
  type CachedPrivilegedOptions,
  type ContainerModeType,
  type DindModeOptions,
  type JobPodProps,
  type PlacementProps,
  type Resources,
  type RunnerSetBaseProps,
  type RunnerSetProps,
  type WorkVolumeClaim,
} from '../../src';
import type { k8s } from '../../src/kubernetes';

/** The recipe of a set, as plain data. {@link propsOf} creates the props. */
export type Recipe = Omit<
  Partial<RunnerSetBaseProps>,
  'auth' | 'caches' | 'cachePaths' | 'name' | 'githubConfigUrl' | 'repository'
> & {
  readonly name: string;
  readonly githubConfigUrl: string;
  readonly auth: { readonly secret: string; readonly revision?: string };
  readonly mode: { readonly type: ContainerModeType; readonly options: object };
  readonly caches?: readonly (CacheOptions & { readonly name?: CacheName })[];
};

export function propsOf({ auth, mode, caches, ...props }: Recipe): RunnerSetProps {
  return {
    ...props,
    auth: GitHubAuth.fromSecret(auth.secret, { revision: auth.revision }),
    containerMode: modeOf[mode.type](mode.options),
    ...(caches && {
      caches: caches.map(({ name, ...cache }) =>
        name ? NvmeCacheVolume.named(name, cache) : NvmeCacheVolume.path({ ...cache, target: cache.target ?? '' }),
      ),
    }),
  };
}

const modeOf: Record<ContainerModeType, (options: object) => ContainerMode> = {
  runner: () => ContainerMode.runner(),
  kubernetes: workVolumeClaim => ContainerMode.kubernetes({ workVolumeClaim }),
  'kubernetes-novolume': () => ContainerMode.kubernetesNoVolume(),
  dind: options => ContainerMode.dind(options),
  'cached-privileged-kubernetes': options => ContainerMode.cachedPrivileged(options),
};

/** Usually a valid value, sometimes an invalid one. */
function mostly<T>(good: fc.Arbitrary<T>, ...bad: T[]): fc.Arbitrary<T> {
  return bad.length === 0
    ? good
    : fc.oneof({ weight: 30, arbitrary: good }, { weight: 1, arbitrary: fc.constantFrom(...bad) });
}

/** An object with some of these properties, in any order. */
function anyOf<T extends object>(properties: {
  readonly [K in keyof T]-?: fc.Arbitrary<NonNullable<T[K]>>;
}): fc.Arbitrary<Partial<T>> {
  const keys = Object.keys(properties) as (keyof T & string)[];
  return fc.shuffledSubarray(keys).chain(chosen => {
    const some = chosen.slice(0, 8);
    return fc
      .tuple(...some.map(key => properties[key]))
      .map(values => Object.fromEntries(some.map((key, index) => [key, values[index]])) as Partial<T>);
  });
}

const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,10}[a-z0-9]$/);
const label = fc.constantFrom('team', 'example.com/team', 'x'.repeat(63));
const labels = mostly(
  fc.dictionary(label, fc.constantFrom('', 'web', 'a.b_c-D', 'x'.repeat(63)), { maxKeys: 2, noNullPrototype: true }),
  { 'a b': 'c' },
  { team: 'not a label' },
  { 'runner-pod': 'x' },
  { 'app.kubernetes.io/version': '0.1.0' },
);
const env = mostly(
  fc.dictionary(fc.constantFrom('LANG', 'GOCACHE', 'npm_config_cache', 'a.b-c'), fc.string(), {
    maxKeys: 2,
    noNullPrototype: true,
  }),
  { 'A B': '' },
  { DOCKER_HOST: 'x' },
  { ACTIONS_RUNNER_POD_NAME: 'x' },
  { ACTIONS_RUNNER_INPUT_JITCONFIG: 'x' },
);
const amount = mostly(fc.constantFrom('1', '500m', '2Gi', '1.5', '0'), '4GB', '-1', '');
const amounts = fc.dictionary(fc.constantFrom('cpu', 'memory', 'ephemeral-storage', 'nvidia.com/gpu'), amount, {
  maxKeys: 2,
  noNullPrototype: true,
});
const resources: fc.Arbitrary<Resources> = fc.record(
  { requests: amounts, limits: amounts },
  { requiredKeys: [], noNullPrototype: true },
);
const image = mostly(
  fc.constantFrom('ghcr.io/rubionic/runner:5', `runner@sha256:${'a'.repeat(64)}`),
  '',
  'not an image',
  'https://ghcr.io/runner:1',
);

const placement: { readonly [K in keyof PlacementProps]-?: fc.Arbitrary<NonNullable<PlacementProps[K]>> } = {
  nodeSelector: fc.dictionary(fc.constantFrom('disk', 'kubernetes.io/hostname'), word, {
    maxKeys: 2,
    noNullPrototype: true,
  }),
  affinity: fc.constantFrom<k8s.Affinity>(
    {},
    {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }],
        },
      },
    },
  ),
  tolerations: fc.array(
    fc.constantFrom<k8s.Toleration>({ operator: 'Exists' }, { key: 'ci', value: 'yes', effect: 'NoSchedule' }),
    { maxLength: 2 },
  ),
  topologySpreadConstraints: fc.constantFrom<k8s.TopologySpreadConstraint[]>(
    [],
    [
      {
        maxSkew: 1,
        topologyKey: 'zone',
        whenUnsatisfiable: 'DoNotSchedule',
        labelSelector: { matchLabels: { team: 'ci' } },
      },
    ],
  ),
  priorityClassName: word,
};

const container = fc.constantFrom<k8s.Container>(
  { name: 'runner', env: [{ name: 'LANG', value: 'D' }] },
  { name: 'runner', imagePullPolicy: 'Always' },
  { name: 'sidecar', image: 'busybox:1' },
  { name: 'sidecar' },
  { name: 'dind', args: ['dockerd'] },
  { name: '$job', tty: true },
  { name: '$job', image: 'node' },
  { name: '$redis', env: [{ name: 'A', value: '1' }] },
  { name: 'runner', volumeMounts: [{ name: 'extra', mountPath: '/extra' }] },
);
const podSpec = anyOf<k8s.PodSpec & { nodeSelectr: object }>({
  containers: fc.array(container, { maxLength: 2 }),
  initContainers: fc.array(container, { maxLength: 1 }),
  volumes: fc.constantFrom<k8s.Volume[]>(
    [{ name: 'extra', emptyDir: {} }],
    [{ name: 'work', emptyDir: {} }],
    [{ name: 'hook-extension', emptyDir: {} }],
  ),
  hostNetwork: fc.boolean(),
  restartPolicy: fc.constantFrom('Never', 'Always'),
  securityContext: fc.constantFrom<k8s.PodSecurityContext>({ fsGroup: 1001 }, { runAsUser: 0 }, {}),
  dnsPolicy: fc.constantFrom('Default', 'ClusterFirst'),
  serviceAccountName: word,
  nodeSelectr: fc.constant({ disk: 'nvme' }),
} as never);
const template = fc.record(
  { metadata: fc.record({ labels, annotations: labels }, { requiredKeys: [], noNullPrototype: true }), spec: podSpec },
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<k8s.PodTemplateSpec>;

const target = mostly(
  fc.constantFrom('/data', '/cache', '/root/.npm', '/var/lib/docker', '/nix/store-host', '/tmp/builds'),
  '/nix/store',
  '/',
  'relative',
  '/__w/x',
);
const cache: fc.Arbitrary<CacheOptions & { name?: CacheName }> = fc
  .tuple(
    fc.option(fc.constantFrom(...(Object.keys(CACHE_CATALOGUE) as CacheName[])), { nil: undefined }),
    target,
    anyOf<CacheOptions>({
      source: mostly(fc.constantFrom('', '/nvme/a', '/nvme/a/b', '/data/b', '/nix/store'), '/etc', '/nvme/', 'x'),
      target,
      sharing: fc.constantFrom('shared', 'exclusive', 'readOnly'),
      perRunner: fc.boolean(),
      local: fc.record(
        {
          nodes: mostly(fc.uniqueArray(word, { minLength: 1, maxLength: 3 }), [], ['a', 'a'], ['Not A Node']),
          capacity: mostly(fc.constantFrom('1Gi', '100Gi'), '1GB', '0'),
        },
        { noNullPrototype: true },
      ),
      sizeLimit: mostly(fc.constantFrom('1Gi'), '1GB'),
    }),
  )
  .map(([name, path, options]) => (name ? { name, ...options } : { target: path, ...options }));

const jobPod = anyOf<JobPodProps>({ ...placement, resources, labels, annotations: labels, template });

const options: Record<ContainerModeType, fc.Arbitrary<object>> = {
  runner: fc.constant({}),
  kubernetes: anyOf<WorkVolumeClaim>({
    storageClassName: word,
    storage: mostly(fc.constantFrom('1Gi', '20Gi'), '1GB', '-1Gi'),
    accessModes: mostly(fc.constant<string[]>(['ReadWriteMany']), ['ReadWrite'], []),
  }),
  'kubernetes-novolume': fc.constant({}),
  dind: anyOf<DindModeOptions>({
    image,
    env,
    resources,
    daemonArgs: mostly(fc.constantFrom<string[][]>(['--mtu=1400'], []), ['mtu'], ['--host=x']),
    volumeMounts: fc.constantFrom<k8s.VolumeMount[]>([], [{ name: 'extra', mountPath: '/extra' }]),
    registryMirrors: mostly(fc.constantFrom<string[][]>(['https://mirror.example'], []), ['mirror']),
  }),
  'cached-privileged-kubernetes': anyOf<CachedPrivilegedOptions>({
    privileged: fc.boolean(),
    runAsRoot: fc.boolean(),
    allowPrivilegeEscalation: fc.boolean(),
    requireJobContainer: fc.boolean(),
    systemdIgnoreChroot: fc.boolean(),
    hostPID: fc.boolean(),
    hostIPC: fc.boolean(),
    hostDev: fc.boolean(),
    hostSys: fc.boolean(),
    hostCgroup: fc.boolean(),
    glibcShims: fc.boolean(),
    capabilities: mostly(fc.constantFrom<string[][]>(['NET_ADMIN'], []), ['CAP_X']),
  }),
};
const mode = fc
  .constantFrom(...(Object.keys(options) as ContainerModeType[]))
  .chain(type => options[type].map(given => ({ type, options: given })));

const name = mostly(
  fc.oneof(word, fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,44}[a-z0-9])?$/)),
  '',
  'Not-A-Name',
  'a_b',
  'n'.repeat(46),
);
const githubConfigUrl = mostly(
  fc.constantFrom(
    'https://github.com/rubionic/docs',
    'https://github.com/rubionic',
    'https://github.com/enterprises/rubionic',
  ),
  'rubionic',
  'https://github.com/a/b/c',
  'https://github.com/a/',
);

/** Objects that a set can refer to and does not create, in every namespace of the sets. */
export const outside = ['arc-runners', 'ci', 'n'.repeat(63)].flatMap(namespace => [
  `ServiceAccount ${namespace}/mine`,
  `ConfigMap ${namespace}/ca`,
]);

/** The required props of a set. */
const needed = fc.record(
  {
    name,
    githubConfigUrl,
    auth: fc.record(
      { secret: mostly(word, 'ghp_secret', 'Not A Secret'), revision: word },
      { requiredKeys: ['secret'], noNullPrototype: true },
    ),
    mode,
  },
  { noNullPrototype: true },
);

type Optional = Required<Omit<Recipe, 'name' | 'githubConfigUrl' | 'auth' | 'mode'>>;

const metrics = fc.constantFrom<Optional['listenerMetrics']>(
  {},
  { counters: { gha_started_jobs_total: { labels: ['repository'] } } },
  { gauges: { gha_jobs: { labels: [] } } },
);
const listener = fc.constantFrom<k8s.PodTemplateSpec>(
  { spec: { containers: [{ name: 'listener', volumeMounts: [{ name: 'vault', mountPath: '/vault' }] }] } },
  { spec: { containers: [{ name: 'other' }] } },
);
const metadata = fc.record({ labels, annotations: labels }, { requiredKeys: [], noNullPrototype: true });
const server = fc.constantFrom(
  { url: 'http://proxy:3128' },
  { url: 'http://proxy:3128', credentialSecretRef: 'proxy' },
  { url: 'proxy' },
);

const optional = anyOf<Optional>({
  ...placement,
  caches: fc.array(cache, { maxLength: 3 }),
  instances: mostly(fc.integer({ min: 1, max: 4 }), 0, 1.5, 1001),
  minRunners: mostly(fc.integer({ min: 0, max: 3 }), -1, NaN),
  maxRunners: mostly(fc.integer({ min: 0, max: 8 }), -1, 0.5),
  runnerGroup: mostly(word, ''),
  runnerScaleSetLabels: mostly(fc.uniqueArray(word, { maxLength: 2 }), [''], ['a', 'a']),
  runnerImage: image,
  resources,
  env,
  jobPod,
  template,
  labels,
  annotations: labels,
  controller: mostly(
    fc.record(
      { serviceAccount: fc.record({ namespace: word, name: word }, { noNullPrototype: true }) },
      { noNullPrototype: true },
    ),
    { serviceAccount: { namespace: '', name: 'x' } },
  ),
  cacheRoot: mostly(fc.constantFrom('/nvme/cache', '/data'), '/tmp', '/nvme/', ''),
  hostRoots: mostly(fc.constantFrom<string[][]>(['/fast'], []), ['relative'], ['/etc']),
  namespace: mostly(fc.constantFrom('ci', 'n'.repeat(63)), '', 'Not_A_Namespace'),
  runnerScaleSetName: mostly(fc.constantFrom('Web_Runners', 'w.1'), '', 'not a name'),
  serviceAccountName: mostly(fc.constant('mine'), '', 'Not An Account'),
  additionalRoleRules: fc.constantFrom<k8s.PolicyRule[]>(
    [],
    [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
  ),
  resourceMeta: anyOf<Optional['resourceMeta']>({
    autoscalingRunnerSet: metadata,
    managerRole: metadata,
    managerRoleBinding: metadata,
    noPermissionServiceAccount: metadata,
    kubernetesModeServiceAccount: metadata,
    kubernetesModeRole: metadata,
    kubernetesModeRoleBinding: metadata,
    autoscalingListener: metadata,
    listenerServiceAccount: metadata,
    listenerRole: metadata,
    listenerRoleBinding: metadata,
    listenerConfigSecret: metadata,
    ephemeralRunnerSet: metadata,
    ephemeralRunner: metadata,
    ephemeralRunnerConfigSecret: metadata,
  }),
  listenerTemplate: listener,
  listenerMetrics: metrics,
  vaultConfig: fc.constant({
    azureKeyVault: {
      url: 'https://a.vault.azure.net',
      tenantId: 't',
      clientId: 'c',
      certificatePath: '/vault/cert.pem',
    },
  }),
  proxy: anyOf<Optional['proxy']>({
    http: server,
    https: server,
    noProxy: mostly(fc.constantFrom<string[][]>(['.svc', '10.0.0.0/8'], []), ['a,b']),
  }),
  githubServerTls: mostly(
    fc.constantFrom<Optional['githubServerTls']>(
      { configMap: 'ca', key: 'ca.crt' },
      { configMap: 'ca', key: 'ca.pem', runnerMountPath: '/ca' },
    ),
    { configMap: 'CA', key: 'x' },
  ),
  networkPolicy: anyOf<Optional['networkPolicy']>({
    denyPrivateNetworks: fc.boolean(),
    apiServer: mostly(fc.constant('10.96.0.1/32'), 'kubernetes'),
    allow: fc.constantFrom<object[]>([], [{ cidr: '10.0.0.5/32', ports: [443] }], [{}]),
  }),
});

/** Any set of any mode, valid or not. */
export const recipe: fc.Arbitrary<Recipe> = fc.tuple(needed, optional).map(([must, may]) => ({ ...must, ...may }));

/**
 * Returns the value with the properties of all objects in another order, except for environment variables, whose order
 * matters.
 */
export function reordered<T>(value: T): T {
  if (Array.isArray(value)) return value.map(item => reordered<unknown>(item)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, inner]) => [key, key === 'env' ? (inner as unknown) : reordered<unknown>(inner)]),
  ) as T;
}
