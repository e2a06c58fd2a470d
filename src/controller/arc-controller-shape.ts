import { privateCaSchema } from '../network/private-ca';
import { proxySchema } from '../network/proxy';
import { resourcesSchema } from '../pod/resources';
import { placementShape } from '../runners/placement';
import { manifestPart, flag, list, mapOf, number, object, text, words, type TypedSchema } from '../schema/shape';
import type {
  ArcControllerProps,
  ClientRateLimiter,
  ControllerMetrics,
  ControllerServiceAccount,
} from './arc-controller-props';

/** The schema of the props of a controller. */
export const arcControllerSchema: TypedSchema<ArcControllerProps> = object<ArcControllerProps>({
  ...placementShape,
  releaseName: text,
  nameOverride: text,
  fullnameOverride: text,
  crds: words('own', 'external'),
  replicas: number,
  image: text,
  imagePullPolicy: words('Always', 'IfNotPresent', 'Never'),
  imagePullSecrets: list(manifestPart),
  serviceAccount: object<ControllerServiceAccount>({ create: flag, name: text, annotations: mapOf(text) }),
  logLevel: text,
  logFormat: words('text', 'json'),
  watchSingleNamespace: text,
  runnerMaxConcurrentReconciles: number,
  updateStrategy: words('immediate', 'eventual'),
  metrics: object<ControllerMetrics>({ controllerManagerAddr: text, listenerAddr: text, listenerEndpoint: text }),
  pprofAddr: text,
  healthProbeBindAddress: text,
  k8sClientRateLimiter: object<ClientRateLimiter>({ qps: number, burst: number }),
  workqueueRateLimiter: words('bucket_rate_limiter', 'typed_rate_limiter'),
  excludeLabelPropagationPrefixes: list(text),
  proxy: proxySchema,
  // With runnerMountPath, so that the same value can be used for the controller and for the chart of its runner sets.
  githubServerTls: privateCaSchema,
  env: list(manifestPart),
  volumes: list(manifestPart),
  volumeMounts: list(manifestPart),
  resources: resourcesSchema,
  labels: mapOf(text),
  podLabels: mapOf(text),
  podAnnotations: mapOf(text),
  podSecurityContext: manifestPart,
  securityContext: manifestPart,
});
