import {
  anyObject,
  either,
  flag,
  list,
  mapOf,
  number,
  object,
  required,
  text,
  type Shape,
  type TypedSchema,
} from '../../schema/shape';
import type {
  Condition,
  ContainerState,
  ContainerStatus,
  EgressRule,
  Kind,
  Kinds,
  KubeObject,
  LabelSelector,
  Metadata,
  PolicyRule,
  ProxyServer,
  Schema,
  Secret,
} from './kinds';
import { podSpec, podTemplate, quantities, stringMap } from './pod';

const time: TypedSchema<string> = {
  instance: {
    name: 'a time such as 2026-01-31T12:00:00Z',
    is: value => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
  },
};

const common: Shape<KubeObject> = {
  apiVersion: text,
  kind: required(text),
  metadata: required(
    object<Metadata>({
      name: required(text),
      namespace: text,
      labels: stringMap,
      annotations: stringMap,
      finalizers: list(text),
      creationTimestamp: time,
      deletionTimestamp: time,
    }),
  ),
};

const anyKind = object<KubeObject>(common);

type Spec<K extends Kind> = Kinds[K] extends { readonly spec?: infer S } ? NonNullable<S> : never;
type Status<K extends Kind> = Kinds[K] extends { readonly status?: infer S } ? NonNullable<S> : never;

const phase = object<{ readonly phase?: string }>({ phase: text });
const proxyServer = object<ProxyServer>({ url: text, credentialSecretRef: text });
type ServerTLS = NonNullable<Spec<'AutoscalingRunnerSet'>['githubServerTLS']>;
type Certificate = NonNullable<ServerTLS['certificateFrom']>;

const runnerSetSpec = object<Spec<'AutoscalingRunnerSet'>>({
  githubConfigUrl: text,
  githubConfigSecret: text,
  runnerGroup: text,
  runnerScaleSetName: text,
  minRunners: number,
  maxRunners: number,
  template: podTemplate,
  proxy: object<NonNullable<Spec<'AutoscalingRunnerSet'>['proxy']>>({ http: proxyServer, https: proxyServer }),
  githubServerTLS: object<ServerTLS>({
    certificateFrom: object<Certificate>({
      configMapKeyRef: object<NonNullable<Certificate['configMapKeyRef']>>({ name: text, key: text }),
    }),
  }),
  vaultConfig: object<NonNullable<Spec<'AutoscalingRunnerSet'>['vaultConfig']>>({
    type: text,
    azureKeyVault: anyObject,
  }),
});

const conditions = list(
  object<Condition>({ type: required(text), status: required(text), reason: text, message: text }),
);
const containerState = object<ContainerState>({
  waiting: object<NonNullable<ContainerState['waiting']>>({ reason: text, message: text }),
  terminated: object<NonNullable<ContainerState['terminated']>>({ reason: text, exitCode: number, message: text }),
});
const containerStatuses = list(
  object<ContainerStatus>({
    name: required(text),
    image: text,
    restartCount: number,
    state: containerState,
    lastState: containerState,
  }),
);

type Requirement = NonNullable<LabelSelector['matchExpressions']>[number];
const labelSelector = object<LabelSelector>({
  matchLabels: stringMap,
  matchExpressions: list(object<Requirement>({ key: required(text), operator: required(text), values: list(text) })),
});

const role = object<Kinds['Role']>({
  ...common,
  rules: list(
    object<PolicyRule>({
      apiGroups: list(text),
      resources: list(text),
      resourceNames: list(text),
      verbs: required(list(text)),
    }),
  ),
});
const roleBinding = object<Kinds['RoleBinding']>({
  ...common,
  roleRef: required(object<Kinds['RoleBinding']['roleRef']>({ kind: required(text), name: required(text) })),
  subjects: list(
    object<NonNullable<Kinds['RoleBinding']['subjects']>[number]>({
      kind: required(text),
      name: required(text),
      namespace: text,
    }),
  ),
});

type Taint = NonNullable<Spec<'Node'>['taints']>[number];
type Port = NonNullable<EgressRule['ports']>[number];
type Peer = NonNullable<EgressRule['to']>[number];
const egressRule = object<EgressRule>({
  ports: list(object<Port>({ protocol: text, port: either(number, text), endPort: number })),
  to: list(
    object<Peer>({
      ipBlock: object<NonNullable<Peer['ipBlock']>>({ cidr: required(text), except: list(text) }),
      podSelector: labelSelector,
      namespaceSelector: labelSelector,
    }),
  ),
});

/** Diagnoses read the names of the fields of `spec`, three levels down, and nothing of them. */
const fields = (inner: TypedSchema<Schema>): TypedSchema<Schema> =>
  object<Schema>({ properties: mapOf(inner) as TypedSchema<NonNullable<Schema['properties']>> });
type CrdVersion = NonNullable<Spec<'CustomResourceDefinition'>['versions']>[number];

/** The type of every field that diagnoses read, by kind. */
export const OBJECT_SHAPES: { readonly [K in Kind]: TypedSchema<Kinds[K]> } & {
  readonly Secret: TypedSchema<Secret>;
} = {
  AutoscalingRunnerSet: object<Kinds['AutoscalingRunnerSet']>({ ...common, spec: runnerSetSpec, status: phase }),
  AutoscalingListener: object<Kinds['AutoscalingListener']>({
    ...common,
    spec: object<Spec<'AutoscalingListener'>>({
      autoscalingRunnerSetName: text,
      autoscalingRunnerSetNamespace: text,
      ephemeralRunnerSetName: text,
      image: text,
    }),
  }),
  EphemeralRunnerSet: object<Kinds['EphemeralRunnerSet']>({
    ...common,
    spec: object<Spec<'EphemeralRunnerSet'>>({ replicas: number }),
  }),
  EphemeralRunner: object<Kinds['EphemeralRunner']>({
    ...common,
    status: object<Status<'EphemeralRunner'>>({
      phase: text,
      reason: text,
      message: text,
      jobRequestId: number,
      jobId: text,
    }),
  }),
  CustomResourceDefinition: object<Kinds['CustomResourceDefinition']>({
    ...common,
    spec: object<Spec<'CustomResourceDefinition'>>({
      versions: list(
        object<CrdVersion>({
          name: required(text),
          served: flag,
          schema: object<NonNullable<CrdVersion['schema']>>({
            openAPIV3Schema: fields(fields(anyObject as TypedSchema<Schema>)),
          }),
        }),
      ),
    }),
  }),
  Namespace: anyKind,
  Node: object<Kinds['Node']>({
    ...common,
    spec: object<Spec<'Node'>>({
      providerID: text,
      taints: list(object<Taint>({ key: required(text), value: text, effect: required(text) })),
      unschedulable: flag,
    }),
    status: object<Status<'Node'>>({
      allocatable: quantities,
      nodeInfo: object<NonNullable<Status<'Node'>['nodeInfo']>>({ containerRuntimeVersion: text }),
      conditions,
    }),
  }),
  Pod: object<Kinds['Pod']>({
    ...common,
    spec: podSpec,
    status: object<Status<'Pod'>>({
      phase: text,
      reason: text,
      message: text,
      conditions,
      containerStatuses,
      initContainerStatuses: containerStatuses,
    }),
  }),
  Deployment: object<Kinds['Deployment']>({
    ...common,
    spec: object<Spec<'Deployment'>>({ replicas: number, selector: labelSelector, template: podTemplate }),
    status: object<Status<'Deployment'>>({ readyReplicas: number }),
  }),
  Event: object<Kinds['Event']>({
    ...common,
    involvedObject: object<NonNullable<Kinds['Event']['involvedObject']>>({
      kind: text,
      name: text,
      namespace: text,
      uid: text,
    }),
    reason: text,
    message: text,
    type: text,
  }),
  ServiceAccount: anyKind,
  Role: role,
  RoleBinding: roleBinding,
  ClusterRole: role,
  ClusterRoleBinding: roleBinding,
  ConfigMap: object<Kinds['ConfigMap']>({ ...common, data: stringMap, binaryData: stringMap }),
  PersistentVolumeClaim: object<Kinds['PersistentVolumeClaim']>({
    ...common,
    spec: object<Spec<'PersistentVolumeClaim'>>({ storageClassName: text, volumeName: text }),
    status: phase,
  }),
  StorageClass: anyKind,
  PriorityClass: anyKind,
  RuntimeClass: anyKind,
  ResourceQuota: object<Kinds['ResourceQuota']>({
    ...common,
    spec: object<Spec<'ResourceQuota'>>({ hard: quantities, scopes: list(text), scopeSelector: anyObject }),
    status: object<Status<'ResourceQuota'>>({ hard: quantities, used: quantities }),
  }),
  NetworkPolicy: object<Kinds['NetworkPolicy']>({
    ...common,
    spec: object<Spec<'NetworkPolicy'>>({
      podSelector: labelSelector,
      policyTypes: list(text),
      egress: list(egressRule),
    }),
  }),
  EndpointSlice: object<Kinds['EndpointSlice']>({
    ...common,
    endpoints: list(object<{ addresses?: readonly string[] }>({ addresses: list(text) })),
    ports: list(object<{ port?: number }>({ port: number })),
  }),
  Secret: object<Secret>({ ...common, data: stringMap }),
};

/** The fields that an object of any kind has. */
export const ANY_OBJECT_SHAPE = anyKind;
