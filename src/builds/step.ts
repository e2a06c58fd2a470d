import type { PodContribution } from '../pod/contribution';
import type { BoundCache } from '../caches/bind';
import type { ValuePath } from '../errors';
import type { DevContainer } from './devcontainer/dev-container';
import type { ContainerBuildProps } from './container-build-props';

/** What the parts of a build are made from. */
export interface BuildContext {
  readonly props: ContainerBuildProps;

  /** Name of the objects of the build, without the hash of one run. */
  readonly name: string;

  /** Hash of the repository, which names its directories. */
  readonly repositoryHash: string;

  /** Mount path of the workspace. */
  readonly workspace: string;

  readonly caches: readonly BuildCache[];

  /** The devcontainer in which the command runs. @default - only the image */
  readonly devContainer?: DevContainer;
}

/** A cache of a build, with the prop that it comes from. */
export interface BuildCache {
  readonly owner: ValuePath;
  readonly bound: BoundCache;
}

/** One part of a build: what it adds to the pod, and the scripts that its containers run, by file name. */
export interface Step {
  readonly contributions: readonly PodContribution[];
  readonly scripts?: Readonly<Record<string, string>>;
}
