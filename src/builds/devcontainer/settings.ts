import type { Checkout } from './checkout';
import type { Place, Report } from './report';

/** A value of an environment variable: text, or a key of a Secret. */
export type EnvValue = string | SecretKey;

/** A key of a Secret in the namespace of the pod. */
export interface SecretKey {
  readonly secret: string;
  readonly key: string;
}

/** What a container may have only with permission. */
export interface Permissions {
  /** Allows `privileged`, and device files of the node. @default false */
  readonly allowPrivileged?: boolean;

  /** Allows the process and IPC namespaces of the node. @default false */
  readonly allowHostNamespaces?: boolean;

  /** Directories of the node whose content containers may mount, as absolute paths. @default - none */
  readonly allowHostPaths?: readonly string[];
}

/** What it takes to read the settings of a container. */
export interface SettingsReader {
  readonly checkout: Checkout;

  /** Folder of the checkout that paths may be relative to. @default - paths must be absolute */
  readonly folder?: string;

  /** Name of the repository: the last part of the path of its checkout. */
  readonly repositoryName: string;

  /** Folder of the container in which commands run. */
  readonly workspaceFolder: string;

  /** Environment of a developer's machine. */
  readonly localEnv: { readonly [name: string]: string };

  /** What a volume with a name is: a directory that is kept between builds, or one that all services share. */
  readonly namedVolumes: 'cache' | 'scratch';

  /** Whether the pod has a Docker daemon. */
  readonly providesDocker: boolean;

  readonly permissions: Permissions;
  readonly report: Report;
}

/** A directory or file in a container. */
export type ContainerMount = { readonly target: string; readonly readOnly: boolean } & (
  | { readonly kind: 'checkout'; /** Path in the checkout. `.` is its root. */ readonly path: string }
  /** A directory that is kept between builds. */
  | { readonly kind: 'cache'; readonly name: string }
  /** An empty directory. Those of one name are the same. */
  | { readonly kind: 'scratch'; readonly name?: string }
  /** An empty directory in memory. */
  | { readonly kind: 'memory'; /** Bytes. @default - not limited */ readonly size?: number }
  /** A directory, file or socket of the node. */
  | { readonly kind: 'node'; readonly path: string }
);

/** The settings of one container, gathered from devcontainer.json, `runArgs` and Compose files. */
export class Settings {
  readonly env = new Map<string, EnvValue>();
  readonly mounts = new Map<string, ContainerMount>();

  /** User and group as written: `node`, `1000` or `1000:1000`. */
  user?: { readonly value: string; readonly place: Place };
  workingDir?: string;

  readonly capabilities = { add: new Set<string>(), drop: new Set<string>() };

  /** Fields of the container's `securityContext` in a manifest, without users and capabilities. */
  readonly security: Record<string, unknown> = {};

  readonly requests: Record<string, string> = {};
  readonly limits: Record<string, string> = {};

  /** Number of GPUs. */
  gpus = 0;

  /** The container wants a Docker daemon, which the pod has. */
  needsDocker = false;

  /** Fields that all containers of a pod share. */
  readonly pod: PodSettings = {
    hostAliases: new Map(),
    dns: { nameservers: [], searches: [], options: [] },
    nodeSelector: {},
    supplementalGroups: [],
    sysctls: new Map(),
  };
}

/** What a pod has only once. */
export interface PodSettings {
  /** IP address by host name. */
  readonly hostAliases: Map<string, string>;
  readonly dns: {
    readonly nameservers: string[];
    readonly searches: string[];
    readonly options: { readonly name: string; readonly value?: string }[];
  };
  readonly nodeSelector: Record<string, string>;
  readonly supplementalGroups: number[];
  /** Kernel parameters by name. */
  readonly sysctls: Map<string, string>;

  /** `none`: no network; `host`: the network of the node. */
  network?: 'none' | 'host';
  hostname?: string;
  hostIpc?: boolean;
  hostPid?: boolean;

  /** False: the pod runs in a user namespace. */
  hostUsers?: false;
  runtimeClassName?: string;

  /** True: a process of the pod reaps the others that ended. */
  shareProcessNamespace?: boolean;
}
