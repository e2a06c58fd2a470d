import type { ValuePath } from '../errors';
import type { k8s } from '../kubernetes';

/**
 * A pod template in which every field is optional.
 *
 * @example
 *   { spec: { containers: [{ name: 'runner', env: [{ name: 'CI', value: 'true' }] }] } }
 */
export interface PartialPodTemplate {
  /** Labels and annotations of the pod. @default - none */
  readonly metadata?: Pick<k8s.ObjectMeta, 'labels' | 'annotations'>;

  /** Fields of the pod, such as `containers` and `volumes`. @default - none */
  readonly spec?: Partial<k8s.PodSpec>;
}

/**
 * The part of a pod that one feature adds: the sidecar of a mode, the mount of a cache, the user's `template`.
 *
 * Contributions are merged: containers, volumes and environment variables by name, mounts by `mountPath`.
 *
 * @example
 *   { owner: ['caches', 0], template: { spec: { volumes: [{ name: 'cache', emptyDir: {} }] } } }
 */
export interface PodContribution {
  /** Path of the prop that the contribution comes from, such as `['caches', 0]`. For error messages. */
  readonly owner: ValuePath;

  /** The fields that the contribution sets. */
  readonly template: PartialPodTemplate;

  /**
   * Replaces the values of other contributions. When false, a value that another contribution sets too is an error.
   *
   * @default false
   */
  readonly override?: boolean;

  /**
   * Former name of `override`.
   *
   * @deprecated Use `override`.
   * @default - the value of `override`
   */
  readonly lastWord?: boolean;
}

/** Reports whether a contribution replaces the values of others. */
export function isOverride(contribution: PodContribution): boolean {
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- still accepted
  return contribution.override ?? contribution.lastWord ?? false;
}
