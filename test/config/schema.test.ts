import arc from '../../imports/autoscalingrunnerset.schema.json';
import type { CacheOptions, CachePath, LocalVolumeOptions } from '../../src/caches/cache-volume';
import { CACHE_CATALOGUE } from '../../src/caches/catalogue';
import { DEFAULT_HOST_ROOTS } from '../../src/caches/host-paths';
import type { CacheSharing } from '../../src/caches/sharing';
import { ARC_VERSIONS } from '../../src';
import type { FluxProps, NetworkPolicyProps, PrivateCa, Proxy, ResourceMeta } from '../../src';
import type {
  ControllerConfig,
  DeskrunConfig,
  InstallConfig,
  JobPodConfig,
  RunnerConfig,
} from '../../src/config/config';
import { checkConfig } from '../../src/config/check';
import { MODE_CAPABILITIES } from '../../src/modes/capabilities';
import type { Resources } from '../../src/kubernetes';
import { CREDENTIAL_KEYS } from '../../src/auth/github-auth';
import type { CachedPrivilegedOptions } from '../../src/modes/cached-privileged';
import type { DindModeOptions } from '../../src/modes/dind';
import type { WorkVolumeClaim } from '../../src/modes/kubernetes';
import type { JsonSchema } from '../../src/schema/check';
import { testsOfJsonSchema } from '../support/json-schema-tests';
import { resolved, schema, sites } from './sites';

testsOfJsonSchema(schema, './deskrun.schema.json');

describe('as documentation', () => {
  test('every key of a file is described', () => {
    expect(sites.filter(site => !site.schema.description).map(({ path }) => path)).toEqual([]);
  });

  test('a description is made of sentences', () => {
    for (const {
      schema: { description },
    } of sites)
      expect(description).toMatch(/^[A-Z][^\n]*\.$/);
  });

  test('every key that takes an object has an example', () => {
    const objects = sites.filter(({ schema: { type, anyOf = [], items } }) =>
      [{ type }, ...anyOf, ...(items ? [items, ...(items.anyOf ?? [])] : [])].some(
        alternative => resolved(alternative).type === 'object',
      ),
    );
    expect(objects.length).toBeGreaterThan(50);
    expect(objects.filter(site => !site.schema.examples).map(({ path }) => path)).toEqual([]);
  });

  test.each(sites.flatMap(({ path, schema: { examples = [] } }) => examples.map(example => [path, example] as const)))(
    '%s: the example %j passes all checks of the file',
    (path, example) => {
      const place = path.split(/\.|(?=\[\])/);
      const config = place.reduceRight<unknown>((value, key) => (key === '[]' ? [value] : { [key]: value }), example);
      const prefix = place.map(key => (key === '[]' ? 0 : key));
      const findings = checkConfig(config).filter(finding =>
        prefix.every((part, index) => finding.path[index] === part),
      );
      expect(findings).toEqual([]);
    },
  );

  test('the description of hostRoots lists the directories that are always allowed', () => {
    for (const root of DEFAULT_HOST_ROOTS) expect(described('hostRoots')).toContain(root);
  });

  test('the description of auth names the keys of the Secret', () => {
    for (const key of Object.values(CREDENTIAL_KEYS).flat()) expect(described('runners[].auth')).toContain(key);
  });

  test('the description of name states its maximum length', () => {
    for (const { nameBudget } of Object.values(MODE_CAPABILITIES))
      expect(described('runners[].name')).toContain(String(nameBudget));
  });

  function described(path: string): string {
    return siteAt(path).description ?? '';
  }
});

describe('as the code', () => {
  const sharings: Record<CacheSharing, true> = { shared: true, exclusive: true, readOnly: true };

  test.each([
    ['runners[].containerMode', Object.keys(MODE_CAPABILITIES)],
    ['runners[].caches[].name', Object.keys(CACHE_CATALOGUE)],
    ['arcVersion', ARC_VERSIONS],
    ['runners[].cachePaths[].sharing', Object.keys(sharings)],
    ['runners[].caches[].sharing', Object.keys(sharings)],
  ])('%s has the values of the library', (path, values) => {
    expect([...(siteAt(path).enum ?? [])].sort()).toEqual([...values].sort());
  });

  test('a work volume has the access modes of Kubernetes that let two pods of a node write', () => {
    const { accessModes } =
      arc.$defs.volumes.items.properties.ephemeral.properties.volumeClaimTemplate.properties.spec.properties;
    const known = accessModes.items.enum.filter(mode => !['ReadOnlyMany', 'ReadWriteOncePod'].includes(mode));
    expect([...(siteAt('runners[].workVolumeClaim.accessModes').items?.enum ?? [])].sort()).toEqual(known.sort());
  });

  test('a cache is a name or an object', () => {
    const alternatives = resolved(resolved(siteAt('runners[].caches')).items ?? {}).anyOf?.map(resolved) ?? [];
    expect(alternatives.map(({ type }) => type)).toEqual(['string', 'object']);
    expect(alternatives[0]?.enum).toEqual(Object.keys(CACHE_CATALOGUE));
  });

  // The annotation makes a key that is added to or removed from the type a compile error here.
  const file: Record<keyof DeskrunConfig, true> = {
    namespace: true,
    arcVersion: true,
    kubernetesVersion: true,
    controller: true,
    createNamespace: true,
    podSecurityLevel: true,
    gitOps: true,
    proxy: true,
    githubServerTls: true,
    networkPolicy: true,
    cluster: true,
    cacheRoot: true,
    hostRoots: true,
    runners: true,
  };
  const runner: Record<keyof RunnerConfig, true> = {
    name: true,
    repository: true,
    githubConfigUrl: true,
    containerMode: true,
    auth: true,
    instances: true,
    minRunners: true,
    maxRunners: true,
    cachePaths: true,
    caches: true,
    runnerGroup: true,
    runnerScaleSetLabels: true,
    runnerImage: true,
    env: true,
    resources: true,
    nodeSelector: true,
    affinity: true,
    tolerations: true,
    topologySpreadConstraints: true,
    priorityClassName: true,
    jobPod: true,
    template: true,
    workVolumeClaim: true,
    dind: true,
    privileges: true,
    namespace: true,
    runnerScaleSetName: true,
    proxy: true,
    githubServerTls: true,
    networkPolicy: true,
    vaultConfig: true,
    serviceAccountName: true,
    additionalRoleRules: true,
    labels: true,
    annotations: true,
    resourceMeta: true,
    listenerTemplate: true,
    listenerMetrics: true,
  };
  const controller: Record<keyof ControllerConfig, true> = {
    namespace: true,
    serviceAccount: true,
    version: true,
    watchSingleNamespace: true,
    install: true,
  };
  const install: Record<keyof InstallConfig, true> = {
    releaseName: true,
    nameOverride: true,
    fullnameOverride: true,
    crds: true,
    replicas: true,
    image: true,
    imagePullPolicy: true,
    imagePullSecrets: true,
    serviceAccount: true,
    logLevel: true,
    logFormat: true,
    watchSingleNamespace: true,
    runnerMaxConcurrentReconciles: true,
    updateStrategy: true,
    metrics: true,
    pprofAddr: true,
    healthProbeBindAddress: true,
    k8sClientRateLimiter: true,
    workqueueRateLimiter: true,
    excludeLabelPropagationPrefixes: true,
    env: true,
    volumes: true,
    volumeMounts: true,
    resources: true,
    labels: true,
    podLabels: true,
    podAnnotations: true,
    podSecurityContext: true,
    securityContext: true,
    nodeSelector: true,
    affinity: true,
    tolerations: true,
    topologySpreadConstraints: true,
    priorityClassName: true,
  };
  const proxy: Record<keyof Proxy, true> = { http: true, https: true, noProxy: true };
  const privateCa: Record<keyof PrivateCa, true> = { configMap: true, key: true, runnerMountPath: true };
  const networkPolicy: Record<keyof NetworkPolicyProps, true> = {
    denyPrivateNetworks: true,
    apiServer: true,
    allow: true,
  };
  const flux: Record<keyof FluxProps, true> = { sourceRef: true, path: true, interval: true, namespace: true };
  const meta: Record<keyof ResourceMeta, true> = {
    autoscalingRunnerSet: true,
    managerRole: true,
    managerRoleBinding: true,
    noPermissionServiceAccount: true,
    kubernetesModeServiceAccount: true,
    kubernetesModeRole: true,
    kubernetesModeRoleBinding: true,
    autoscalingListener: true,
    listenerServiceAccount: true,
    listenerRole: true,
    listenerRoleBinding: true,
    listenerConfigSecret: true,
    ephemeralRunnerSet: true,
    ephemeralRunner: true,
    ephemeralRunnerConfigSecret: true,
  };
  const jobPod: Record<keyof JobPodConfig, true> = {
    resources: true,
    labels: true,
    annotations: true,
    nodeSelector: true,
    affinity: true,
    tolerations: true,
    topologySpreadConstraints: true,
    priorityClassName: true,
    template: true,
  };
  const cachePath: Record<keyof (CachePath & CacheOptions), true> = {
    source: true,
    target: true,
    sharing: true,
    perRunner: true,
    sizeLimit: true,
    local: true,
  };
  const local: Record<keyof LocalVolumeOptions, true> = { nodes: true, capacity: true, storageClassName: true };
  const resources: Record<keyof Resources, true> = { requests: true, limits: true };
  const workVolumeClaim: Record<keyof WorkVolumeClaim, true> = {
    storageClassName: true,
    storage: true,
    accessModes: true,
  };
  const dind: Record<keyof DindModeOptions, true> = {
    image: true,
    daemonArgs: true,
    env: true,
    resources: true,
    volumeMounts: true,
    registryMirrors: true,
  };
  const privileges: Record<keyof CachedPrivilegedOptions, true> = {
    privileged: true,
    runAsRoot: true,
    allowPrivilegeEscalation: true,
    capabilities: true,
    requireJobContainer: true,
    systemdIgnoreChroot: true,
    hostPID: true,
    hostIPC: true,
    hostDev: true,
    hostSys: true,
    hostCgroup: true,
    glibcShims: true,
  };

  test.each([
    ['', file],
    ['controller.', controller],
    ['controller.install.', install],
    ['cluster.', { name: true, image: true } satisfies Record<keyof NonNullable<DeskrunConfig['cluster']>, true>],
    ['gitOps.flux.', flux],
    ['proxy.', proxy],
    ['githubServerTls.', privateCa],
    ['networkPolicy.', networkPolicy],
    ['runners[].resourceMeta.', meta],
    ['runners[].', runner],
    ['runners[].jobPod.', jobPod],
    ['runners[].cachePaths[].', cachePath],
    ['runners[].caches[].', { name: true, ...cachePath }],
    ['runners[].caches[].local.', local],
    ['runners[].resources.', resources],
    ['runners[].workVolumeClaim.', workVolumeClaim],
    ['runners[].dind.', dind],
    ['runners[].privileges.', privileges],
  ])('%s* has the keys of its type', (prefix, keys) => {
    const inSchema = sites
      .filter(({ path }) => path.startsWith(prefix))
      .map(({ path }) => path.slice(prefix.length))
      .filter(key => !/[.[]/.test(key));
    expect(inSchema.sort()).toEqual(Object.keys(keys).sort());
  });
});

function siteAt(path: string): JsonSchema {
  const site = sites.find(other => other.path === path);
  if (!site) throw new Error(`the schema has no ${path}`);
  return site.schema;
}
