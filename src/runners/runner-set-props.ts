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

/**
 * Props that a RunnerChart passes on to its runner sets. A runner set can override each.
 *
 * @example
 * { cacheRoot: '/nvme/cache', proxy: { https: { url: 'http://proxy.example:3128' } } }
 */
export interface RunnerDefaults {
  /**
   * The ARC controller that manages the runner sets: an {@link ArcController} of the app, or an existing one described
   * by `ArcController.existing`. It must have the same minor version as the app's `arcVersion`.
   *
   * @default - an existing controller with ServiceAccount `arc-gha-rs-controller` in namespace `arc-systems`
   */
  readonly controller?: RunnerController;

  /** Absolute path of the node directory for caches without a source. @default '/var/lib/deskrun/cache' */
  readonly cacheRoot?: string;

  /**
   * Further node directories that caches may use, as absolute paths. `/nvme`, `/mnt`, `/data`, `/srv`, `/var/cache`,
   * `/var/lib/deskrun` and `/nix` are always allowed.
   *
   * @default - none
   */
  readonly hostRoots?: readonly string[];

  /**
   * HTTP proxy for listeners, runners, Docker daemons and job pods.
   *
   * @default - no proxy
   * @example
   * { https: { url: 'http://proxy.example:3128' }, noProxy: ['.svc', '10.0.0.0/8'] }
   */
  readonly proxy?: Proxy;

  /**
   * Private certificate authority that the controller and the listeners trust. With `runnerMountPath`, runners, Docker
   * daemons and job pods get it too.
   *
   * @default - public authorities only
   * @example
   * { configMap: 'company-ca', key: 'ca.crt', runnerMountPath: '/usr/local/share/ca-certificates' }
   */
  readonly githubServerTls?: PrivateCa;

  /**
   * NetworkPolicy for runner pods and job pods. It refuses all incoming traffic, and outgoing traffic to link-local
   * addresses.
   *
   * @default - no NetworkPolicy
   * @example
   * { denyPrivateNetworks: true, apiServer: '172.18.0.2/32' }
   */
  readonly networkPolicy?: NetworkPolicyProps;
}

/**
 * Settings of the pods that the container hooks create for jobs with `container:`. Only for modes with job pods.
 *
 * @example
 * { resources: { limits: { memory: '8Gi' } }, labels: { team: 'ci' } }
 */
export interface JobPodProps extends PlacementProps {
  /**
   * Resource requests and limits of the job container. Service containers and the runner pod are separate.
   *
   * @default - no requests and no limits
   */
  readonly resources?: Resources;

  /** Further labels of job pods. The hook itself only sets `runner-pod`. @default - none */
  readonly labels?: { readonly [name: string]: string };

  /** Further annotations of job pods. @default - none */
  readonly annotations?: { readonly [name: string]: string };

  /**
   * Extension file of the container hooks: a pod template in which `$job` names the job container, `$NAME` the service
   * container `NAME`, and any other name a container to add. It is checked with the merge rules of the hook.
   *
   * @default - nothing is overridden
   * @example
   * { spec: { containers: [{ name: '$job', securityContext: { readOnlyRootFilesystem: true } }] } }
   * @see https://github.com/actions/runner-container-hooks/tree/main/packages/k8s
   */
  readonly template?: k8s.PodTemplateSpec;
}

/**
 * Props of every kind of runner set.
 *
 * @example
 * { name: 'docs', repository: 'https://github.com/owner/docs', auth: { secret: 'github' } }
 */
export interface RunnerSetBaseProps extends RunnerDefaults, PlacementProps {
  /**
   * Name of the runner set, and the value of `runs-on:` in workflows: lower-case letters, digits and `-`, at most 45
   * characters, or 35 in modes with job pods. The suffix `-1`, `-2`, ... of several instances counts.
   */
  readonly name: string;

  /**
   * URL of the repository (`https://github.com/OWNER/REPOSITORY`), organization (`https://github.com/ORGANIZATION`) or
   * enterprise (`https://github.com/enterprises/ENTERPRISE`) that the runners serve, without a trailing slash. Either
   * `repository` or `githubConfigUrl` is required.
   *
   * @default - githubConfigUrl
   */
  readonly repository?: string;

  /** ARC's name for `repository`. Set only one of the two. @default - repository */
  readonly githubConfigUrl?: string;

  /**
   * Reference to the Secret with the GitHub credential, in the namespace of the runner set:
   * `GitHubAuth.fromSecret('github')` or `{ secret: 'github' }`. With `vaultConfig`, the name of the entry in the
   * vault. The credential itself is refused.
   */
  readonly auth: GitHubAuth | GitHubSecret;

  /**
   * Key vault that ARC reads the GitHub credential from, instead of a Secret.
   *
   * @default - no vault
   * @example
   * {
   *   azureKeyVault: {
   *     url: 'https://ci-runners.vault.azure.net',
   *     tenantId: '00000000-0000-0000-0000-000000000000',
   *     clientId: '00000000-0000-0000-0000-000000000001',
   *     certificatePath: '/vault/certificate.pfx',
   *   },
   * }
   */
  readonly vaultConfig?: VaultConfig;

  /** Namespace of the runner set. @default - the namespace of the chart */
  readonly namespace?: string;

  /**
   * Value of `runs-on:` in workflows, if it differs from `name`: 1 to 45 letters, digits, `-`, `_` and `.`. Not allowed
   * with several instances.
   *
   * @default - the name
   */
  readonly runnerScaleSetName?: string;

  /**
   * Number of scale sets to create, from 1 to 1000, named `NAME-1`, `NAME-2`, .... Each instance has its own
   * directories for exclusive caches.
   *
   * @default 1
   */
  readonly instances?: number;

  /** Number of idle runners to keep, per instance. @default 0 */
  readonly minRunners?: number;

  /**
   * Highest number of runners at the same time, per instance. Must be at least `minRunners`.
   *
   * @default - 5, or 1 with several instances or an exclusive cache; minRunners if that is higher
   */
  readonly maxRunners?: number;

  /**
   * Name of an existing GitHub runner group. Only for organizations and enterprises.
   *
   * @default - the default group of GitHub
   */
  readonly runnerGroup?: string;

  /**
   * Further labels that workflows can select with `runs-on:`, each of 1 to 255 characters. Requires ARC 0.14.0. GitHub
   * reads them only when the scale set is registered.
   *
   * @default - only the name
   */
  readonly runnerScaleSetLabels?: readonly string[];

  /**
   * Name of an existing ServiceAccount for the runner pods. The runner set then creates no ServiceAccount, Role or
   * RoleBinding for them, so in modes with job pods it must have the permissions that {@link hookRules} returns.
   *
   * @default - the runner set creates a ServiceAccount
   */
  readonly serviceAccountName?: string;

  /**
   * Further RBAC rules for the ServiceAccount that the runner set creates. Only for modes with job pods.
   *
   * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
   * @default - only the permissions of the container hooks
   * @example
   * [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }]
   */
  readonly additionalRoleRules?: readonly k8s.PolicyRule[];

  /**
   * Further labels of every object. ARC copies the labels of the runner set to the pods that it creates.
   *
   * @default - none
   */
  readonly labels?: { readonly [name: string]: string };

  /** Further annotations of every object. @default - none */
  readonly annotations?: { readonly [name: string]: string };

  /**
   * Further labels and annotations of single objects. Metadata of objects that the controller creates requires ARC
   * 0.14.0.
   *
   * @default - none
   * @example
   * { ephemeralRunner: { labels: { team: 'ci' } } }
   */
  readonly resourceMeta?: ResourceMeta;

  /**
   * Pod template of the listener. It overrides the pod that ARC creates; its container is named `listener`.
   *
   * @default - the listener pod of ARC
   * @example
   * { spec: { containers: [{ name: 'listener', resources: { requests: { cpu: k8s.Quantity.fromString('50m') } } }] } }
   */
  readonly listenerTemplate?: k8s.PodTemplateSpec;

  /**
   * Metrics that the listener exports: metrics that are not listed are not exported. Requires that the controller
   * serves listener metrics.
   *
   * @default - all metrics, with the labels of ARC
   * @example
   * { counters: { gha_started_jobs_total: { labels: ['repository'] } } }
   */
  readonly listenerMetrics?: ListenerMetrics;

  /**
   * Image of the runner container. GitHub refuses a runner version some weeks after the next release, and ARC turns off
   * its self-update, so update a pinned image about once a month.
   *
   * @default 'ghcr.io/actions/actions-runner:2.337.0'
   */
  readonly runnerImage?: string;

  /**
   * Caches of known tools: a name in the catalogue (`'npm'`), an object with name and options
   * (`{ name: 'docker', source: '/nvme/docker' }`), or the result of a factory of {@link NvmeCacheVolume}.
   *
   * @default - none
   */
  readonly caches?: readonly (CacheVolume | NvmeCacheVolume | NamedCache | CacheName)[];

  /**
   * Directories that outlive a runner, given by path: `{ source: '/nvme/npm', target: '/root/.npm' }`.
   *
   * @default - none
   */
  readonly cachePaths?: readonly CachePathOptions[];

  /**
   * Resource requests and limits of the runner container.
   *
   * @default - no requests and no limits
   * @example
   * { requests: { cpu: 1, memory: '2Gi' }, limits: { memory: '8Gi' } }
   */
  readonly resources?: Resources;

  /** Further environment variables of the runner container, by name. @default - none */
  readonly env?: { readonly [name: string]: string };

  /** Settings of the job pods, in modes that have them. @default - the pods of the hooks, placed like the runner pod */
  readonly jobPod?: JobPodProps;

  /**
   * Pod template that overrides everything else in the runner pod. Containers, volumes and environment variables are
   * merged by name, mounts by path.
   *
   * @default - nothing is overridden
   * @example
   * { spec: { containers: [{ name: 'runner', securityContext: { readOnlyRootFilesystem: false } }] } }
   */
  readonly template?: k8s.PodTemplateSpec;
}

/**
 * Props of a {@link RunnerSet}.
 *
 * @example
 * {
 *   name: 'images',
 *   repository: 'https://github.com/owner/images',
 *   containerMode: 'dind',
 *   auth: { secret: 'github' },
 * }
 */
export interface RunnerSetProps extends RunnerSetBaseProps {
  /**
   * Where jobs run: the name of a mode such as `'dind'`, with its options in the prop of that mode below, or a
   * ContainerMode with its options, such as `ContainerMode.dind({ image })`.
   */
  readonly containerMode: ContainerMode | ContainerModeType;

  /**
   * Volume claim of the workspace that a runner shares with its job pods, for `containerMode: 'kubernetes'`.
   *
   * @default - 1Gi of the default storage class
   * @example
   * { storageClassName: 'nvme', storage: '20Gi' }
   */
  readonly workVolumeClaim?: WorkVolumeClaim;

  /**
   * Settings of the Docker daemon container, for `containerMode: 'dind'`.
   *
   * @default - the defaults of {@link DindModeOptions}
   * @example
   * { daemonArgs: ['--mtu=1400'], registryMirrors: ['https://mirror.example'] }
   */
  readonly dind?: DindModeOptions;

  /**
   * Privileges of the containers that run steps, for `containerMode: 'cached-privileged-kubernetes'`.
   *
   * @default - the defaults of {@link CachedPrivilegedOptions}: privileged, as root
   * @example
   * { privileged: false, capabilities: ['SYS_ADMIN'] }
   */
  readonly privileges?: CachedPrivilegedOptions;
}
