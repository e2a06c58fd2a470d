import { stringify } from 'yaml';
import { INSTALL_SAMPLES } from './install-samples';
import { networkPolicyKeys, privateCaKeys, proxyKeys } from './network-samples';
import {
  affinity,
  amounts,
  tolerations,
  topologySpreadConstraints,
  vaultMount,
  vaultVolume,
  type KeySample,
  type SampleAt,
} from './sample';

const kubernetes = { containerMode: 'kubernetes' };
const noVolume = { containerMode: 'kubernetes-novolume' };
const privileged = { containerMode: 'cached-privileged-kubernetes' };
const cachePath = (rest: object = {}) => ({ cachePaths: [{ source: '/nvme/a', target: '/cache/a', ...rest }] });
const cache = (rest: object = {}) => ({ caches: [{ name: 'npm', source: '/nvme/npm', ...rest }] });
const local = { nodes: ['desk'], capacity: '10Gi' };

const vault = {
  url: 'https://rubionic.vault.azure.net',
  tenantId: 'a',
  clientId: 'b',
  certificatePath: '/vault/a.pfx',
};
const vaulted: SampleAt = vaultConfig => ({
  runner: {
    vaultConfig,
    listenerTemplate: {
      spec: { containers: [{ name: 'listener', volumeMounts: [vaultMount] }], volumes: [vaultVolume] },
    },
  },
});
const metric = { labels: ['repository'] };
const rule = { apiGroups: [''], resources: ['configmaps'], verbs: ['get'] };

const inFile =
  (key: string): SampleAt =>
  value => ({ file: { [key]: value } });
const inRunner =
  (key: string, rest: object = {}): SampleAt =>
  value => ({ runner: { ...rest, [key]: value } });

/** The runner sets that have each of the objects in `resourceMeta`. */
const OBJECTS: Readonly<Record<string, object>> = {
  autoscalingRunnerSet: {},
  managerRole: {},
  managerRoleBinding: {},
  noPermissionServiceAccount: {},
  kubernetesModeServiceAccount: kubernetes,
  kubernetesModeRole: kubernetes,
  kubernetesModeRoleBinding: kubernetes,
  autoscalingListener: {},
  listenerServiceAccount: {},
  listenerRole: {},
  listenerRoleBinding: {},
  listenerConfigSecret: {},
  ephemeralRunnerSet: {},
  ephemeralRunner: {},
  ephemeralRunnerConfigSecret: {},
};

const META_SAMPLES: Record<string, KeySample> = Object.fromEntries(
  Object.entries(OBJECTS)
    .flatMap(([object, runner]): [string, KeySample][] => [
      [object, { runner, value: { labels: { a: 'b' } } }],
      [`${object}.labels`, { runner, value: { a: 'b' } }],
      [`${object}.annotations`, { runner, value: { a: 'b' } }],
    ])
    .map(([key, entry]) => [`runners[].resourceMeta.${key}`, entry]),
);

const flux = { gitOps: { flux: { sourceRef: { kind: 'GitRepository', name: 'fleet' } } } };

/** A sample for each key of the schema, by its path. */
export const KEY_SAMPLES: Readonly<Record<string, KeySample>> = {
  namespace: { value: 'elsewhere' },
  arcVersion: { value: '0.13.1' },
  kubernetesVersion: { value: '1.28' },
  controller: { value: { namespace: 'elsewhere' } },
  'controller.namespace': { value: 'elsewhere' },
  'controller.serviceAccount': { value: 'another' },
  'controller.version': { value: '0.14.1' },
  'controller.watchSingleNamespace': { value: 'arc-runners' },
  'controller.install': { value: {} },
  ...INSTALL_SAMPLES,
  createNamespace: { value: true },
  podSecurityLevel: {
    file: { createNamespace: true },
    runner: { containerMode: 'kubernetes-novolume' },
    value: 'privileged',
  },
  gitOps: { value: 'argocd' },
  'gitOps.flux': { file: { gitOps: {} }, value: flux.gitOps.flux },
  'gitOps.flux.sourceRef': { file: flux, value: { kind: 'Bucket', name: 'fleet' } },
  'gitOps.flux.sourceRef.kind': { file: flux, value: 'OCIRepository' },
  'gitOps.flux.sourceRef.name': { file: flux, value: 'other' },
  'gitOps.flux.sourceRef.namespace': { file: flux, value: 'other' },
  'gitOps.flux.path': { file: flux, value: './clusters/desk' },
  'gitOps.flux.interval': { file: flux, value: '1h' },
  'gitOps.flux.namespace': { file: flux, value: 'other' },
  ...proxyKeys('proxy', inFile('proxy')),
  ...privateCaKeys('githubServerTls', inFile('githubServerTls')),
  ...networkPolicyKeys('networkPolicy', inFile('networkPolicy')),
  cluster: { value: { name: 'other' } },
  'cluster.name': { value: 'other' },
  'cluster.image': { value: 'kindest/node:v1.36.1' },
  cacheRoot: { runner: { cachePaths: [{ target: '/cache/a' }] }, value: '/nvme/cache' },
  hostRoots: { runner: cachePath({ source: '/home/ci/cache' }), value: ['/home/ci'] },
  runners: { value: [] },
  'runners[].name': { value: 'another' },
  'runners[].repository': { value: 'https://github.com/rubionic/another' },
  'runners[].githubConfigUrl': { runner: { repository: undefined }, value: 'https://github.com/rubionic' },
  'runners[].containerMode': { value: 'kubernetes' },
  'runners[].auth': { value: { secret: 'another' } },
  'runners[].auth.secret': { value: 'another' },
  'runners[].auth.revision': { value: '2' },
  'runners[].instances': { value: 2 },
  'runners[].minRunners': { value: 1 },
  'runners[].maxRunners': { value: 7 },
  'runners[].cachePaths': { value: [{ target: '/cache/a' }] },
  'runners[].cachePaths[].source': { runner: cachePath(), value: '/nvme/b' },
  'runners[].cachePaths[].target': { runner: cachePath(), value: '/cache/b' },
  'runners[].cachePaths[].sharing': { runner: cachePath(), value: 'readOnly' },
  'runners[].cachePaths[].perRunner': { runner: cachePath(), value: true },
  'runners[].cachePaths[].sizeLimit': { runner: cachePath({ source: '' }), value: '1Gi' },
  'runners[].cachePaths[].local': { runner: cachePath(), value: local },
  'runners[].cachePaths[].local.nodes': { runner: cachePath({ local }), value: ['rack'] },
  'runners[].cachePaths[].local.capacity': { runner: cachePath({ local }), value: '20Gi' },
  'runners[].cachePaths[].local.storageClassName': { runner: cachePath({ local }), value: 'nvme' },
  'runners[].caches': { value: ['npm'] },
  'runners[].caches[].name': { runner: cache(), value: 'pip' },
  'runners[].caches[].source': { runner: cache({ source: undefined }), value: '/nvme/b' },
  'runners[].caches[].target': { runner: cache(), value: '/cache/b' },
  'runners[].caches[].sharing': { runner: cache(), value: 'readOnly' },
  'runners[].caches[].perRunner': { runner: cache(), value: true },
  'runners[].caches[].sizeLimit': { runner: cache({ source: '' }), value: '1Gi' },
  'runners[].caches[].local': { runner: cache(), value: local },
  'runners[].caches[].local.nodes': { runner: cache({ local }), value: ['rack'] },
  'runners[].caches[].local.capacity': { runner: cache({ local }), value: '20Gi' },
  'runners[].caches[].local.storageClassName': { runner: cache({ local }), value: 'nvme' },
  'runners[].runnerGroup': { runner: { repository: 'https://github.com/rubionic' }, value: 'desk' },
  'runners[].runnerScaleSetLabels': { value: ['nvme'] },
  'runners[].namespace': { value: 'elsewhere' },
  'runners[].runnerScaleSetName': { value: 'Docs_Desk' },
  ...proxyKeys('runners[].proxy', inRunner('proxy')),
  ...privateCaKeys('runners[].githubServerTls', inRunner('githubServerTls')),
  ...networkPolicyKeys('runners[].networkPolicy', inRunner('networkPolicy')),
  'runners[].vaultConfig': {
    runner: {
      listenerTemplate: {
        spec: { containers: [{ name: 'listener', volumeMounts: [vaultMount] }], volumes: [vaultVolume] },
      },
    },
    value: { azureKeyVault: vault },
  },
  'runners[].vaultConfig.azureKeyVault': {
    ...vaulted({ azureKeyVault: vault }),
    value: { ...vault, url: 'https://other.vault.azure.net' },
  },
  'runners[].vaultConfig.azureKeyVault.url': {
    ...vaulted({ azureKeyVault: vault }),
    value: 'https://other.vault.azure.net',
  },
  'runners[].vaultConfig.azureKeyVault.tenantId': { ...vaulted({ azureKeyVault: vault }), value: 'c' },
  'runners[].vaultConfig.azureKeyVault.clientId': { ...vaulted({ azureKeyVault: vault }), value: 'c' },
  'runners[].vaultConfig.azureKeyVault.certificatePath': {
    ...vaulted({ azureKeyVault: vault }),
    value: '/vault/b.pfx',
  },
  ...proxyKeys('runners[].vaultConfig.proxy', proxy => vaulted({ azureKeyVault: vault, proxy })),
  'runners[].serviceAccountName': { value: 'mine' },
  'runners[].additionalRoleRules': { runner: kubernetes, value: [rule] },
  'runners[].additionalRoleRules[].apiGroups': {
    runner: { ...kubernetes, additionalRoleRules: [rule] },
    value: ['apps'],
  },
  'runners[].additionalRoleRules[].resources': {
    runner: { ...kubernetes, additionalRoleRules: [rule] },
    value: ['services'],
  },
  'runners[].additionalRoleRules[].resourceNames': {
    runner: { ...kubernetes, additionalRoleRules: [rule] },
    value: ['one'],
  },
  'runners[].additionalRoleRules[].verbs': { runner: { ...kubernetes, additionalRoleRules: [rule] }, value: ['list'] },
  'runners[].labels': { value: { team: 'ci' } },
  'runners[].annotations': { value: { team: 'ci' } },
  'runners[].resourceMeta': { value: { managerRole: { labels: { a: 'b' } } } },
  ...META_SAMPLES,
  'runners[].listenerTemplate': { value: { spec: { priorityClassName: 'ci' } } },
  'runners[].listenerMetrics': { value: { counters: { gha_started_jobs_total: metric } } },
  'runners[].listenerMetrics.counters': { value: { gha_started_jobs_total: metric } },
  'runners[].listenerMetrics.gauges': { value: { gha_running_jobs: metric } },
  'runners[].listenerMetrics.histograms': { value: { gha_job_startup_duration_seconds: metric } },
  'runners[].runnerImage': { value: 'registry.example/runner:1' },
  'runners[].env': { value: { LANG: 'C.UTF-8' } },
  'runners[].resources': { value: { limits: amounts } },
  'runners[].resources.requests': { value: amounts },
  'runners[].resources.limits': { value: amounts },
  'runners[].nodeSelector': { value: { disk: 'nvme' } },
  'runners[].affinity': { value: affinity },
  'runners[].tolerations': { value: tolerations },
  'runners[].topologySpreadConstraints': { value: topologySpreadConstraints },
  'runners[].priorityClassName': { value: 'ci' },
  'runners[].jobPod': { runner: noVolume, value: { labels: { team: 'ci' } } },
  'runners[].jobPod.resources': { runner: noVolume, value: { limits: amounts } },
  'runners[].jobPod.resources.requests': { runner: noVolume, value: amounts },
  'runners[].jobPod.resources.limits': { runner: noVolume, value: amounts },
  'runners[].jobPod.labels': { runner: noVolume, value: { team: 'ci' } },
  'runners[].jobPod.annotations': { runner: noVolume, value: { team: 'ci' } },
  'runners[].jobPod.nodeSelector': { runner: noVolume, value: { disk: 'nvme' } },
  'runners[].jobPod.affinity': { runner: noVolume, value: affinity },
  'runners[].jobPod.tolerations': { runner: noVolume, value: tolerations },
  'runners[].jobPod.topologySpreadConstraints': { runner: noVolume, value: topologySpreadConstraints },
  'runners[].jobPod.priorityClassName': { runner: noVolume, value: 'ci' },
  'runners[].jobPod.template': { runner: noVolume, value: { spec: { hostNetwork: true } } },
  'runners[].template': { value: { spec: { hostNetwork: true } } },
  'runners[].workVolumeClaim': { runner: kubernetes, value: { storage: '5Gi' } },
  'runners[].workVolumeClaim.storageClassName': { runner: kubernetes, value: 'local-path' },
  'runners[].workVolumeClaim.storage': { runner: kubernetes, value: '5Gi' },
  'runners[].workVolumeClaim.accessModes': { runner: kubernetes, value: ['ReadWriteMany'] },
  'runners[].dind': { value: { image: 'docker:28-dind' } },
  'runners[].dind.image': { value: 'docker:28-dind' },
  'runners[].dind.daemonArgs': { value: ['--mtu=1400'] },
  'runners[].dind.env': { value: { HTTPS_PROXY: 'http://proxy.example:3128' } },
  'runners[].dind.resources': { value: { limits: amounts } },
  'runners[].dind.resources.requests': { value: amounts },
  'runners[].dind.resources.limits': { value: amounts },
  'runners[].dind.volumeMounts': { value: [{ name: 'work', mountPath: '/work' }] },
  'runners[].dind.registryMirrors': { value: ['https://mirror.example'] },
  'runners[].privileges': { runner: privileged, value: { hostPID: true } },
  'runners[].privileges.privileged': { runner: privileged, value: false },
  'runners[].privileges.runAsRoot': { runner: privileged, value: false },
  'runners[].privileges.allowPrivilegeEscalation': {
    runner: { ...privileged, privileges: { privileged: false, capabilities: ['NET_ADMIN'] } },
    value: false,
  },
  'runners[].privileges.capabilities': { runner: privileged, value: ['NET_ADMIN'] },
  'runners[].privileges.requireJobContainer': { runner: privileged, value: true },
  'runners[].privileges.systemdIgnoreChroot': { runner: privileged, value: false },
  'runners[].privileges.hostPID': { runner: privileged, value: true },
  'runners[].privileges.hostIPC': { runner: privileged, value: true },
  'runners[].privileges.hostDev': { runner: privileged, value: true },
  'runners[].privileges.hostSys': { runner: privileged, value: true },
  'runners[].privileges.hostCgroup': { runner: privileged, value: true },
  'runners[].privileges.glibcShims': { runner: privileged, value: true },
};

/** Returns the configuration of a sample without its key, or with a value for it. */
export function sampleFile(path: string, { runner, file }: KeySample, ...value: [unknown?]): string {
  const config = structuredClone({
    namespace: 'arc-runners',
    ...file,
    runners: [
      {
        name: 'docs',
        repository: 'https://github.com/rubionic/docs',
        containerMode: 'dind',
        auth: { secret: 'github' },
        ...runner,
      },
    ],
  });
  if (value.length > 0) set(config, path.split('.'), value[0]);
  return stringify(config, { lineWidth: 0, aliasDuplicateObjects: false });
}

function set(parent: Record<string, unknown>, [step = '', ...rest]: readonly string[], value: unknown): void {
  const key = step.replace('[]', '');
  if (rest.length === 0) {
    parent[key] = value;
  } else if (step.endsWith('[]')) {
    set((parent[key] as Record<string, unknown>[])[0] as Record<string, unknown>, rest, value);
  } else {
    set((parent[key] ??= {}) as Record<string, unknown>, rest, value);
  }
}
