import {
  CachedPrivilegedRunnerSet,
  DindRunnerSet,
  GitHubAuth,
  KubernetesNoVolumeRunnerSet,
  KubernetesRunnerSet,
  NvmeCacheVolume,
  PlainRunnerSet,
  type CachedPrivilegedRunnerSetProps,
  type DindRunnerSetProps,
  type JobPodProps,
  type KubernetesRunnerSetProps,
  type PlacementProps,
  type RunnerSetBaseProps,
} from '../../../src';
import { organization, synthesized, type Manifest, type SynthesizedSet } from '../../support/sets';

const affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'DoesNotExist' }] }],
    },
  },
};
const tolerations = [{ key: 'ci', operator: 'Exists', effect: 'NoSchedule' }];
const topologySpreadConstraints = [
  {
    maxSkew: 1,
    topologyKey: 'kubernetes.io/hostname',
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { team: 'ci' } },
  },
];
const placement: Required<PlacementProps> = {
  nodeSelector: { disk: 'nvme' },
  affinity,
  tolerations,
  topologySpreadConstraints,
  priorityClassName: 'ci',
};

const jobPod: Required<JobPodProps> = {
  ...placement,
  priorityClassName: 'jobs',
  resources: { requests: { cpu: '4' }, limits: { memory: '16Gi' } },
  labels: { team: 'web' },
  annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' },
  template: { spec: { containers: [{ name: '$job', env: [{ name: 'CI_POD', value: 'job' }] }] } },
};

/** Two names, two ServiceAccounts and two URLs exclude each other. */
type Compatible<Props> = Required<Omit<Props, 'runnerScaleSetName' | 'serviceAccountName' | 'repository'>>;

const common: Compatible<RunnerSetBaseProps> = {
  ...placement,
  name: 'workspace',
  namespace: 'ci',
  githubConfigUrl: organization,
  auth: GitHubAuth.app('github-app', { revision: '2' }),
  cachePaths: [{ source: '', target: '/opt/scratch' }],
  vaultConfig: {
    azureKeyVault: {
      url: 'https://rubionic.vault.azure.net',
      tenantId: 'tenant',
      clientId: 'client',
      certificatePath: '/vault/cert.pem',
    },
    proxy: { https: { url: 'http://proxy:3128' } },
  },
  instances: 2,
  minRunners: 1,
  maxRunners: 1,
  runnerGroup: 'trusted',
  runnerScaleSetLabels: ['linux', 'nvme'],
  runnerImage: 'ghcr.io/rubionic/runner:5',
  caches: [
    NvmeCacheVolume.named('npm'),
    NvmeCacheVolume.path({ source: '/fast/maven', target: '/root/.m2/repository' }),
    NvmeCacheVolume.path({ source: '', target: '/tmp/builds' }),
  ],
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
  env: { LANG: 'C.UTF-8' },
  jobPod,
  template: {
    metadata: { annotations: { note: 'golden' } },
    spec: { containers: [{ name: 'runner', imagePullPolicy: 'IfNotPresent' }] },
  },
  additionalRoleRules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
  labels: { team: 'web' },
  annotations: { owner: 'web@rubionic.example' },
  resourceMeta: { managerRole: { labels: { part: 'rights' } }, ephemeralRunner: { annotations: { part: 'runner' } } },
  listenerTemplate: {
    spec: {
      containers: [{ name: 'listener', volumeMounts: [{ name: 'vault', mountPath: '/vault' }] }],
      volumes: [{ name: 'vault', secret: { secretName: 'vault' } }],
    },
  },
  listenerMetrics: {
    counters: { gha_started_jobs_total: { labels: ['repository'] } },
    histograms: { gha_job_startup_duration_seconds: { labels: [], buckets: [1, 10] } },
  },
  proxy: { https: { url: 'http://proxy:3128', credentialSecretRef: 'proxy' }, noProxy: ['.svc'] },
  githubServerTls: { configMap: 'ca', key: 'ca.crt', runnerMountPath: '/ca' },
  networkPolicy: {
    denyPrivateNetworks: true,
    apiServer: '10.96.0.1/32',
    allow: [{ cidr: '10.0.0.5/32', ports: [3128] }],
  },
  controller: { serviceAccount: { namespace: 'arc', name: 'controller' } },
  cacheRoot: '/nvme/cache',
  hostRoots: ['/fast', '/nvme'],
};

const { jobPod: _, additionalRoleRules: _rules, ...withoutHook } = common;

/** In modes with a work volume, the hook chooses the node of the job pod. */
const { nodeSelector: _node, affinity: _affinity, topologySpreadConstraints: _spread, ...placedByTheHook } = jobPod;

const cachedPrivileged: Compatible<CachedPrivilegedRunnerSetProps> = {
  ...common,
  caches: [...common.caches, NvmeCacheVolume.docker()],
  privileges: {
    privileged: true,
    runAsRoot: true,
    allowPrivilegeEscalation: true,
    capabilities: ['SYS_ADMIN'],
    requireJobContainer: true,
    systemdIgnoreChroot: true,
    hostPID: true,
    hostIPC: true,
    hostDev: true,
    hostSys: true,
    hostCgroup: true,
    glibcShims: false,
  } satisfies Required<CachedPrivilegedRunnerSetProps['privileges']>,
};

const [npm, maven] = common.caches;

const dind: Omit<Compatible<DindRunnerSetProps>, 'jobPod' | 'additionalRoleRules'> = {
  ...withoutHook,
  // cachePaths has an emptyDir too.
  caches: [npm!, maven!, NvmeCacheVolume.docker()],
  dind: {
    image: 'docker:28-dind',
    daemonArgs: ['--mtu=1400'],
    env: { DOCKER_TLS_CERTDIR: '' },
    resources: { limits: { memory: '8Gi' } },
    volumeMounts: [{ name: 'cache-npm', mountPath: '/npm' }],
    registryMirrors: ['https://mirror.example'],
  } satisfies Required<DindRunnerSetProps['dind']>,
};

const kubernetes: Compatible<KubernetesRunnerSetProps> = {
  ...common,
  jobPod: placedByTheHook,
  workVolumeClaim: {
    storageClassName: 'local-path',
    storage: '20Gi',
    accessModes: ['ReadWriteMany'],
  } satisfies Required<KubernetesRunnerSetProps['workVolumeClaim']>,
};

/** The objects of the second instance of each runner set with all props. */
export const everything = {
  plain: () => second(synthesized(chart => new PlainRunnerSet(chart, 'set', withoutHook))),
  cachedPrivileged: () => second(synthesized(chart => new CachedPrivilegedRunnerSet(chart, 'set', cachedPrivileged))),
  dind: () => second(synthesized(chart => new DindRunnerSet(chart, 'set', dind))),
  kubernetes: () => second(synthesized(chart => new KubernetesRunnerSet(chart, 'set', kubernetes))),
  kubernetesNoVolume: () => second(synthesized(chart => new KubernetesNoVolumeRunnerSet(chart, 'set', common))),
};

function second({ manifests }: SynthesizedSet): Manifest[] {
  const kinds = ['ConfigMap', 'AutoscalingRunnerSet'];
  const own = manifests.filter(
    ({ kind, metadata }) => metadata.labels['app.kubernetes.io/instance'] === 'workspace-2' && kinds.includes(kind),
  );
  expect(JSON.stringify(own)).not.toContain('workspace-1');
  return own;
}

/** The runner container in the manifests of a set. The AutoscalingRunnerSet is the last manifest. */
export function runnerOf(manifests: readonly Manifest[]): Manifest {
  return manifests.at(-1).spec.template.spec.containers[0];
}
