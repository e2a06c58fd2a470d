import type { FluxProps } from '../app/flux';
import type { ArcVersion, ControllerVersion } from '../app/versions';
import type { GitHubSecret } from '../auth/github-auth';
import type { NamedCache } from '../caches/cache-volume';
import type { CacheName } from '../caches/catalogue';
import type { RunnerNamespaceProps } from '../cluster/runner-namespace';
import type { ArcControllerProps } from '../controller/arc-controller-props';
import type { ContainerModeType } from '../modes/capabilities';
import type { NetworkPolicyProps } from '../network/policy';
import type { PrivateCa } from '../network/private-ca';
import type { Proxy } from '../network/proxy';
import type { JobPodProps, RunnerSetProps } from '../runners/runner-set-props';

/**
 * The contents of a `deskrun.yaml` file. `deskrun.schema.json` describes each key.
 *
 * @example
 * const config: DeskrunConfig = {
 *   namespace: 'arc-runners',
 *   runners: [
 *     {
 *       name: 'images',
 *       repository: 'https://github.com/owner/images',
 *       containerMode: 'dind',
 *       auth: { secret: 'github' },
 *     },
 *   ],
 * };
 */
export interface DeskrunConfig {
  /** Namespace of the runner sets and of their Secrets. A runner set can set its own. */
  readonly namespace: string;

  /** Release of ARC that the manifests are for, of the same minor version as the controller. @default '0.14.2' */
  readonly arcVersion?: ArcVersion;

  /** Oldest Kubernetes version that the manifests must work on, as `MAJOR.MINOR`. @default '1.36' */
  readonly kubernetesVersion?: string;

  /**
   * The ARC controller that manages the runner sets.
   *
   * @default - an existing controller with ServiceAccount `arc-gha-rs-controller` in namespace `arc-systems`
   */
  readonly controller?: ControllerConfig;

  /** Writes a Namespace for each namespace of the runner sets and of an installed controller. @default false */
  readonly createNamespace?: boolean;

  /**
   * Pod security level that the namespaces of runner sets enforce. Requires `createNamespace: true`.
   *
   * @default - the strictest level that admits the pods in each namespace
   */
  readonly podSecurityLevel?: RunnerNamespaceProps['podSecurityLevel'];

  /** GitOps tool to write the apply order for. @default - none */
  readonly gitOps?: 'argocd' | 'kapp' | { readonly flux: FluxConfig };

  /** HTTP proxy for the controller, listeners, runners, Docker daemons and job pods. @default - no proxy */
  readonly proxy?: Proxy;

  /** Private certificate authority that the controller and the listeners trust. @default - public authorities only */
  readonly githubServerTls?: PrivateCa;

  /** NetworkPolicy for runner pods and job pods. @default - no NetworkPolicy */
  readonly networkPolicy?: NetworkPolicyProps;

  /**
   * Name and node image of the kind cluster that the `deskrun` command creates. It does not change the manifests.
   *
   * @default - a cluster named `deskrun`, with the default image of the installed kind
   */
  readonly cluster?: { readonly name?: string; readonly image?: string };

  /** Absolute path of the node directory for caches without a source. @default '/var/lib/deskrun/cache' */
  readonly cacheRoot?: string;

  /** Further node directories that caches may use, as absolute paths. @default - none */
  readonly hostRoots?: readonly string[];

  /** The runner sets. */
  readonly runners: readonly RunnerConfig[];
}

/**
 * The props of `GitOps.flux` in a configuration file.
 *
 * @example
 * { sourceRef: { kind: 'GitRepository', name: 'infrastructure' }, interval: '10m' }
 */
export interface FluxConfig extends FluxProps {
  /** How often Flux reconciles, as a Go duration such as `10m` or `1h30m`. @default '10m' */
  readonly interval?: string;
}

/**
 * Parts of a pod in a configuration file, with the field names of Kubernetes.
 *
 * @example
 * { tolerations: [{ key: 'dedicated', operator: 'Exists' }] }
 */
export interface KubernetesParts {
  /** Node and pod affinity. @default - none */
  readonly affinity?: unknown;

  /** Taints that the pods tolerate. @default - none */
  readonly tolerations?: readonly unknown[];

  /** How the pods are spread over zones or nodes. @default - the defaults of the scheduler */
  readonly topologySpreadConstraints?: readonly unknown[];

  /** Pod template that overrides everything else in the pod. @default - nothing is overridden */
  readonly template?: unknown;
}

/**
 * The ARC controller in a configuration file: an existing one or, with `install`, one that deskrun installs.
 *
 * @example
 * { namespace: 'arc-systems', install: { replicas: 2 } }
 */
export interface ControllerConfig {
  /** Namespace of the controller. @default 'arc-systems' */
  readonly namespace?: string;

  /** Name of the ServiceAccount of an existing controller. @default 'arc-gha-rs-controller' */
  readonly serviceAccount?: string;

  /** Release of an existing controller. Must have the same minor version as `arcVersion`. @default - not checked */
  readonly version?: ControllerVersion;

  /** The only namespace that an existing controller watches. @default - all namespaces */
  readonly watchSingleNamespace?: string;

  /** Installs the controller and its CRDs; `{}` installs it with default settings. @default - not installed */
  readonly install?: InstallConfig;
}

type TypedByKubernetes =
  | 'env'
  | 'volumes'
  | 'volumeMounts'
  | 'podSecurityContext'
  | 'securityContext'
  | 'affinity'
  | 'tolerations'
  | 'topologySpreadConstraints';

/**
 * The props of {@link ArcController} in a configuration file. Keys that are part of a pod have the field names of
 * Kubernetes.
 *
 * @example
 * { replicas: 2, logLevel: 'info', resources: { requests: { cpu: '100m', memory: '128Mi' } } }
 */
export interface InstallConfig
  extends
    Omit<ArcControllerProps, TypedByKubernetes | 'proxy' | 'githubServerTls'>,
    Partial<Record<TypedByKubernetes, unknown>> {}

/** Props that have the field names of Kubernetes in a file, or that a file has at the top. */
type WrittenAsManifest =
  keyof KubernetesParts | 'jobPod' | 'listenerTemplate' | 'controller' | 'cacheRoot' | 'hostRoots';

/**
 * One entry of `runners` in a configuration file: the props of a {@link RunnerSet} as plain data.
 *
 * @example
 * {
 *   name: 'images',
 *   repository: 'https://github.com/owner/images',
 *   containerMode: 'dind',
 *   auth: { secret: 'github' },
 *   caches: ['npm'],
 * }
 */
export interface RunnerConfig extends Omit<RunnerSetProps, WrittenAsManifest | ClassOrData>, KubernetesParts {
  /** Where jobs run: `runner`, `dind`, `kubernetes`, `kubernetes-novolume` or `cached-privileged-kubernetes`. */
  readonly containerMode: ContainerModeType;

  /** Reference to the Secret with the GitHub credential, in the namespace of the runner set: `{ secret: 'github' }`. */
  readonly auth: GitHubSecret;

  /** Caches of known tools: `'npm'`, or `{ name: 'docker', source: '/nvme/docker' }`. @default - none */
  readonly caches?: readonly (CacheName | NamedCache)[];

  /** Settings of the pods that the container hooks create for jobs. @default - placed like the runner pod */
  readonly jobPod?: JobPodConfig;

  /** Pod template of the listener, whose container is named `listener`. @default - the listener pod of ARC */
  readonly listenerTemplate?: unknown;
}

/** Props that may be instances of classes in the library, and are plain data in a file. */
type ClassOrData = 'containerMode' | 'auth' | 'caches';

/** The `jobPod` of a runner set in a configuration file. */
export interface JobPodConfig extends Omit<JobPodProps, keyof KubernetesParts>, KubernetesParts {}
