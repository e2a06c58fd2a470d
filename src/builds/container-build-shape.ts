import { Duration } from 'cdk8s';
import { cachePathSchema, CacheVolume, namedCacheSchema } from '../caches/cache-volume';
import { cacheNameSchema } from '../caches/catalogue';
import { resourcesSchema, storageSchema } from '../pod/resources';
import { placementShape } from '../runners/placement';
import {
  anyObject,
  either,
  instanceOf,
  list,
  mapOf,
  number,
  object,
  required,
  text,
  words,
  type Shape,
  type TypedSchema,
} from '../schema/shape';
import type {
  Artifact,
  ArtifactStore,
  BuildBaseProps,
  BuildService,
  BuildUser,
  ContainerBuildProps,
  CustomCache,
  ServiceHealthCheck,
} from './container-build-props';

const duration = instanceOf<Duration>('a Duration, such as Duration.minutes(30)', value => value instanceof Duration);

const cacheSchema = either(
  instanceOf<CacheVolume>('a cache such as CacheVolume.named("npm")', value => value instanceof CacheVolume),
  namedCacheSchema,
  cacheNameSchema,
);

const serviceSchema = object<BuildService>({
  name: required(text),
  image: required(text),
  command: text,
  env: mapOf(text),
  healthCheck: object<ServiceHealthCheck>({
    command: required(text),
    interval: duration,
    timeout: duration,
    retries: number,
  }),
  ports: list(number),
  resources: resourcesSchema,
  shmSize: storageSchema,
});

/** Names and types of the props of every kind of build. */
export const buildBaseShape: Shape<BuildBaseProps> = {
  ...placementShape,
  name: text,
  namespace: text,
  repository: required(text),
  commit: required(text),
  ref: text,
  gitSecret: text,
  user: object<BuildUser>({ uid: required(number), gid: number }),
  queueTimeout: duration,
  ttlAfterFinished: duration,
  workspaceSize: storageSchema,
  trust: words('release', 'internal', 'untrusted'),
  cacheRoot: text,
  hostRoots: list(text),
  caches: list(cacheSchema),
  cachePaths: list(cachePathSchema),
  artifactStore: object<ArtifactStore>({ hostPath: text, claim: text }),
  internalNetworks: list(text),
  runs: text,
  gitImage: text,
  shellImage: text,
  labels: mapOf(text),
  annotations: mapOf(text),
  template: anyObject,
};

/** Names and types of the props of a build. */
export const containerBuildSchema: TypedSchema<ContainerBuildProps> = object<ContainerBuildProps>({
  ...buildBaseShape,
  image: required(text),
  command: required(text),
  workingDir: text,
  workspacePath: text,
  env: mapOf(text),
  resources: resourcesSchema,
  timeout: duration,
  customCaches: list(object<CustomCache>({ name: required(text), path: required(text) })),
  services: list(serviceSchema),
  artifacts: list(object<Artifact>({ name: required(text), path: required(text) })),
  network: words('host', 'internal', 'none'),
});
