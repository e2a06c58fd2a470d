import type { k8s, Resources } from '../kubernetes';
import type { PrivateCa } from '../network/private-ca';
import type { Proxy } from '../network/proxy';
import type { PlacementProps } from '../runners/placement';

/**
 * Log level of the controller and its listeners: a name, or a zap level from `'-128'` to `'127'`. A higher number logs
 * less.
 */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | `${number}`;

/**
 * Addresses of the Prometheus metrics of the controller and its listeners. `{}` serves them at the default addresses.
 *
 * @example
 * { controllerManagerAddr: ':8080', listenerAddr: ':8080', listenerEndpoint: '/metrics' }
 */
export interface ControllerMetrics {
  /** Address of the metrics of the controller, as `HOST:PORT` or `:PORT`. `0` turns them off. @default ':8080' */
  readonly controllerManagerAddr?: string;

  /** Address of the metrics of each listener, as `HOST:PORT` or `:PORT`. `0` turns them off. @default ':8080' */
  readonly listenerAddr?: string;

  /** URL path of the metrics of each listener. @default '/metrics' */
  readonly listenerEndpoint?: string;
}

/** Limits how fast the controller sends requests to the API server. @example { qps: 50, burst: 100 } */
export interface ClientRateLimiter {
  /** Requests per second on average: a whole number of at least 1. @default 20 */
  readonly qps?: number;

  /** Highest number of requests in a burst: a whole number of at least 1. @default 30 */
  readonly burst?: number;
}

/** The ServiceAccount of the controller. @example { create: false, name: 'arc' } */
export interface ControllerServiceAccount {
  /** Creates the ServiceAccount. If false, `name` is required and the ServiceAccount must exist. @default true */
  readonly create?: boolean;

  /** Name of the ServiceAccount; not `default`. @default - the name of the controller */
  readonly name?: string;

  /** Annotations of the ServiceAccount, such as those that bind it to a cloud role. @default - none */
  readonly annotations?: { readonly [name: string]: string };
}

/**
 * Props of an {@link ArcController}. They have the names of the values of the gha-runner-scale-set-controller chart.
 *
 * @example
 * { replicas: 2, logLevel: 'info', resources: { requests: { cpu: '100m', memory: '128Mi' } } }
 */
export interface ArcControllerProps extends PlacementProps {
  /** Name of the Helm release that this installation corresponds to. Object names start with it. @default 'arc' */
  readonly releaseName?: string;

  /**
   * Replaces `gha-rs-controller` in object names and in the label `app.kubernetes.io/name`.
   *
   * @default 'gha-rs-controller'
   */
  readonly nameOverride?: string;

  /**
   * Name of the objects, at most 63 characters. Replaces the name built from `releaseName` and `nameOverride`.
   *
   * @default - `RELEASE-gha-rs-controller`
   */
  readonly fullnameOverride?: string;

  /**
   * How the four CRDs of ARC are installed. `own` writes them with the controller, small enough for `kubectl apply`.
   * `external` does not write them, because something else installs them. Deleting a CRD deletes all objects of its
   * kind, such as every runner set in the cluster.
   *
   * @default 'own'
   */
  readonly crds?: 'own' | 'external';

  /**
   * Number of controller pods: a whole number of at least 1. One is the leader, the others wait.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Image of the controller and of the listeners, such as a copy in a private registry. Its tag must have the minor
   * version of `arcVersion`, because the controller deletes runner sets of any other version. An image without a tag
   * gets `arcVersion` as its tag.
   *
   * @default 'ghcr.io/actions/gha-runner-scale-set-controller'
   */
  readonly image?: string;

  /**
   * When the kubelet pulls the image.
   *
   * @see https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy
   * @default 'IfNotPresent'
   */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';

  /**
   * Secrets with registry credentials for the image, in the namespace of the controller. The listeners use them too.
   *
   * @default - none
   * @example
   * [{ name: 'registry' }]
   */
  readonly imagePullSecrets?: readonly k8s.LocalObjectReference[];

  /** The ServiceAccount of the controller. @default - one that is created with the name of the controller */
  readonly serviceAccount?: ControllerServiceAccount;

  /** Log level of the controller and of the listeners. @default 'debug' */
  readonly logLevel?: LogLevel;

  /** Log format of the controller and of the listeners. @default 'text' */
  readonly logFormat?: 'text' | 'json';

  /**
   * The only namespace whose runner sets the controller manages. Its permissions are limited to that namespace.
   *
   * @default - all namespaces
   */
  readonly watchSingleNamespace?: string;

  /**
   * Highest number of EphemeralRunners that the controller reconciles at the same time: a whole number of at least 1.
   *
   * @default 2
   */
  readonly runnerMaxConcurrentReconciles?: number;

  /**
   * When new runners start after their runner set has changed. `immediate` starts them while old runners are still
   * busy. `eventual` waits until all old runners are done.
   *
   * @default 'immediate'
   */
  readonly updateStrategy?: 'immediate' | 'eventual';

  /** Serves Prometheus metrics of the controller and of the listeners. @default - no metrics */
  readonly metrics?: ControllerMetrics;

  /**
   * Address of the Go profiler of the controller, as `HOST:PORT` or `:PORT`. Anyone who can reach it can read the
   * memory of the controller. Requires ARC 0.14.2.
   *
   * @default - no profiler
   */
  readonly pprofAddr?: string;

  /**
   * Address of the liveness and readiness endpoints of the controller, such as `:8081`. Requires ARC 0.14.2.
   *
   * @default - no probes
   */
  readonly healthProbeBindAddress?: string;

  /**
   * Limits how fast the controller sends requests to the API server.
   *
   * @default - 20 requests per second, in bursts of up to 30
   */
  readonly k8sClientRateLimiter?: ClientRateLimiter;

  /**
   * Rate limiter of the work queues of the controller. `bucket_rate_limiter` limits retries per object, and all of them
   * together to 10 per second. `typed_rate_limiter` limits retries per object only. Requires ARC 0.14.2.
   *
   * @default - 'bucket_rate_limiter', the default of the controller
   */
  readonly workqueueRateLimiter?: 'bucket_rate_limiter' | 'typed_rate_limiter';

  /**
   * Prefixes of labels that the controller does not copy from a runner set to the objects that it creates. They replace
   * the default; `[]` copies every label.
   *
   * The default lists the labels by which tools track their own objects. Argo CD (with `app.kubernetes.io/instance`,
   * before 3.0), kapp, `kubectl apply --applyset`, Fleet and k3s would delete a listener or a runner with such a label,
   * since it is not in their manifests. Flux would show it as its own. `app.kubernetes.io/managed-by` would be wrong,
   * since ARC manages it.
   *
   * @default ['app.kubernetes.io/instance', 'app.kubernetes.io/managed-by', 'applyset.kubernetes.io/',
   * 'argocd.argoproj.io/', 'helm.toolkit.fluxcd.io/', 'kapp.k14s.io/', 'kustomize.toolkit.fluxcd.io/',
   * 'objectset.rio.cattle.io/']
   */
  readonly excludeLabelPropagationPrefixes?: readonly string[];

  /**
   * HTTP proxy for the requests of the controller itself to GitHub or a vault. It reaches the API server directly. A
   * Secret with credentials of the proxy must be in the namespace of the controller.
   *
   * @default - no proxy
   * @example
   * { https: { url: 'http://proxy.example:3128' } }
   */
  readonly proxy?: Proxy;

  /**
   * Private certificate authority that the controller trusts. Its ConfigMap must be in the namespace of the controller.
   *
   * @default - public authorities only
   * @example
   * { configMap: 'company-ca', key: 'ca.crt' }
   */
  readonly githubServerTls?: Omit<PrivateCa, 'runnerMountPath'>;

  /** Further environment variables of the controller container: `[{ name: 'TZ', value: 'UTC' }]`. @default - none */
  readonly env?: readonly k8s.EnvVar[];

  /** Further volumes of the controller pods. The name `tmp` is reserved. @default - none */
  readonly volumes?: readonly k8s.Volume[];

  /** Further volume mounts of the controller container. The path `/tmp` is reserved. @default - none */
  readonly volumeMounts?: readonly k8s.VolumeMount[];

  /** Resource requests and limits of the controller container. @default - no requests and no limits */
  readonly resources?: Resources;

  /** Further labels of the Deployment and of the ServiceAccount. @default - none */
  readonly labels?: { readonly [name: string]: string };

  /** Further labels of the controller pods. @default - none */
  readonly podLabels?: { readonly [name: string]: string };

  /** Further annotations of the controller pods. @default - none */
  readonly podAnnotations?: { readonly [name: string]: string };

  /**
   * Security context of the controller pods: `{ runAsNonRoot: true }`.
   *
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
   * @default - none; the image runs as a user other than root
   */
  readonly podSecurityContext?: k8s.PodSecurityContext;

  /**
   * Security context of the controller container: `{ readOnlyRootFilesystem: true }`.
   *
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/
   * @default - none; the image runs as a user other than root
   */
  readonly securityContext?: k8s.SecurityContext;
}
