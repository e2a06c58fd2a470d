import type { Duration, Size } from 'cdk8s';
import type { CachePathOptions, CacheVolume, NamedCache } from '../caches/cache-volume';
import type { CacheName } from '../caches/catalogue';
import type { k8s, Resources } from '../kubernetes';
import type { PlacementProps } from '../runners/placement';

/** Who may write the code of a build, and therefore its caches. */
export type Trust = 'release' | 'internal' | 'untrusted';

/** The user that runs the command. @example { uid: 1000, gid: 1000 } */
export interface BuildUser {
  /** User id, from 0 to 2147483647. */
  readonly uid: number;

  /** Group id. @default - the user id */
  readonly gid?: number;
}

/** A directory of the workspace that persists between builds. @example { name: 'next', path: '.next/cache' } */
export interface CustomCache {
  /** Name of the directory on the node: lower-case letters, digits, `-`, `_` and `.`, at most 63 characters. */
  readonly name: string;

  /** Path in the workspace, relative to its root, or an absolute path in the container. */
  readonly path: string;
}

/** A file or directory that is copied out of the workspace when the command has ended. */
export interface Artifact {
  /** Name of the copy: letters, digits, `.`, `_` and `-`, at most 128 characters. */
  readonly name: string;

  /** Path in the workspace, relative to its root. A missing one is a warning. */
  readonly path: string;
}

/**
 * Where artifacts are copied to, in the directory `{repository hash}/{commit}/{pod}`: a directory of the node or a
 * PersistentVolumeClaim.
 *
 * @example { hostPath: '/nvme/artifacts' }
 */
export interface ArtifactStore {
  /** Absolute path of a directory on the node, below the roots that caches may use. @default - not on the node */
  readonly hostPath?: string;

  /** Name of an existing PersistentVolumeClaim in the namespace of the build. @default - not in a claim */
  readonly claim?: string;
}

/** Command that reports whether a service is ready. @example { command: 'pg_isready' } */
export interface ServiceHealthCheck {
  /** Shell command in the container of the service. It succeeds when the service is ready. */
  readonly command: string;

  /** Time between two attempts. @default Duration.seconds(2) */
  readonly interval?: Duration;

  /** Time after which an attempt has failed. @default Duration.seconds(10) */
  readonly timeout?: Duration;

  /** Number of failed attempts in a row after which the service is restarted. @default 30 */
  readonly retries?: number;
}

/**
 * A container that runs beside the command, such as a database. Its name is a host name of the build.
 *
 * @example { name: 'postgres', image: 'docker.io/library/postgres:17.6', env: { POSTGRES_PASSWORD: 'test' } }
 */
export interface BuildService {
  /** Host name of the service: a DNS label of at most 50 characters. */
  readonly name: string;

  /** Image of the service. */
  readonly image: string;

  /** Shell command that replaces the command of the image. @default - the command of the image */
  readonly command?: string;

  /** Environment variables of the service, by name. @default - none */
  readonly env?: { readonly [name: string]: string };

  /** Delays the command until the service is ready. @default - the command starts when the service has started */
  readonly healthCheck?: ServiceHealthCheck;

  /** TCP ports on which the service listens. Two services on one port are refused. @default - not known */
  readonly ports?: readonly number[];

  /** Resource requests and limits of the service. @default - no requests and no limits */
  readonly resources?: Resources;

  /** Size of `/dev/shm`, such as `'1Gi'`. It counts as memory. @default - 64Mi */
  readonly shmSize?: string | Size;
}

/** Props of every kind of build. */
export interface BuildBaseProps extends PlacementProps {
  /** Name of the build: a DNS label of at most 50 characters. The Job is named `{name}-{hash}`. @default - the id */
  readonly name?: string;

  /** Namespace of the build. @default - the namespace of the chart */
  readonly namespace?: string;

  /** URL that Git clones: `https://github.com/OWNER/REPOSITORY`. A credential in it is refused; see `gitSecret`. */
  readonly repository: string;

  /** Commit to build: its full hash, of 40 or 64 hexadecimal digits. */
  readonly commit: string;

  /**
   * Branch or tag that contains the commit. Needed only for Git servers that do not serve single commits.
   *
   * @default - all branches and tags are fetched from such a server
   */
  readonly ref?: string;

  /**
   * Name of the Secret with the token for a private repository, under the key `token`, in the namespace of the build.
   * Only the container that clones mounts it.
   *
   * @default - the repository is public
   */
  readonly gitSecret?: string;

  /** User that runs the command, and that owns the workspace and the caches. @default - the user of the image */
  readonly user?: BuildUser;

  /** Time that the pod may wait for a node, in addition to `timeout`. @default 1 hour */
  readonly queueTimeout?: Duration;

  /**
   * Deletes the Job this long after it ended. A GitOps tool would then create, and run, it again.
   *
   * @default - the Job is kept
   */
  readonly ttlAfterFinished?: Duration;

  /** Size limit of the workspace. A pod that exceeds it is evicted. @default '20Gi' */
  readonly workspaceSize?: string | Size;

  /**
   * Who may write the code: `release`, `internal` or `untrusted`. Builds of different levels have separate caches.
   *
   * @default 'internal'
   */
  readonly trust?: Trust;

  /** Absolute path of the node directory for caches without a source. @default '/var/lib/deskrun/cache' */
  readonly cacheRoot?: string;

  /** Further node directories that caches and artifacts may use, as absolute paths. @default - none */
  readonly hostRoots?: readonly string[];

  /**
   * Caches of known tools, at `{cacheRoot}/{trust}/shared/{name}`: a name in the catalogue (`'npm'`), or an object with
   * name and options. Caches that only one build may use make others wait for it, or start on another node.
   *
   * @default - none
   */
  readonly caches?: readonly (CacheVolume | NamedCache | CacheName)[];

  /** Directories of the node, given by path: `{ source: '/nvme/ccache', target: '/cache/ccache' }`. @default - none */
  readonly cachePaths?: readonly CachePathOptions[];

  /** Where artifacts are copied to. @default - required with artifacts */
  readonly artifactStore?: ArtifactStore;

  /**
   * Networks that `network: 'internal'` leaves open, in CIDR notation.
   *
   * @default - 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10
   */
  readonly internalNetworks?: readonly string[];

  /**
   * When the build runs: `once` writes a Job, which starts when it is applied; `onDemand` a suspended CronJob, which
   * can be applied repeatedly and is run by `kubectl create job --from=cronjob/NAME`; a cron expression of five fields
   * (`'0 3 * * *'`) a CronJob with this schedule.
   *
   * @default 'once'
   */
  readonly runs?: string;

  /** Image of the container that clones. It must have Git and `sh`. @default 'docker.io/alpine/git:2.49.1' */
  readonly gitImage?: string;

  /**
   * Image of the containers that prepare caches, copy artifacts and close networks. It must have busybox or the same
   * tools.
   *
   * @default 'docker.io/library/busybox:1.37.0'
   */
  readonly shellImage?: string;

  /** Further labels of every object. @default - none */
  readonly labels?: { readonly [name: string]: string };

  /** Further annotations of every object. @default - none */
  readonly annotations?: { readonly [name: string]: string };

  /**
   * Pod template that overrides everything else in the pod. The container of the command is named `build`. Containers,
   * volumes and environment variables are merged by name, mounts by path.
   *
   * @default - nothing is overridden
   */
  readonly template?: k8s.PodTemplateSpec;
}

/**
 * Props of a {@link ContainerBuild}.
 *
 * @example
 * {
 *   repository: 'https://github.com/owner/web',
 *   commit: '0123456789abcdef0123456789abcdef01234567',
 *   image: 'docker.io/library/node:22.20.0',
 *   command: 'npm ci && npm test',
 *   caches: ['npm'],
 * }
 */
export interface ContainerBuildProps extends BuildBaseProps {
  /** Image in which the command runs. It must have `sh`. */
  readonly image: string;

  /** Shell command, run with `sh -c` in the workspace. Its exit code is that of the build. */
  readonly command: string;

  /** Directory in which the command runs: an absolute path, or one relative to the workspace. @default '/workspace' */
  readonly workingDir?: string;

  /** Mount path of the workspace. @default '/workspace' */
  readonly workspacePath?: string;

  /** Further environment variables of the command, by name. Not for secrets. @default - none */
  readonly env?: { readonly [name: string]: string };

  /**
   * Resource requests and limits of the command. Without `requests`, they are the limits, so that the pod keeps what it
   * may use.
   *
   * @default - no requests and no limits
   */
  readonly resources?: Resources;

  /** Time from the start of the pod, including the clone. A longer build is killed. @default 30 minutes */
  readonly timeout?: Duration;

  /**
   * Directories that persist between the builds of the repository, at
   * `{cacheRoot}/{trust}/custom/{repository hash}/{name}`. One build at a time uses them.
   *
   * @default - none
   */
  readonly customCaches?: readonly CustomCache[];

  /** Containers that run beside the command. Requires Kubernetes 1.29. @default - none */
  readonly services?: readonly BuildService[];

  /** What to copy out of the workspace. Requires `artifactStore` and Kubernetes 1.29. @default - none */
  readonly artifacts?: readonly Artifact[];

  /**
   * Network of the command: `host` reaches every network, `internal` only `internalNetworks`, `none` only the services
   * of the build. Enforced in the network namespace of the pod, also without a network plugin that enforces policies.
   *
   * @default 'host'
   */
  readonly network?: 'host' | 'internal' | 'none';
}
