import {
  ContainerMode,
  DeskrunApp,
  DindRunnerSet,
  GitHubAuth,
  NvmeCacheVolume,
  RunnerChart,
  type CacheOptions,
  type CachedPrivilegedOptions,
  type DeskrunAppProps,
  type DindModeOptions,
  type GitHubAuthOptions,
  type JobPodProps,
  type LocalVolumeOptions,
  type PlacementProps,
  type ResourceAmounts,
  type Resources,
  type RunnerDefaults,
  type RunnerSetBaseProps,
  type WorkVolumeClaim,
} from '../../src';
import { testEachChanges, outputOf, type ValueOfEach } from '../support/every-option';
import { everyMode } from '../support/modes';
import { docs, organization } from '../support/sets';

const resources: ValueOfEach<Resources> = { requests: { cpu: '1' }, limits: { memory: '4Gi' } };
const placement: ValueOfEach<PlacementProps> = {
  nodeSelector: { disk: 'nvme' },
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'gpu', operator: 'Exists' }] }],
      },
    },
  },
  tolerations: [{ key: 'ci' }],
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: 'zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: { team: 'ci' } },
    },
  ],
  priorityClassName: 'ci',
};
const defaults: ValueOfEach<RunnerDefaults> = {
  controller: { serviceAccount: { namespace: 'arc', name: 'controller' } },
  cacheRoot: '/nvme/cache',
  hostRoots: ['/fast'],
  proxy: { https: { url: 'http://proxy:3128' } },
  githubServerTls: { configMap: 'ca', key: 'ca.crt' },
  networkPolicy: {},
};
const npm = { caches: [NvmeCacheVolume.named('npm')] };

/** The defaults that change a manifest. hostRoots only changes which directories are accepted. */
const { hostRoots: _, ...visibleDefaults } = defaults;

describe('every property of a runner set changes its manifests', () => {
  const values: ValueOfEach<Omit<RunnerSetBaseProps, 'hostRoots'>> = {
    repository: 'https://github.com/rubionic/web',
    cachePaths: [{ target: '/opt/cache' }],
    ...placement,
    ...visibleDefaults,
    name: 'web',
    githubConfigUrl: 'https://github.com/rubionic/web',
    auth: GitHubAuth.fromSecret('other'),
    vaultConfig: {
      azureKeyVault: {
        url: 'https://a.vault.azure.net',
        tenantId: 'tenant',
        clientId: 'client',
        certificatePath: '/vault/cert.pem',
      },
    },
    namespace: 'ci',
    runnerScaleSetName: 'Web_Runners',
    instances: 2,
    minRunners: 1,
    maxRunners: 4,
    runnerGroup: 'trusted',
    runnerScaleSetLabels: ['gpu'],
    serviceAccountName: 'mine',
    additionalRoleRules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get'] }],
    labels: { team: 'web' },
    annotations: { team: 'web' },
    resourceMeta: { managerRole: { labels: { team: 'web' } } },
    listenerTemplate: { spec: { containers: [{ name: 'listener' }] } },
    listenerMetrics: { gauges: { gha_busy_runners: { labels: ['name'] } } },
    runnerImage: 'example.com/runner:1',
    caches: npm.caches,
    resources,
    env: { LANG: 'C' },
    jobPod: { labels: { team: 'web' } },
    template: { spec: { containers: [], hostNetwork: true } },
  };
  const listener = {
    spec: {
      containers: [{ name: 'listener', volumeMounts: [{ name: 'vault', mountPath: '/vault' }] }],
      volumes: [{ name: 'vault', secret: { secretName: 'vault' } }],
    },
  };
  // The URL has two names, of which a set has one.
  const propsOf = (option: Partial<RunnerSetBaseProps>) =>
    option.repository === undefined ? option : { ...option, githubConfigUrl: undefined };
  testEachChanges<Omit<RunnerSetBaseProps, 'hostRoots'>>(values, propsOf, {
    cacheRoot: npm,
    runnerGroup: { githubConfigUrl: organization },
    vaultConfig: { listenerTemplate: listener },
  });

  test('hostRoots allows a directory that is refused without it', () => {
    const caches = [NvmeCacheVolume.named('npm', { source: '/fast/npm' })];
    expect(() => outputOf({ caches })).toThrow('add its root to hostRoots');
    expect(() => outputOf({ caches, hostRoots: ['/fast'] })).not.toThrow();
  });
});

describe('every default of a chart changes the manifests of its sets', () => {
  test.each(Object.keys(visibleDefaults) as (keyof typeof visibleDefaults)[])('%s', name => {
    expect(outputOf(npm, { [name]: defaults[name] })).not.toBe(outputOf(npm));
  });

  test.each(Object.keys(defaults) as (keyof RunnerDefaults)[])(
    '%s of a chart has the same effect as on every set in it',
    name => {
      expect(outputOf(npm, { [name]: defaults[name] })).toBe(outputOf({ ...npm, [name]: defaults[name] }));
    },
  );
});

describe('every property of job pods changes them', () => {
  const values: ValueOfEach<JobPodProps> = {
    ...placement,
    resources,
    labels: { team: 'web' },
    annotations: { team: 'web' },
    template: { spec: { containers: [{ name: '$job', tty: true }] } },
  };
  testEachChanges<JobPodProps>(values, jobPod => ({ jobPod }));
});

describe('every option of dind changes its pod', () => {
  const values: ValueOfEach<DindModeOptions> = {
    image: 'docker:28-dind',
    daemonArgs: ['--debug'],
    env: { A: 'b' },
    resources,
    volumeMounts: [{ name: 'work', mountPath: '/work' }],
    registryMirrors: ['https://mirror.example'],
  };
  testEachChanges<DindModeOptions>(values, option => ({ containerMode: ContainerMode.dind(option) }));
});

describe('every option of kubernetes changes its volume', () => {
  const values: ValueOfEach<WorkVolumeClaim> = {
    storageClassName: 'fast',
    storage: '2Gi',
    accessModes: ['ReadWriteMany'],
  };
  testEachChanges<WorkVolumeClaim>(values, workVolumeClaim => ({
    containerMode: ContainerMode.kubernetes({ workVolumeClaim }),
  }));
});

describe('every privilege changes a pod', () => {
  const values: ValueOfEach<CachedPrivilegedOptions> = {
    privileged: false,
    runAsRoot: false,
    allowPrivilegeEscalation: false,
    capabilities: ['NET_ADMIN'],
    requireJobContainer: true,
    systemdIgnoreChroot: false,
    hostPID: true,
    hostIPC: true,
    hostDev: true,
    hostSys: true,
    hostCgroup: true,
    glibcShims: true,
  };
  const { allowPrivilegeEscalation, ...alone } = values;
  testEachChanges(alone, option => ({ containerMode: ContainerMode.cachedPrivileged(option) }));
  testEachChanges({ allowPrivilegeEscalation }, option => ({
    containerMode: ContainerMode.cachedPrivileged({ privileged: false, capabilities: [], ...option }),
  }));
});

describe('every option of a cache changes a pod', () => {
  const local: LocalVolumeOptions = { nodes: ['rack-1'], capacity: '100Gi' };
  const values: ValueOfEach<CacheOptions> = {
    source: '/nvme/npm',
    target: '/npm',
    sharing: 'readOnly',
    perRunner: true,
    local,
    sizeLimit: '5Gi',
  };
  const { sizeLimit, ...onDisk } = values;
  const withCache = (option: CacheOptions) => ({
    containerMode: everyMode.dind,
    caches: [NvmeCacheVolume.named('npm', option)],
  });
  testEachChanges(onDisk, option => withCache({ source: '/data/npm', ...option }));
  testEachChanges({ sizeLimit }, option => withCache({ source: '', ...option }));

  const more: ValueOfEach<LocalVolumeOptions> = { nodes: ['rack-2'], capacity: '5Gi', storageClassName: 'local' };
  testEachChanges<LocalVolumeOptions>(more, option =>
    withCache({ source: '/data/npm', local: { ...local, ...option } }),
  );
});

describe('every resource amount changes its container', () => {
  const values: ValueOfEach<Resources> = {
    requests: { memory: '1Gi' } satisfies ResourceAmounts,
    limits: { memory: '2Gi' },
  };
  testEachChanges<Resources>(values, option => ({ resources: option }));
});

describe('every option of a credential changes the values hash, which restarts the listener', () => {
  const values: ValueOfEach<GitHubAuthOptions> = { revision: '2' };
  testEachChanges<GitHubAuthOptions>(values, option => ({ auth: GitHubAuth.fromSecret('github', option) }));
});

describe('every version in the props of an app changes a manifest', () => {
  const versions: ValueOfEach<Pick<DeskrunAppProps, 'arcVersion' | 'kubernetesVersion'>> = {
    arcVersion: '0.13.1',
    kubernetesVersion: '1.28',
  };
  const manifests = (props: DeskrunAppProps) => {
    const chart = new RunnerChart(new DeskrunApp(props), 'runners', { namespace: 'arc-runners' });
    new DindRunnerSet(chart, 'set', docs);
    return JSON.stringify(chart.toJson());
  };

  test.each(Object.keys(versions) as (keyof typeof versions)[])('%s', name => {
    expect(manifests({ [name]: versions[name] })).not.toBe(manifests({}));
  });
});
