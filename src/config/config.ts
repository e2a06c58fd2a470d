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

/** `deskrun.yaml`, as `deskrun.schema.json` describes it. */
export interface DeskrunConfig {
  readonly namespace: string;
  readonly arcVersion?: ArcVersion;
  readonly kubernetesVersion?: string;
  readonly controller?: ControllerConfig;
  readonly createNamespace?: boolean;
  readonly podSecurityLevel?: RunnerNamespaceProps['podSecurityLevel'];
  readonly gitOps?: 'argocd' | 'kapp' | { readonly flux: FluxConfig };
  readonly proxy?: Proxy;
  readonly githubServerTls?: PrivateCa;
  readonly networkPolicy?: NetworkPolicyProps;
  readonly cluster?: { readonly name?: string; readonly image?: string };
  readonly cacheRoot?: string;
  readonly hostRoots?: readonly string[];
  readonly runners: readonly RunnerConfig[];
}

/** The props of `GitOps.flux` as data. */
export interface FluxConfig extends FluxProps {
  readonly interval?: string;
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
  readonly version?: ControllerVersion;
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
    Omit<ArcControllerProps, TypedByKubernetes | 'proxy' | 'githubServerTls'>,
    Partial<Record<TypedByKubernetes, unknown>> {}

/** What is written as in a manifest, or said once for the whole file. */
type WrittenAsManifest =
  keyof KubernetesParts | 'jobPod' | 'listenerTemplate' | 'controller' | 'cacheRoot' | 'hostRoots';

/** One entry of `runners`: the props of a runner set as data. */
export interface RunnerConfig extends Omit<RunnerSetProps, WrittenAsManifest | DataWords>, KubernetesParts {
  readonly containerMode: ContainerModeType;
  readonly auth: GitHubSecret;
  readonly caches?: readonly (CacheName | NamedCache)[];
  readonly jobPod?: JobPodConfig;
  readonly listenerTemplate?: unknown;
}

/** Props that may be objects of a class in the library and are data here. */
type DataWords = 'containerMode' | 'auth' | 'caches';

/** The `jobPod` of a runner. */
export interface JobPodConfig extends Omit<JobPodProps, keyof KubernetesParts>, KubernetesParts {}
