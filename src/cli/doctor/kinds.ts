import type { Quantities, StringMap } from './maps';
import type { PodSpec, PodTemplate } from './pod';

/**
 * An object as `kubectl get -o json` prints it. Only the fields that diagnoses read are named; `OBJECT_SHAPES` has
 * their types again, to check what is read.
 */
export interface KubeObject {
  readonly apiVersion?: string;
  readonly kind: string;
  readonly metadata: Metadata;
}

export interface Metadata {
  readonly name: string;
  readonly namespace?: string;
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
  readonly finalizers?: readonly string[];
  readonly creationTimestamp?: string;
  readonly deletionTimestamp?: string;
}

interface AutoscalingRunnerSet extends KubeObject {
  readonly spec?: {
    readonly githubConfigUrl?: string;
    readonly githubConfigSecret?: string;
    readonly runnerGroup?: string;
    readonly runnerScaleSetName?: string;
    readonly minRunners?: number;
    readonly maxRunners?: number;
    readonly template?: PodTemplate;
    readonly proxy?: { readonly http?: ProxyServer; readonly https?: ProxyServer };
    readonly githubServerTLS?: {
      readonly certificateFrom?: { readonly configMapKeyRef?: { readonly name?: string; readonly key?: string } };
    };
    readonly vaultConfig?: { readonly type?: string; readonly azureKeyVault?: object };
  };
  readonly status?: { readonly phase?: string };
}

export interface ProxyServer {
  readonly url?: string;
  readonly credentialSecretRef?: string;
}

interface AutoscalingListener extends KubeObject {
  readonly spec?: {
    readonly autoscalingRunnerSetName?: string;
    readonly autoscalingRunnerSetNamespace?: string;
    readonly ephemeralRunnerSetName?: string;
    readonly image?: string;
  };
}

interface EphemeralRunnerSet extends KubeObject {
  readonly spec?: { readonly replicas?: number };
}

interface EphemeralRunner extends KubeObject {
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly jobRequestId?: number;
    readonly jobId?: string;
  };
}

interface Pod extends KubeObject {
  readonly spec?: PodSpec;
  readonly status?: {
    readonly phase?: string;
    readonly reason?: string;
    readonly message?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly initContainerStatuses?: readonly ContainerStatus[];
  };
}

export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
}

export interface ContainerStatus {
  readonly name: string;
  readonly image?: string;
  readonly restartCount?: number;
  readonly state?: ContainerState;
  readonly lastState?: ContainerState;
}

export interface ContainerState {
  readonly waiting?: { readonly reason?: string; readonly message?: string };
  readonly terminated?: { readonly reason?: string; readonly exitCode?: number; readonly message?: string };
}

interface Deployment extends KubeObject {
  readonly spec?: { readonly replicas?: number; readonly selector?: LabelSelector; readonly template?: PodTemplate };
  readonly status?: { readonly readyReplicas?: number };
}

interface Event extends KubeObject {
  readonly involvedObject?: {
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
    readonly uid?: string;
  };
  readonly reason?: string;
  readonly message?: string;
  readonly type?: string;
}

export interface PolicyRule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

interface Role extends KubeObject {
  /** Absent in a ClusterRole that aggregates others before any exists. */
  readonly rules?: readonly PolicyRule[];
}

interface RoleBinding extends KubeObject {
  readonly roleRef: { readonly kind: string; readonly name: string };
  readonly subjects?: readonly { readonly kind: string; readonly name: string; readonly namespace?: string }[];
}

interface ConfigMap extends KubeObject {
  readonly data?: StringMap;
  readonly binaryData?: StringMap;
}

interface Node extends KubeObject {
  readonly spec?: {
    readonly providerID?: string;
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[];
    readonly unschedulable?: boolean;
  };
  readonly status?: {
    readonly allocatable?: Quantities;
    readonly nodeInfo?: { readonly containerRuntimeVersion?: string };
    readonly conditions?: readonly Condition[];
  };
}

interface PersistentVolumeClaim extends KubeObject {
  readonly spec?: { readonly storageClassName?: string; readonly volumeName?: string };
  readonly status?: { readonly phase?: string };
}

interface ResourceQuota extends KubeObject {
  readonly spec?: { readonly hard?: Quantities; readonly scopes?: readonly string[]; readonly scopeSelector?: object };
  readonly status?: { readonly hard?: Quantities; readonly used?: Quantities };
}

export interface LabelSelector {
  readonly matchLabels?: StringMap;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface NetworkPolicy extends KubeObject {
  readonly spec?: {
    readonly podSelector?: LabelSelector;
    readonly policyTypes?: readonly string[];
    readonly egress?: readonly EgressRule[];
  };
}

export interface EgressRule {
  readonly ports?: readonly {
    readonly protocol?: string;
    readonly port?: number | string;
    readonly endPort?: number;
  }[];
  readonly to?: readonly {
    readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
    readonly podSelector?: LabelSelector;
    readonly namespaceSelector?: LabelSelector;
  }[];
}

interface EndpointSlice extends KubeObject {
  readonly endpoints?: readonly { readonly addresses?: readonly string[] }[];
  readonly ports?: readonly { readonly port?: number }[];
}

export interface Schema {
  readonly properties?: { readonly [name: string]: Schema | undefined };
}

interface CustomResourceDefinition extends KubeObject {
  readonly spec?: {
    readonly versions?: readonly {
      readonly name: string;
      readonly served?: boolean;
      readonly schema?: { readonly openAPIV3Schema?: Schema };
    }[];
  };
}

/** The kinds that diagnoses read. */
export interface Kinds {
  readonly AutoscalingRunnerSet: AutoscalingRunnerSet;
  readonly AutoscalingListener: AutoscalingListener;
  readonly EphemeralRunnerSet: EphemeralRunnerSet;
  readonly EphemeralRunner: EphemeralRunner;
  readonly CustomResourceDefinition: CustomResourceDefinition;
  readonly Namespace: KubeObject;
  readonly Node: Node;
  readonly Pod: Pod;
  readonly Deployment: Deployment;
  readonly Event: Event;
  readonly ServiceAccount: KubeObject;
  readonly Role: Role;
  readonly RoleBinding: RoleBinding;
  readonly ClusterRole: Role;
  readonly ClusterRoleBinding: RoleBinding;
  readonly ConfigMap: ConfigMap;
  readonly PersistentVolumeClaim: PersistentVolumeClaim;
  readonly StorageClass: KubeObject;
  readonly PriorityClass: KubeObject;
  readonly RuntimeClass: KubeObject;
  readonly ResourceQuota: ResourceQuota;
  readonly NetworkPolicy: NetworkPolicy;
  readonly EndpointSlice: EndpointSlice;
}

export type Kind = keyof Kinds;

/** Every object that was read, by kind. */
export type Objects = { readonly [K in Kind]: readonly Kinds[K][] };

/** A Secret as it is read. Diagnoses see only its {@link SecretShape}. */
export interface Secret extends KubeObject {
  readonly data?: StringMap;
}

/** The resource name of each kind, as `kubectl get` takes it. */
export const RESOURCES: { readonly [K in Kind]: string } = {
  AutoscalingRunnerSet: 'autoscalingrunnersets.actions.github.com',
  AutoscalingListener: 'autoscalinglisteners.actions.github.com',
  EphemeralRunnerSet: 'ephemeralrunnersets.actions.github.com',
  EphemeralRunner: 'ephemeralrunners.actions.github.com',
  CustomResourceDefinition: 'customresourcedefinitions.apiextensions.k8s.io',
  Namespace: 'namespaces',
  Node: 'nodes',
  Pod: 'pods',
  Deployment: 'deployments.apps',
  Event: 'events',
  ServiceAccount: 'serviceaccounts',
  Role: 'roles.rbac.authorization.k8s.io',
  RoleBinding: 'rolebindings.rbac.authorization.k8s.io',
  ClusterRole: 'clusterroles.rbac.authorization.k8s.io',
  ClusterRoleBinding: 'clusterrolebindings.rbac.authorization.k8s.io',
  ConfigMap: 'configmaps',
  PersistentVolumeClaim: 'persistentvolumeclaims',
  StorageClass: 'storageclasses.storage.k8s.io',
  PriorityClass: 'priorityclasses.scheduling.k8s.io',
  RuntimeClass: 'runtimeclasses.node.k8s.io',
  ResourceQuota: 'resourcequotas',
  NetworkPolicy: 'networkpolicies.networking.k8s.io',
  EndpointSlice: 'endpointslices.discovery.k8s.io',
};

/** ARC's own kinds: a cluster without ARC does not have them. */
export const ARC_KINDS = [
  'AutoscalingRunnerSet',
  'AutoscalingListener',
  'EphemeralRunnerSet',
  'EphemeralRunner',
] as const satisfies readonly Kind[];
