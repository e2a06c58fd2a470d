import type { k8s, Resources } from '../kubernetes';
import type { PrivateCa } from '../network/private-ca';
import type { Proxy } from '../network/proxy';
import type { PlacementProps } from '../runners/placement';

/** How much the controller and its listeners log: a level by name, or zap's number for it (-128 to 127; the more, the quieter). */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | `${number}`;

/** Where metrics are served. */
export interface ControllerMetrics {
  /** Address of the controller's own metrics, or `0` for none. @default ':8080' */
  readonly controllerManagerAddr?: string;

  /** Address of the metrics of each listener pod, or `0` for none. @default ':8080' */
  readonly listenerAddr?: string;

  /** Path of the metrics of each listener pod. @default '/metrics' */
  readonly listenerEndpoint?: string;
}

/** How fast the controller may talk to the API server. */
export interface ClientRateLimiter {
  /** Requests a second: a whole number from 1 on. @default 20 */
  readonly qps?: number;

  /** Requests at once before `qps` counts: a whole number from 1 on. @default 30 */
  readonly burst?: number;
}

/** The account that the controller runs as. */
export interface ControllerServiceAccount {
  /**
   * Whether to make it; an account that is there already has to be named.
   *
   * @default true
   */
  readonly create?: boolean;

  /** Its name; not `default`. @default - that of the controller */
  readonly name?: string;

  /** Its annotations, for clouds that tie accounts to roles of theirs. @default - none */
  readonly annotations?: { readonly [name: string]: string };
}

/** Properties of an ARC controller, in the words of the gha-runner-scale-set-controller chart. */
export interface ArcControllerProps extends PlacementProps {
  /** What helm would call the release; the objects are called after it. @default 'arc', and so `arc-gha-rs-controller` */
  readonly releaseName?: string;

  /** Stands for `gha-rs-controller` in names and in the label `app.kubernetes.io/name`. @default 'gha-rs-controller' */
  readonly nameOverride?: string;

  /** The name of the objects as a whole, at most 63 characters. @default - the release's name and the chart's */
  readonly fullnameOverride?: string;

  /**
   * Who installs the four custom resource definitions. `own` writes them beside the controller, small enough for any
   * `kubectl apply`; `external` leaves them to whoever does it now. Deleting a definition deletes every runner set in the cluster.
   *
   * @default 'own'
   */
  readonly crds?: 'own' | 'external';

  /** Pods of the controller: a whole number from 1 on. With more than one, one leads and the others wait. @default 1 */
  readonly replicas?: number;

  /**
   * Image of the controller, and of the listeners. Its tag, if it has one, must be a release of the minor version of `arcVersion`,
   * since the controller deletes runner sets of any other; it is what a copy in a registry of one's own is for.
   *
   * @default 'ghcr.io/actions/gha-runner-scale-set-controller' with arcVersion as the tag, which is added to any image without
   */
  readonly image?: string;

  /** When to pull the image. @default 'IfNotPresent' */
  readonly imagePullPolicy?: 'Always' | 'IfNotPresent' | 'Never';

  /** Secrets for pulling the image, for the controller and for the listeners, in the controller's namespace. @default - none */
  readonly imagePullSecrets?: readonly k8s.LocalObjectReference[];

  /** The account that the controller runs as. @default - one that is called as the controller is */
  readonly serviceAccount?: ControllerServiceAccount;

  /** How much to log. @default 'debug' */
  readonly logLevel?: LogLevel;

  /** How to log. @default 'text' */
  readonly logFormat?: 'text' | 'json';

  /** The one namespace whose runner sets the controller is for; its rights end there too. @default - all namespaces */
  readonly watchSingleNamespace?: string;

  /** Runners looked after at once: a whole number from 1 on. @default 2 */
  readonly runnerMaxConcurrentReconciles?: number;

  /**
   * What happens to a set's runners when the set changes: `immediate` starts new ones beside those still at work, `eventual` waits
   * until those are done.
   *
   * @default 'immediate'
   */
  readonly updateStrategy?: 'immediate' | 'eventual';

  /** Metrics of the controller and of its listeners. @default - none */
  readonly metrics?: ControllerMetrics;

  /** Address for Go's profiler, from ARC 0.14.2 on. Anyone who reaches it can read the controller's memory. @default - none */
  readonly pprofAddr?: string;

  /** Address for the kubelet's probes, from ARC 0.14.2 on, such as `:8081`. @default - no probes */
  readonly healthProbeBindAddress?: string;

  /** How fast the controller may talk to the API server. @default - 20 requests a second, 30 at once */
  readonly k8sClientRateLimiter?: ClientRateLimiter;

  /**
   * What slows the controller's queues, from ARC 0.14.2 on: `bucket_rate_limiter` the failing object and all together (10 a
   * second), `typed_rate_limiter` the failing object only.
   *
   * @default - the controller's own: 'bucket_rate_limiter'
   */
  readonly workqueueRateLimiter?: 'bucket_rate_limiter' | 'typed_rate_limiter';

  /**
   * Beginnings of labels that the controller does not copy from a runner set onto what it makes for it. What is given stands in
   * place of the default; give `[]` to copy every label.
   *
   * By default these are the labels by which tools know their own objects. Argo CD (by `app.kubernetes.io/instance` before 3.0),
   * kapp, `kubectl apply --applyset`, Rancher's Fleet and k3s would take a listener or a runner for something that nobody asks for
   * any more, and delete it. Flux would show them as its own, and `app.kubernetes.io/managed-by` would be wrong: ARC manages them.
   *
   * @default ['app.kubernetes.io/instance', 'app.kubernetes.io/managed-by', 'applyset.kubernetes.io/', 'argocd.argoproj.io/',
   * 'helm.toolkit.fluxcd.io/', 'kapp.k14s.io/', 'kustomize.toolkit.fluxcd.io/', 'objectset.rio.cattle.io/']
   */
  readonly excludeLabelPropagationPrefixes?: readonly string[];

  /**
   * The proxy to the world, for what the controller asks of GitHub or a vault beyond what its runner sets say; the API server is
   * reached directly. A Secret with its credentials has to be in the controller's namespace.
   *
   * @default - none
   */
  readonly proxy?: Proxy;

  /** A private certificate authority, for the same; its ConfigMap has to be in the controller's namespace. @default - none */
  readonly githubServerTls?: Omit<PrivateCa, 'runnerMountPath'>;

  /** Further environment variables of the controller. @default - none */
  readonly env?: readonly k8s.EnvVar[];

  /** Further volumes of the pod; `tmp` is taken. @default - none */
  readonly volumes?: readonly k8s.Volume[];

  /** Further mounts of the controller's container; `/tmp` is taken. @default - none */
  readonly volumeMounts?: readonly k8s.VolumeMount[];

  /** What the controller's container asks for and may use. @default - no requests, no limits */
  readonly resources?: Resources;

  /** Further labels of the Deployment and the ServiceAccount. @default - none */
  readonly labels?: { readonly [name: string]: string };

  /** Further labels of the pods. @default - none */
  readonly podLabels?: { readonly [name: string]: string };

  /** Further annotations of the pods. @default - none */
  readonly podAnnotations?: { readonly [name: string]: string };

  /** Users, groups and the like of the pods. @default - the image's: not root */
  readonly podSecurityContext?: k8s.PodSecurityContext;

  /** Privileges of the controller's container. @default - the image's: not root */
  readonly securityContext?: k8s.SecurityContext;
}
