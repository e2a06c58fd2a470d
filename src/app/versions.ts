import type { IConstruct } from 'constructs';

/** The versions of the Actions Runner Controller that manifests can be written for, oldest first. */
export const ARC_VERSIONS = ['0.12.1', '0.13.0', '0.13.1', '0.14.0', '0.14.1', '0.14.2'] as const;

/** A version of ARC that manifests can be written for. */
export type ArcVersion = (typeof ARC_VERSIONS)[number];

/**
 * The release of a controller that is already installed. It may be newer or older than the versions that manifests can
 * be written for, so any text is allowed; editors complete the known versions.
 */
export type ControllerVersion = ArcVersion | (string & Record<never, never>);

/** Written when an app does not say. */
export const DEFAULT_ARC_VERSION: ArcVersion = '0.14.2';
export const DEFAULT_KUBERNETES_VERSION = '1.36';

/** Context keys, for apps that are not a DeskrunApp. */
export const ARC_VERSION_CONTEXT = 'cdk8s-deskrun/arcVersion';
export const KUBERNETES_VERSION_CONTEXT = 'cdk8s-deskrun/kubernetesVersion';

/** The one ARC version of the app that a construct is in: a controller deletes scale sets of another minor version. */
export function arcVersionOf(scope: IConstruct): ArcVersion {
  return (scope.node.tryGetContext(ARC_VERSION_CONTEXT) as ArcVersion | undefined) ?? DEFAULT_ARC_VERSION;
}

/** The minor version of the Kubernetes that the app's manifests are for. */
export function kubernetesMinorOf(scope: IConstruct): number {
  const version =
    (scope.node.tryGetContext(KUBERNETES_VERSION_CONTEXT) as string | undefined) ?? DEFAULT_KUBERNETES_VERSION;
  return Number(version.split('.')[1]);
}

/** `0.14`, of `0.14.2`. */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/**
 * What is wrong with the release of a controller, which may be one that manifests cannot be written for; or nothing.
 */
export function releaseProblem(version: string): string | undefined {
  return /^\d+\.\d+\.\d+$/.test(version)
    ? undefined
    : `must be a release of ARC such as 0.14.2, got ${JSON.stringify(version)}`;
}

/** What is wrong with an ARC version, or nothing. */
export function arcVersionProblem(version: string): string | undefined {
  return (ARC_VERSIONS as readonly string[]).includes(version)
    ? undefined
    : `must be one of ${ARC_VERSIONS.join(', ')}, got ${JSON.stringify(version)}`;
}

/** What is wrong with a Kubernetes version, or nothing. */
export function kubernetesVersionProblem(version: string): string | undefined {
  const minor = Number(/^1\.(\d{1,2})$/.exec(version)?.[1] ?? 0);
  return minor >= 27
    ? undefined
    : `must be a minor version from 1.27 on, such as "1.36", got ${JSON.stringify(version)}`;
}
