import type { FluxProps } from '../app/flux';
import type { CacheOptions, CachePath } from '../caches/cache-volume';
import type { CacheName } from '../caches/catalogue';
import type { RunnerNamespaceProps } from '../cluster/runner-namespace';
import type { ArcControllerProps } from '../controller/arc-controller-props';
import type { ContainerModeType } from '../modes/capabilities';
import type { CachedPrivilegedOptions } from '../modes/cached-privileged';
import type { DindModeOptions } from '../modes/dind';
import type { WorkVolumeClaim } from '../modes/kubernetes';
import type { NetworkPolicyProps } from '../network/policy';
import type { PrivateCa } from '../network/private-ca';
import type { Proxy } from '../network/proxy';
import type { RunnerSetBaseProps } from '../runners/runner-set-props';

/** `deskrun.yaml`, as `deskrun.schema.json` describes it. */
export interface DeskrunConfig {
  readonly namespace: string;
  readonly arcVersion?: string;
  readonly kubernetesVersion?: string;
  readonly controller?: ControllerConfig;
  readonly createNamespace?: boolean;
  readonly podSecurityLevel?: RunnerNamespaceProps['podSecurityLevel'];
  readonly gitOps?: 'argocd' | 'kapp' | { readonly flux: FluxProps };
  readonly proxy?: Proxy;
  readonly githubServerTls?: PrivateCa;
  readonly networkPolicy?: NetworkPolicyProps;
  readonly cluster?: { readonly name?: string; readonly image?: string };
  readonly cacheRoot?: string;
  readonly hostRoots?: readonly string[];
  readonly runners: readonly RunnerConfig[];
}

/** Amounts may be written as numbers in YAML. */
export interface ResourcesConfig {
  readonly requests?: { readonly [name: string]: string | number };
  readonly limits?: { readonly [name: string]: string | number };
}

/** What is written in YAML as Kubernetes writes it, and converted for the typed API. */
export interface KubernetesParts {
  readonly affinity?: unknown;
  readonly tolerations?: readonly unknown[];
  readonly topologySpreadConstraints?: readonly unknown[];
  readonly template?: unknown;
}

/** ARC's controller: one that is there, or, with `install`, one to install. */
export interface ControllerConfig {
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly version?: string;
  readonly watchSingleNamespace?: string;
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

/** The props of the controller, with what is written as in a pod still as it is written. */
export interface InstallConfig
  extends
    Omit<ArcControllerProps, TypedByKubernetes | 'resources' | 'proxy' | 'githubServerTls'>,
    Partial<Record<TypedByKubernetes, unknown>> {
  readonly resources?: ResourcesConfig;
}

type Plain = Omit<
  RunnerSetBaseProps,
  | 'githubConfigUrl'
  | 'auth'
  | 'caches'
  | 'resources'
  | 'jobPod'
  | 'listenerTemplate'
  | 'controller'
  | 'cacheRoot'
  | 'hostRoots'
  | keyof KubernetesParts
>;

/** One entry of `runners`. */
export interface RunnerConfig extends Plain, KubernetesParts {
  readonly repository?: string;
  readonly githubConfigUrl?: string;
  readonly containerMode: ContainerModeType;
  readonly auth: { readonly secret: string; readonly revision?: string };
  readonly cachePaths?: readonly (CachePath & CacheOptions)[];
  readonly caches?: readonly (CacheName | (CacheOptions & { readonly name: CacheName }))[];
  readonly resources?: ResourcesConfig;
  readonly jobPod?: JobPodConfig;
  readonly listenerTemplate?: unknown;
  readonly workVolumeClaim?: WorkVolumeClaim;
  readonly dind?: Omit<DindModeOptions, 'resources'> & { readonly resources?: ResourcesConfig };
  readonly privileges?: CachedPrivilegedOptions;
}

/** The `jobPod` of a runner. */
export interface JobPodConfig extends KubernetesParts {
  readonly resources?: ResourcesConfig;
  readonly labels?: { readonly [name: string]: string };
  readonly annotations?: { readonly [name: string]: string };
  readonly nodeSelector?: { readonly [name: string]: string };
  readonly priorityClassName?: string;
}
