import type { Named } from '../kubectl/objects';
import type { Manifest } from '../project';

/** What a step does to the cluster, as plain data. */
export type Action =
  | { readonly type: 'apply'; readonly manifests: readonly Manifest[]; readonly force?: boolean }
  /** Requests the deletion of objects without waiting for it, so that they are deleted in parallel. */
  | { readonly type: 'request deletion'; readonly objects: readonly Named[] }
  /** Deletes objects and waits until they are gone. */
  | { readonly type: 'delete'; readonly objects: readonly Named[] }
  /** Removes the cleanup finalizer of objects whose runner set is gone. */
  | { readonly type: 'release'; readonly objects: readonly Named[] }
  /** Waits until CRDs are established. */
  | { readonly type: 'established'; readonly objects: readonly Named[] }
  /** Waits until the pods of a Deployment are available. */
  | { readonly type: 'available'; readonly object: Named }
  /** Waits until a runner set is registered at GitHub. */
  | { readonly type: 'registered'; readonly object: Named }
  /**
   * Waits until the listener of a scale set reports to an EphemeralRunnerSet that exists, and recreates a listener that
   * does not. `changed` is true for a set that existed before: its old listener may still exist right after the change.
   */
  | { readonly type: 'listening'; readonly object: Named; readonly changed: boolean };

/** One step of a plan. */
export interface Step {
  readonly id: string;
  /** What the step is for in the report: a runner set, or the name of an object or group. */
  readonly subject: string;
  /** What the step does, as progress shows it. */
  readonly title: string;
  /** The ids of steps that must succeed first. */
  readonly needs: readonly string[];
  readonly action: Action;
}
