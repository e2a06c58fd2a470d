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
import { MODE_CAPABILITIES } from '../../src/modes/capabilities';
import type { Resources } from '../../src/kubernetes';
import { CREDENTIAL_KEYS } from '../../src/auth/github-auth';
import type { CachedPrivilegedOptions } from '../../src/modes/cached-privileged';
import type { DindModeOptions } from '../../src/modes/dind';
import type { WorkVolumeClaim } from '../../src/modes/kubernetes';
import { checkSchema, type JsonSchema } from '../../src/schema/check';
import packageJson from '../../package.json';
import { resolved, schema, sites, subschemas } from './sites';

/** The keywords of draft 2020-12 that the schema may use, and what each takes. */
const keywords: Record<string, JsonSchema> = {
  $schema: { type: 'string', const: 'https://json-schema.org/draft/2020-12/schema' },
  $id: { type: 'string', pattern: '^https://' },
  $defs: { type: 'object', additionalProperties: { $ref: '#/$defs/schema' } },
  $ref: { type: 'string', pattern: '^#/\\$defs/[a-zA-Z]+$' },
  title: { type: 'string' },
  description: { type: 'string', minLength: 1 },
  default: {},
  examples: { type: 'array', minItems: 1 },
  type: { type: 'string', enum: ['string', 'integer', 'number', 'boolean', 'array', 'object'] },
  anyOf: { type: 'array', minItems: 2, items: { $ref: '#/$defs/schema' } },
  enum: { type: 'array', minItems: 1, uniqueItems: true },
  minLength: { type: 'integer', minimum: 1 },
  pattern: { type: 'string', minLength: 1 },
  minimum: { type: 'number' },
  maximum: { type: 'number' },
  items: { $ref: '#/$defs/schema' },
  minItems: { type: 'integer', minimum: 1 },
  uniqueItems: { type: 'boolean', const: true },
  properties: { type: 'object', additionalProperties: { $ref: '#/$defs/schema' } },
  required: { type: 'array', minItems: 1, uniqueItems: true, items: { type: 'string' } },
  additionalProperties: { anyOf: [{ type: 'boolean' }, { $ref: '#/$defs/schema' }] },
};

/** What belongs to one type, and is without effect beside another. */
const keywordsOfType: Record<string, readonly string[]> = {
  string: ['minLength', 'pattern'],
  integer: ['minimum', 'maximum'],
  number: ['minimum', 'maximum'],
  array: ['items', 'minItems', 'uniqueItems'],
  object: ['properties', 'required', 'additionalProperties'],
};

describe('as a JSON Schema', () => {
  test('it uses keywords of draft 2020-12, each with what it takes', () => {
    const metaSchema: JsonSchema = {
      $ref: '#/$defs/schema',
      $defs: { schema: { type: 'object', properties: keywords } },
    };
    expect(checkSchema(metaSchema, schema)).toEqual([]);
  });

  test('its address is that of the file in the published package', () => {
    expect(schema.$id).toBe(
      `https://unpkg.com/${packageJson.name}/${packageJson.exports['./deskrun.schema.json'].replace('./', '')}`,
    );
  });

  test('a keyword stands only beside the type it is for', () => {
    const typed = Object.values(keywordsOfType).flat();
    const misplaced = subschemas().flatMap(([place, { type = '', ...rest }]) =>
      Object.keys(rest)
        .filter(keyword => typed.includes(keyword) && !keywordsOfType[type]?.includes(keyword))
        .map(keyword => `${place} ${keyword}`),
    );
    expect(misplaced).toEqual([]);
  });

  test('every reference leads to a definition, and every definition is referred to', () => {
    const references = subschemas().flatMap(([, { $ref }]) => ($ref === undefined ? [] : [$ref]));
    expect([...new Set(references)].sort()).toEqual(
      Object.keys(schema.$defs ?? {})
        .map(name => `#/$defs/${name}`)
        .sort(),
    );
  });

  test('beside a reference stands nothing but a description', () => {
    const beside = subschemas()
      .filter(([, { $ref }]) => $ref !== undefined)
      .flatMap(([, { $ref: _, ...rest }]) => Object.keys(rest));
    expect([...new Set(beside)]).toEqual(['description']);
  });

  test('an editor, too, refuses keys that are not there', () => {
    const open = subschemas().filter(
      ([, { properties, additionalProperties }]) => properties && additionalProperties !== false,
    );
    expect(open.map(([place]) => place)).toEqual([]);
  });

  test('whatever is required is described', () => {
    for (const [, { properties = {}, required = [] }] of subschemas())
      expect(Object.keys(properties)).toEqual(expect.arrayContaining([...required]));
  });

  test('every pattern is a regular expression', () => {
    const patterns = subschemas().flatMap(([, { pattern }]) => pattern ?? []);
    expect(patterns.length).toBeGreaterThan(0);
    for (const pattern of patterns) expect(() => new RegExp(pattern, 'u')).not.toThrow();
  });

  test('every default and every example is allowed', () => {
    const shown = subschemas().flatMap(([place, sub]) =>
      [...('default' in sub ? [sub.default] : []), ...(sub.examples ?? [])].map(value => ({ place, sub, value })),
    );
    expect(shown.length).toBeGreaterThan(10);
    for (const { place, sub, value } of shown) {
      expect({ place, findings: checkSchema({ ...sub, $defs: schema.$defs }, value) }).toEqual({ place, findings: [] });
    }
  });
});

describe('as documentation', () => {
  test('every key of a file is described', () => {
    expect(sites.filter(site => !site.schema.description).map(({ path }) => path)).toEqual([]);
  });

  test('a description is a sentence', () => {
    for (const {
      schema: { description },
    } of sites)
      expect(description).toMatch(/^[A-Z][^\n]*\.$/);
  });

  test('what hostRoots adds to is listed in its description', () => {
    for (const root of DEFAULT_HOST_ROOTS) expect(described('hostRoots')).toContain(root);
  });

  test('auth says what the keys of the Secret are called', () => {
    for (const key of Object.values(CREDENTIAL_KEYS).flat()) expect(described('runners[].auth')).toContain(key);
  });

  test('name says how long it may be', () => {
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
  ])('%s has the values that the library knows', (path, values) => {
    expect([...(siteAt(path).enum ?? [])].sort()).toEqual([...values].sort());
  });

  test('a work volume has the access modes that Kubernetes knows and that let a runner write', () => {
    const { accessModes } =
      arc.$defs.volumes.items.properties.ephemeral.properties.volumeClaimTemplate.properties.spec.properties;
    const known = accessModes.items.enum.filter(mode => mode !== 'ReadOnlyMany');
    expect([...(siteAt('runners[].workVolumeClaim.accessModes').items?.enum ?? [])].sort()).toEqual(known.sort());
  });

  test('a cache may be given by its name alone', () => {
    const alternatives = resolved(resolved(siteAt('runners[].caches')).items ?? {}).anyOf?.map(resolved) ?? [];
    expect(alternatives.map(({ type }) => type)).toEqual(['string', 'object']);
    expect(alternatives[0]?.enum).toEqual(Object.keys(CACHE_CATALOGUE));
  });

  // Typed, so that a key which the types gain or lose is one that does not compile here.
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
