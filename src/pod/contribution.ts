import type { ValuePath } from '../errors';
import type { k8s } from '../kubernetes';

/** A pod template of which only some parts are said. */
export interface PartialPodTemplate {
  readonly metadata?: Pick<k8s.ObjectMeta, 'labels' | 'annotations'>;
  readonly spec?: Partial<k8s.PodSpec>;
}

/**
 * One wish about a pod: a mode's sidecar, a cache's mount, the user's own overrides.
 *
 * Containers are matched by name, environment variables by name, mounts by path, volumes by name.
 */
export interface PodContribution {
  /** The prop that asks for it, for messages: `['caches', 0]`. */
  readonly owner: ValuePath;

  /** What it adds. */
  readonly template: PartialPodTemplate;

  /**
   * Whether it replaces what others said instead of clashing with it. Only what the user wrote as an override does.
   *
   * @default false
   */
  readonly lastWord?: boolean;
}
