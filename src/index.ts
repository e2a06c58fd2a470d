// The app, its output for GitOps tools, and versions of ARC.
export { DeskrunApp, type DeskrunAppProps } from './app/deskrun-app';
export type { FluxProps, FluxSource } from './app/flux';
export { GitOps } from './app/gitops';
export { ARC_VERSIONS, type ArcVersion, type ControllerVersion } from './app/versions';

// Runner sets.
export {
  CachedPrivilegedRunnerSet,
  DindRunnerSet,
  KubernetesNoVolumeRunnerSet,
  KubernetesRunnerSet,
  PlainRunnerSet,
} from './runners/named-sets';
export type {
  CachedPrivilegedRunnerSetProps,
  DindRunnerSetProps,
  KubernetesRunnerSetProps,
} from './runners/named-sets';
export { RunnerChart, type RunnerChartProps } from './runners/runner-chart';
export { RunnerSet } from './runners/runner-set';
export { ScaleSet } from './runners/scale-set';
export type { JobPodProps, RunnerDefaults, RunnerSetBaseProps, RunnerSetProps } from './runners/runner-set-props';
export type { RunnerController, ServiceAccountReference } from './runners/runner-controller';
export type { PlacementProps } from './runners/placement';
export type { ResourceAmounts, Resources } from './kubernetes';
export type { ListenerHistogram, ListenerMetric, ListenerMetrics } from './runners/listener-metrics';
export type { ControllerObject, Metadata, OwnObject, ResourceMeta } from './runners/metadata';
export { hookRules } from './runners/rbac';

// Container modes: where and with which privileges jobs run.
export { ContainerMode } from './modes/container-mode';
export { MODE_CAPABILITIES, type ContainerModeType, type ModeCapabilities } from './modes/capabilities';
export type { CachedPrivilegedOptions } from './modes/cached-privileged';
export type { DindModeOptions } from './modes/dind';
export type { KubernetesModeOptions, WorkVolumeClaim } from './modes/kubernetes';

// Caches.
export { CacheVolume } from './caches/cache-volume';
export type { CacheOptions, CachePath, CachePathOptions, LocalVolumeOptions, NamedCache } from './caches/cache-volume';
export { CACHE_CATALOGUE, type CacheName, type CatalogueEntry } from './caches/catalogue';
export { NvmeCacheVolume, type NvmeCacheVolumeProps } from './caches/nvme-cache-volume';
export type { CacheSharing } from './caches/sharing';

// Credentials of GitHub.
export type { AzureKeyVault, VaultConfig } from './auth/vault';
export {
  GitHubAuth,
  CREDENTIAL_KEYS,
  type GitHubAuthOptions,
  type GitHubCredential,
  type GitHubSecret,
} from './auth/github-auth';

// Network policies, proxies and private certificate authorities.
export type { AllowedPeer, NetworkPolicyProps } from './network/policy';
export type { PrivateCa } from './network/private-ca';
export type { Proxy, ProxyServer } from './network/proxy';

// The controller and its CRDs.
export { ArcController } from './controller/arc-controller';
export type {
  ArcControllerProps,
  ClientRateLimiter,
  ControllerMetrics,
  ControllerServiceAccount,
  LogLevel,
} from './controller/arc-controller-props';
export { ArcCrds } from './controller/crds';
export { ExistingController, type ExistingControllerProps } from './controller/existing-controller';

// Namespaces and kind clusters.
export { KindCluster, type KindClusterProps, type KindConfig } from './cluster/kind-cluster';
export type { KindMount } from './cluster/kind-mounts';
export type { HostPath } from './pod/host-paths';
export { RunnerNamespace, type RunnerNamespaceProps } from './cluster/runner-namespace';

// Builds of a repository without a runner.
export { CinchProject } from './builds/cinch-project';
export type { CinchProjectProps } from './builds/cinch-project-props';
export { ContainerBuild } from './builds/container-build';
export type {
  Artifact,
  ArtifactStore,
  BuildBaseProps,
  BuildService,
  BuildUser,
  ContainerBuildProps,
  CustomCache,
  ServiceHealthCheck,
  Trust,
} from './builds/container-build-props';
export type { SecretKey } from './builds/devcontainer/settings';
export type { UserId } from './builds/devcontainer/users';

// Pods: how the features of a runner set are merged, and what the container hooks make of them.
export type { PodSecurityLevel } from './pod/security';
export { composePod } from './pod/compose';
export type { PartialPodTemplate, PodContribution } from './pod/contribution';
export { effectiveJobPod, type HookExtension } from './hooks/merge';
export type { JobContainer, JobPod, JobRequest, ManifestObject } from './hooks/job-pod';
export type { HookVersion } from './hooks/versions';

// The configuration file, and its import from helm values.
export type {
  ControllerConfig,
  DeskrunConfig,
  FluxConfig,
  InstallConfig,
  JobPodConfig,
  KubernetesParts,
  RunnerConfig,
} from './config/config';
export { valuesToConfig, valuesToProps } from './import/values-to-config';
export type { ImportedConfig, ImportedProps } from './import/values-to-config';
export type { ChartRelease, HelmReleases, RunnerSetChartRelease } from './import/releases';
export type { NotCarried } from './import/not-carried';

// Errors.
export { ConfigFileError, DeskrunError, ManifestError, PropsError, type Finding, type ValuePath } from './errors';
export { FileError } from './file-error';

// The generated class of AutoscalingRunnerSet objects, and the types of its fields.
export { AutoscalingRunnerSet } from '../imports/actions.github.com';
export type {
  AutoscalingRunnerSetProps,
  AutoscalingRunnerSetSpec,
  AutoscalingRunnerSetSpecAutoscalingListener,
  AutoscalingRunnerSetSpecEphemeralRunnerConfigSecretMetadata,
  AutoscalingRunnerSetSpecEphemeralRunnerMetadata,
  AutoscalingRunnerSetSpecEphemeralRunnerSetMetadata,
  AutoscalingRunnerSetSpecGithubServerTls,
  AutoscalingRunnerSetSpecListenerConfigSecretMetadata,
  AutoscalingRunnerSetSpecListenerMetrics,
  AutoscalingRunnerSetSpecListenerRoleBindingMetadata,
  AutoscalingRunnerSetSpecListenerRoleMetadata,
  AutoscalingRunnerSetSpecListenerServiceAccountMetadata,
  AutoscalingRunnerSetSpecProxy,
  AutoscalingRunnerSetSpecVaultConfig,
  AutoscalingRunnerSetSpecGithubServerTlsCertificateFrom,
  AutoscalingRunnerSetSpecListenerMetricsCounters,
  AutoscalingRunnerSetSpecListenerMetricsGauges,
  AutoscalingRunnerSetSpecListenerMetricsHistograms,
  AutoscalingRunnerSetSpecProxyHttp,
  AutoscalingRunnerSetSpecProxyHttps,
  AutoscalingRunnerSetSpecVaultConfigAzureKeyVault,
  AutoscalingRunnerSetSpecVaultConfigProxy,
  AutoscalingRunnerSetSpecGithubServerTlsCertificateFromConfigMapKeyRef,
  AutoscalingRunnerSetSpecVaultConfigProxyHttp,
  AutoscalingRunnerSetSpecVaultConfigProxyHttps,
} from '../imports/actions.github.com';
