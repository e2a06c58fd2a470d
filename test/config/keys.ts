import { asText } from './files';

/** A key of a file: what stands around it, and a value that says something else than leaving it out. */
export interface Key {
  /** The rest of the file's one runner set, beside what every set needs. @default - nothing */
  readonly runner?: object;
  readonly value: unknown;
}

const kubernetes = { containerMode: 'kubernetes' };
const noVolume = { containerMode: 'kubernetes-novolume' };
const privileged = { containerMode: 'cached-privileged-kubernetes' };
const cachePath = (rest: object = {}) => ({ cachePaths: [{ source: '/nvme/a', target: '/cache/a', ...rest }] });
const cache = (rest: object = {}) => ({ caches: [{ name: 'npm', source: '/nvme/npm', ...rest }] });
const local = { nodes: ['desk'], capacity: '10Gi' };
const amounts = { memory: '2Gi' };
const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname' }] } };
const tolerations = [{ key: 'ci', operator: 'Exists' }];
const topologySpreadConstraints = [{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' }];

/** One entry for each key of the schema, in each place it may stand in. */
export const keys: Readonly<Record<string, Key>> = {
  'namespace': { value: 'elsewhere' },
  'arcVersion': { value: '0.13.1' },
  'kubernetesVersion': { value: '1.28' },
  'controller': { value: { namespace: 'elsewhere' } },
  'controller.namespace': { value: 'elsewhere' },
  'controller.serviceAccount': { value: 'another' },
  'cacheRoot': { runner: { cachePaths: [{ target: '/cache/a' }] }, value: '/nvme/cache' },
  'hostRoots': { runner: cachePath({ source: '/home/ci/cache' }), value: ['/home/ci'] },
  'runners': { value: [] },
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
  'runners[].privileges.allowPrivilegeEscalation': { runner: { ...privileged, privileges: { privileged: false, capabilities: ['NET_ADMIN'] } }, value: false },
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

/** The file of an entry, without its key, or with a value for it. */
export function fileOf(path: string, { runner }: Key, ...value: [unknown?]): string {
  const whole = structuredClone({
    namespace: 'arc-runners',
    runners: [{ name: 'docs', repository: 'https://github.com/rubionic/docs', containerMode: 'dind', auth: { secret: 'github' }, ...runner }],
  });
  if (value.length > 0) set(whole, path.split('.'), value[0]);
  return asText(whole);
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
