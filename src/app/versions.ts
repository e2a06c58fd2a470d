import type { IConstruct } from 'constructs';

/** Versions of Actions Runner Controller (ARC) for which manifests can be written, oldest first. */
export const ARC_VERSIONS = ['0.12.1', '0.13.0', '0.13.1', '0.14.0', '0.14.1', '0.14.2'] as const;

/** A version of Actions Runner Controller (ARC) for which manifests can be written: one of {@link ARC_VERSIONS}. */
export type ArcVersion = (typeof ARC_VERSIONS)[number];

/**
 * Version of an installed controller, such as `0.14.2`. It may be older or newer than the versions for which manifests
 * can be written, so the type is any string. Editors complete the known versions.
 */
export type ControllerVersion = ArcVersion | (string & Record<never, never>);

/** Used when an app sets no version. */
export const DEFAULT_ARC_VERSION: ArcVersion = '0.14.2';
export const DEFAULT_KUBERNETES_VERSION = '1.36';

/** Context keys for apps that are not a DeskrunApp. */
export const ARC_VERSION_CONTEXT = 'cdk8s-deskrun/arcVersion';
export const KUBERNETES_VERSION_CONTEXT = 'cdk8s-deskrun/kubernetesVersion';

/** Returns the ARC version of an app. There is only one, because a controller deletes sets of another minor version. */
export function arcVersionOf(scope: IConstruct): ArcVersion {
  return (scope.node.tryGetContext(ARC_VERSION_CONTEXT) as ArcVersion | undefined) ?? DEFAULT_ARC_VERSION;
}

/** Returns the Kubernetes minor version of an app, such as 36 for `1.36`. */
export function kubernetesMinorOf(scope: IConstruct): number {
  const version =
    (scope.node.tryGetContext(KUBERNETES_VERSION_CONTEXT) as string | undefined) ?? DEFAULT_KUBERNETES_VERSION;
  return Number(version.split('.')[1]);
}

/** Returns the minor version of a release: `0.14` for `0.14.2`. */
export function minorOf(version: string): string {
  return version.split('.').slice(0, 2).join('.');
}

/** Returns why a text is not the version of an ARC release, or undefined. Unknown releases are allowed. */
export function releaseProblem(version: string): string | undefined {
  return /^\d+\.\d+\.\d+$/.test(version)
    ? undefined
    : `must be a release of ARC such as 0.14.2, got ${JSON.stringify(version)}`;
}

/** Returns why manifests cannot be written for this ARC version, or undefined. */
export function arcVersionProblem(version: string): string | undefined {
  return (ARC_VERSIONS as readonly string[]).includes(version)
    ? undefined
    : `must be one of ${ARC_VERSIONS.join(', ')}, got ${JSON.stringify(version)}`;
}

/** Returns why manifests cannot be written for this Kubernetes version, or undefined. */
export function kubernetesVersionProblem(version: string): string | undefined {
  const minor = Number(/^1\.(\d{1,2})$/.exec(version)?.[1] ?? 0);
  return minor >= 27
    ? undefined
    : `must be a minor version, 1.27 or later, such as "1.36", got ${JSON.stringify(version)}`;
}
