/** Timeout of a build whose configuration has none. */
export const DEFAULT_TIMEOUT_SECONDS = 30 * 60;

/** What a build runs, in what, and what it keeps. Both forms of `.cinch.yaml` are read into it. */
export interface BuildConfig {
  /** Shell command of the build, run by `sh -c` in the checkout. */
  readonly command: string;

  /** Shell command for a tag. @default - `command` */
  readonly releaseCommand?: string;

  /** Where the image of the build container comes from. */
  readonly container: ContainerChoice;

  /** Memory limit in bytes. @default - no limit */
  readonly memory?: number;

  /** CPU limit in thousandths of a CPU. @default - no limit */
  readonly cpus?: number;

  /** Seconds after which the build is stopped. */
  readonly timeoutSeconds: number;

  /** Connections that the command may make. */
  readonly network: BuildNetwork;

  /** Directories and files of the node. */
  readonly mounts: readonly BuildMount[];

  /** Directories that are kept between builds. */
  readonly caches: readonly NamedPath[];

  /** Files and directories that are copied out of the checkout after the command. */
  readonly artifacts: readonly NamedPath[];

  /** Directory of the checkout whose content is kept after the build, such as `artifacts`. @default - none */
  readonly output?: string;

  /** Containers that run beside the command, such as databases. */
  readonly services: readonly BuildService[];

  /** Environment variables of the command. They are not secret. */
  readonly env: { readonly [name: string]: string };

  /** One build runs for each entry, on a node that has all labels of the entry. @default - one build, on any node */
  readonly workers: readonly (readonly string[])[];

  /** Cron schedule with five fields, such as `0 3 * * 1-5`. @default - the build is not scheduled */
  readonly schedule?: string;

  /** Events of the repository that start a build. @default - not given */
  readonly trigger?: BuildTrigger;
}

/** `host`: any connection; `internal`: only addresses of the cluster; `none`: no connection leaves the pod. */
export type BuildNetwork = 'host' | 'internal' | 'none';

/** Where the image of the build container comes from. Paths are relative to the checkout, without a leading `./`. */
export type ContainerChoice =
  /** Found in the checkout. Without `devcontainer`, no devcontainer.json is looked for. */
  | { readonly kind: 'auto'; readonly devcontainer: boolean }
  /** No container: the command runs on the node itself. */
  | { readonly kind: 'none' }
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'dockerfile'; readonly path: string; readonly context: string }
  /** Without a path, the devcontainer.json in the usual place. */
  | { readonly kind: 'devcontainer'; readonly path?: string };

/** A path of the node that is mounted into the build container. */
export interface BuildMount {
  /** Absolute path on the node. */
  readonly source: string;

  /** Absolute path in the container. */
  readonly target: string;

  /** Whether the container must not write to it. */
  readonly readOnly: boolean;
}

/** A cache or an artifact. */
export interface NamedPath {
  /** Name of the directory of the cache on the node, or of the copy of the artifact. */
  readonly name: string;

  /**
   * Path in the checkout without a leading `./`, such as `node_modules`. A cache may also have an absolute path, or
   * one in the home directory of the image's user: `~/.cache/tool`.
   */
  readonly path: string;
}

/** A container that runs beside the command. The command reaches it by its name. */
export interface BuildService {
  /** Host name of the service: a DNS label of at most 50 characters. */
  readonly name: string;

  /** Image of the service. */
  readonly image: string;

  /** Environment variables of the service. */
  readonly env: { readonly [name: string]: string };

  /** Shell command, run by `sh -c`. @default - the command of the image */
  readonly command?: string;

  /** Ports that the service listens on. Empty if they are not known. */
  readonly ports: readonly number[];

  /** Check that delays the command until the service is ready. @default - ready as soon as it has started */
  readonly healthcheck?: Healthcheck;

  /** Memory limit in bytes. @default - no limit */
  readonly memory?: number;

  /** CPU limit in thousandths of a CPU. @default - no limit */
  readonly cpus?: number;

  /** Size of /dev/shm in bytes. @default - that of the container runtime */
  readonly shmSize?: number;
}

/** A check that a service is ready. The command of the build starts after it succeeds. */
export interface Healthcheck {
  /** Shell command in the service's container. It succeeds with exit code 0. */
  readonly command: string;

  /** Seconds from one check to the next. */
  readonly intervalSeconds: number;

  /** Seconds after which one check counts as failed. */
  readonly timeoutSeconds: number;

  /** Number of failed checks in a row after which the build fails. */
  readonly retries: number;
}

/** Events of the repository that start a build. A CI server acts on them, such as GitHub with a workflow. */
export interface BuildTrigger {
  /** Branches whose pushes start a build. @default - all */
  readonly branches?: readonly string[];

  /** Whether pull requests start a build. @default - not given */
  readonly pullRequests?: boolean;

  /** Patterns of the changed files that start a build, such as `src/**`. @default - all */
  readonly paths?: readonly string[];

  /** Patterns of the changed files that start no build. @default - none */
  readonly pathsIgnore?: readonly string[];

  /** Whether a person may start a build. @default - not given */
  readonly manual?: boolean;
}
