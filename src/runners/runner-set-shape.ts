import { GitHubAuth, gitHubSecretSchema } from '../auth/github-auth';
import { vaultSchema } from '../auth/vault';
import { cachePathSchema, CacheVolume, namedCacheSchema } from '../caches/cache-volume';
import { cacheNameSchema } from '../caches/catalogue';
import { NvmeCacheVolume } from '../caches/nvme-cache-volume';
import type { k8s } from '../kubernetes';
import { cachedPrivilegedSchema } from '../modes/cached-privileged';
import { MODE_CAPABILITIES, type ContainerModeType } from '../modes/capabilities';
import { ContainerMode } from '../modes/container-mode';
import { dindSchema } from '../modes/dind';
import { workVolumeClaimSchema } from '../modes/kubernetes';
import { networkPolicySchema } from '../network/policy';
import { privateCaSchema } from '../network/private-ca';
import { proxySchema } from '../network/proxy';
import { resourcesSchema } from '../pod/resources';
import { cachePathForm, cacheRemedy } from '../schema/remedies';
import {
  manifestPart,
  either,
  instanceOf,
  list,
  mapOf,
  number,
  object,
  required,
  text,
  withRemedy,
  words,
  type Shape,
  type TypedSchema,
} from '../schema/shape';
import { listenerMetricsSchema } from './listener-metrics';
import { resourceMetaSchema } from './metadata';
import { placementShape } from './placement';
import { runnerControllerSchema } from './runner-controller';
import type { JobPodProps, RunnerDefaults, RunnerSetProps } from './runner-set-props';

/** The schema of the props that a chart passes on to its runner sets. */
export const runnerDefaultsShape: Shape<RunnerDefaults> = {
  controller: runnerControllerSchema,
  cacheRoot: text,
  hostRoots: list(text),
  proxy: proxySchema,
  githubServerTls: privateCaSchema,
  networkPolicy: networkPolicySchema,
};

const jobPodSchema = object<JobPodProps>({
  ...placementShape,
  resources: resourcesSchema,
  labels: mapOf(text),
  annotations: mapOf(text),
  template: manifestPart,
});

const roleRuleSchema = object<k8s.PolicyRule>({
  apiGroups: list(text),
  nonResourceUrLs: list(text),
  resourceNames: list(text),
  resources: list(text),
  verbs: required(list(text)),
});

const authSchema = withRemedy(
  either(
    instanceOf<GitHubAuth>('a GitHubAuth', value => value instanceof GitHubAuth),
    gitHubSecretSchema,
  ),
  value =>
    typeof value === 'string' ? `write GitHubAuth.fromSecret('${value}') or { secret: '${value}' }` : undefined,
);

const cacheSchema = withRemedy(
  either(
    instanceOf<CacheVolume | NvmeCacheVolume>(
      'a cache such as NvmeCacheVolume.docker()',
      value => value instanceof CacheVolume || value instanceof NvmeCacheVolume,
    ),
    namedCacheSchema,
    cacheNameSchema,
  ),
  value => cacheRemedy(value, `'`),
);

const cachePathsSchema = list(
  withRemedy(cachePathSchema, value => (typeof value === 'string' ? `write ${cachePathForm(value, `'`)}` : undefined)),
);

const modeSchema = either(
  instanceOf<ContainerMode>('a ContainerMode such as ContainerMode.dind()', value => value instanceof ContainerMode),
  words(...(Object.keys(MODE_CAPABILITIES) as ContainerModeType[])),
);

/** The schema of the props of a runner set. */
export const runnerSetSchema: TypedSchema<RunnerSetProps> = object<RunnerSetProps>({
  name: required(text),
  repository: text,
  githubConfigUrl: text,
  auth: required(authSchema),
  containerMode: required(modeSchema),
  workVolumeClaim: workVolumeClaimSchema,
  dind: dindSchema,
  privileges: cachedPrivilegedSchema,
  vaultConfig: vaultSchema,
  namespace: text,
  runnerScaleSetName: text,
  instances: number,
  minRunners: number,
  maxRunners: number,
  runnerGroup: text,
  runnerScaleSetLabels: list(text),
  serviceAccountName: text,
  additionalRoleRules: list(roleRuleSchema),
  labels: mapOf(text),
  annotations: mapOf(text),
  resourceMeta: resourceMetaSchema,
  listenerTemplate: manifestPart,
  listenerMetrics: listenerMetricsSchema,
  runnerImage: text,
  caches: list(cacheSchema),
  cachePaths: cachePathsSchema,
  resources: resourcesSchema,
  env: mapOf(text),
  jobPod: jobPodSchema,
  template: manifestPart,
  ...placementShape,
  ...runnerDefaultsShape,
});
