import type { GitHubAuth, GitHubSecret } from '../auth/github-auth';
import type { CachePathOptions, CacheVolume, NamedCache } from '../caches/cache-volume';
import type { CacheName } from '../caches/catalogue';
import type { NvmeCacheVolume } from '../caches/nvme-cache-volume';
import type { k8s, Resources } from '../kubernetes';
import type { CachedPrivilegedOptions } from '../modes/cached-privileged';
import type { ContainerModeType } from '../modes/capabilities';
import type { ContainerMode } from '../modes/container-mode';
import type { DindModeOptions } from '../modes/dind';
import type { WorkVolumeClaim } from '../modes/kubernetes';
import type { VaultConfig } from '../auth/vault';
import type { NetworkPolicyProps } from '../network/policy';
import type { PrivateCa } from '../network/private-ca';
import type { Proxy } from '../network/proxy';
import type { ListenerMetrics } from './listener-metrics';
import type { ResourceMeta } from './metadata';
import type { PlacementProps } from './placement';
import type { RunnerController } from './runner-controller';

/** What a chart of runners says once for all of its sets. */
export interface RunnerDefaults {
  /**
   * The controller that looks after the sets: an {@link ArcController} of the app, or what `ArcController.existing` describes. Its
   * release has to be of the same minor version as the app's `arcVersion`.
   *
   * @default - one that runs as `arc-gha-rs-controller` in `arc-systems`, as helm's quickstart installs it
   */
  readonly controller?: RunnerController;

  /** Directory of the nodes below which caches lie that are given by target alone. @default '/var/lib/deskrun/cache' */
  readonly cacheRoot?: string;

  /** Directories of the nodes, beside /nvme, /mnt, /data, /srv, /var/cache, /var/lib/deskrun and /nix, that caches may use. @default - none */
  readonly hostRoots?: readonly string[];

  /** The proxy to the world, for listener, runner, Docker daemon and job pod alike. @default - none */
  readonly proxy?: Proxy;

  /** A private certificate authority, for controller and listener and, where it is mounted, runner, Docker daemon and job pod. @default - none */
  readonly githubServerTls?: PrivateCa;

  /** What runners and job pods may reach. @default - no policy */
  readonly networkPolicy?: NetworkPolicyProps;
}

/** The pods in which the hook runs jobs with `container:`, for modes that have them. */
export interface JobPodProps extends PlacementProps {
  /** What the job's container asks for and may use. Services and the runner count beside it. @default - no requests, no limits */
  readonly resources?: Resources;

  /** Further labels of job pods. The hook gives them only `runner-pod`. @default - none */
  readonly labels?: { readonly [name: string]: string };

  /** Further annotations of job pods. @default - none */
  readonly annotations?: { readonly [name: string]: string };

  /**
   * Anything else, as the hook's extension file: `$job` names the container of the steps, `$<service>` a service, any other name
   * a container to add. Checked against the hook's own merge.
   *
   * @default - nothing
   */
  readonly template?: k8s.PodTemplateSpec;
}

/** What every kind of runner set takes. */
export interface RunnerSetBaseProps extends RunnerDefaults, PlacementProps {
  /**
   * What workflows write after `runs-on:`, and the name of the objects: lower-case letters, digits and `-`; at most 45 characters,
   * or 35 where jobs get pods of their own. With several instances each has `-1`, `-2`, … behind it, which counts.
   */
  readonly name: string;

  /**
   * What the runners work for: the URL of a repository (`https://github.com/OWNER/REPOSITORY`), an organization
   * (`https://github.com/ORGANIZATION`) or an enterprise (`https://github.com/enterprises/ENTERPRISE`), without a slash at the end.
   * Required, under this name or as `githubConfigUrl`.
   *
   * @default - that of githubConfigUrl
   */
  readonly repository?: string;

  /** ARC's name for `repository`. Give one of the two. @default - that of repository */
  readonly githubConfigUrl?: string;

  /**
   * The Secret with the runners' credential, in the set's namespace: `GitHubAuth.fromSecret('github')`, or `{ secret: 'github' }`.
   * With `vaultConfig` it names the entry of the vault. Never the credential itself.
   */
  readonly auth: GitHubAuth | GitHubSecret;

  /** A vault that the credential comes from. @default - a Secret */
  readonly vaultConfig?: VaultConfig;

  /** Namespace of the set. @default - the chart's */
  readonly namespace?: string;

  /** What workflows write after `runs-on:` if it is not the name; may have underscores and capitals. For one instance only. @default - the name */
  readonly runnerScaleSetName?: string;

  /** How many scale sets to make, each with directories of its own for caches that only one runner may use. @default 1 */
  readonly instances?: number;

  /** Runners that wait for jobs, per instance, from 0. @default 0 */
  readonly minRunners?: number;

  /** Most runners at a time, per instance. @default - 5, or 1 with several instances or with a cache that only one runner may use */
  readonly maxRunners?: number;

  /** Runner group, for organizations and enterprises; it must exist. @default - GitHub's default group */
  readonly runnerGroup?: string;

  /** Further labels for `runs-on:`, from ARC 0.14.0; GitHub hears of them only when the scale set is first made. @default - the name alone */
  readonly runnerScaleSetLabels?: readonly string[];

  /**
   * Account of the runner pods, which has to exist. The set then makes no account, role or binding: where hooks run, the account
   * needs the rights that {@link hookRules} lists.
   *
   * @default - one of the set's own
   */
  readonly serviceAccountName?: string;

  /** Further rights of the set's own account, in modes with job pods. @default - what the hooks need */
  readonly additionalRoleRules?: readonly k8s.PolicyRule[];

  /** Further labels of every object; ARC copies the runner set's onto the pods it makes. @default - none */
  readonly labels?: { readonly [name: string]: string };

  /** Further annotations of every object. @default - none */
  readonly annotations?: { readonly [name: string]: string };

  /** Further labels and annotations of single objects, those that the controller makes included (from ARC 0.14.0). @default - none */
  readonly resourceMeta?: ResourceMeta;

  /** The listener's pod: its container is `listener`; what is left out stays as ARC has it. @default - ARC's own */
  readonly listenerTemplate?: k8s.PodTemplateSpec;

  /** Which of the listener's metrics to keep. They are served only if the controller was given an address for them. @default - all, with ARC's labels */
  readonly listenerMetrics?: ListenerMetrics;

  /**
   * Image of the runner. GitHub refuses a runner some weeks after its next release and ARC switches its self-update off, so a
   * pinned image has to be raised about monthly.
   *
   * @default 'ghcr.io/actions/actions-runner:2.337.0'
   */
  readonly runnerImage?: string;

  /**
   * Caches that outlive a runner: the name of one in the catalogue (`'npm'`), an object with the name and options
   * (`{ name: 'docker', source: '/nvme/docker' }`), or what the factories of {@link NvmeCacheVolume} make.
   *
   * @default - none
   */
  readonly caches?: readonly (CacheVolume | NvmeCacheVolume | NamedCache | CacheName)[];

  /** Directories that outlive a runner, by their paths: `{ source: '/nvme/npm', target: '/root/.npm' }`. @default - none */
  readonly cachePaths?: readonly CachePathOptions[];

  /** What the runner's container asks for and may use. @default - no requests, no limits */
  readonly resources?: Resources;

  /** Further environment variables of the runner's container, by name. @default - none */
  readonly env?: { readonly [name: string]: string };

  /** The job pods, in modes that have them. @default - the hook's own, placed like the runner */
  readonly jobPod?: JobPodProps;

  /**
   * The last word on the runner pod: merged over everything else, containers, volumes and variables by name, mounts by path.
   * Fields that it names replace what was there.
   *
   * @default - nothing
   */
  readonly template?: k8s.PodTemplateSpec;
}

/** Properties of a runner set. */
export interface RunnerSetProps extends RunnerSetBaseProps {
  /**
   * How the runners run their jobs: a word such as `'dind'`, with the mode's options in the prop of that mode below; or a
   * ContainerMode that has its options, such as `ContainerMode.dind({ image })`.
   */
  readonly containerMode: ContainerMode | ContainerModeType;

  /** The volume of the workspace, for `containerMode: 'kubernetes'`. @default - 1Gi of the default storage class */
  readonly workVolumeClaim?: WorkVolumeClaim;

  /** The Docker daemon, for `containerMode: 'dind'`. @default - those of {@link DindModeOptions} */
  readonly dind?: DindModeOptions;

  /** What the steps may do, for `containerMode: 'cached-privileged-kubernetes'`. @default - those of {@link CachedPrivilegedOptions} */
  readonly privileges?: CachedPrivilegedOptions;
}
