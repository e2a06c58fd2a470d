import { isQuantity } from '../../kubernetes';
import { flag, list, mapOf, number, object, required, text, type TypedSchema } from '../../schema/shape';
import type { Quantities, StringMap } from './maps';

/** The part of a pod template that diagnoses read. */
export interface PodTemplate {
  readonly metadata?: { readonly labels?: StringMap };
  readonly spec?: PodSpec;
}

export interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly restartPolicy?: string;
  readonly serviceAccountName?: string;
  readonly nodeName?: string;
  readonly nodeSelector?: StringMap;
  readonly tolerations?: readonly Toleration[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
  readonly affinity?: {
    readonly podAntiAffinity?: { readonly requiredDuringSchedulingIgnoredDuringExecution?: readonly object[] };
  };
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: Confinement & { readonly sysctls?: readonly { readonly name: string }[] };
}

interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
}

export interface Container {
  readonly name: string;
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
  readonly ports?: readonly { readonly hostPort?: number }[];
  readonly securityContext?: Confinement & {
    readonly privileged?: boolean;
    readonly procMount?: string;
    readonly capabilities?: { readonly add?: readonly string[] };
  };
}

/** The security fields that a pod and its containers share. */
interface Confinement {
  readonly seccompProfile?: { readonly type?: string };
  readonly appArmorProfile?: { readonly type?: string };
  readonly seLinuxOptions?: { readonly type?: string; readonly user?: string; readonly role?: string };
  readonly windowsOptions?: { readonly hostProcess?: boolean };
}

export interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly subPathExpr?: string;
  readonly readOnly?: boolean;
}

export interface Volume {
  readonly name: string;
  readonly hostPath?: { readonly path: string; readonly type?: string };
  readonly configMap?: {
    readonly name?: string;
    readonly optional?: boolean;
    readonly items?: readonly { readonly key: string }[];
  };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly ephemeral?: {
    readonly volumeClaimTemplate?: {
      readonly spec?: { readonly storageClassName?: string; readonly volumeName?: string };
    };
  };
}

export const stringMap = mapOf(text) as TypedSchema<StringMap>;

export const quantities = mapOf<string | number>({
  instance: {
    name: 'a quantity such as 500m or 4Gi',
    is: value => (typeof value === 'string' ? isQuantity(value) : Number.isFinite(value)),
  },
}) as TypedSchema<Quantities>;

const confinement = {
  seccompProfile: object<{ readonly type?: string }>({ type: text }),
  appArmorProfile: object<{ readonly type?: string }>({ type: text }),
  seLinuxOptions: object<NonNullable<Confinement['seLinuxOptions']>>({ type: text, user: text, role: text }),
  windowsOptions: object<NonNullable<Confinement['windowsOptions']>>({ hostProcess: flag }),
};

const container = object<Container>({
  name: required(text),
  image: text,
  command: list(text),
  args: list(text),
  env: list(object<{ readonly name: string; readonly value?: string }>({ name: required(text), value: text })),
  volumeMounts: list(
    object<VolumeMount>({
      name: required(text),
      mountPath: required(text),
      subPath: text,
      subPathExpr: text,
      readOnly: flag,
    }),
  ),
  resources: object<NonNullable<Container['resources']>>({ requests: quantities, limits: quantities }),
  ports: list(object<{ readonly hostPort?: number }>({ hostPort: number })),
  securityContext: object<NonNullable<Container['securityContext']>>({
    ...confinement,
    privileged: flag,
    procMount: text,
    capabilities: object<{ readonly add?: readonly string[] }>({ add: list(text) }),
  }),
});

type ClaimTemplate = NonNullable<NonNullable<Volume['ephemeral']>['volumeClaimTemplate']>;

const volume = object<Volume>({
  name: required(text),
  hostPath: object<NonNullable<Volume['hostPath']>>({ path: required(text), type: text }),
  configMap: object<NonNullable<Volume['configMap']>>({
    name: text,
    optional: flag,
    items: list(object<{ readonly key: string }>({ key: required(text) })),
  }),
  persistentVolumeClaim: object<NonNullable<Volume['persistentVolumeClaim']>>({ claimName: required(text) }),
  ephemeral: object<NonNullable<Volume['ephemeral']>>({
    volumeClaimTemplate: object<ClaimTemplate>({
      spec: object<NonNullable<ClaimTemplate['spec']>>({ storageClassName: text, volumeName: text }),
    }),
  }),
});

type AntiAffinity = NonNullable<NonNullable<PodSpec['affinity']>['podAntiAffinity']>;

export const podSpec = object<PodSpec>({
  containers: list(container),
  initContainers: list(container),
  volumes: list(volume),
  restartPolicy: text,
  serviceAccountName: text,
  nodeName: text,
  nodeSelector: stringMap,
  tolerations: list(object<Toleration>({ key: text, operator: text, value: text, effect: text })),
  priorityClassName: text,
  runtimeClassName: text,
  affinity: object<NonNullable<PodSpec['affinity']>>({
    podAntiAffinity: object<AntiAffinity>({
      requiredDuringSchedulingIgnoredDuringExecution: list<object>({ type: 'object' }),
    }),
  }),
  hostNetwork: flag,
  hostPID: flag,
  hostIPC: flag,
  securityContext: object<NonNullable<PodSpec['securityContext']>>({
    ...confinement,
    sysctls: list(object<{ readonly name: string }>({ name: required(text) })),
  }),
});

export const podTemplate = object<PodTemplate>({
  metadata: object<NonNullable<PodTemplate['metadata']>>({ labels: stringMap }),
  spec: podSpec,
});
