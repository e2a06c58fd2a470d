import type { Named } from '../kubectl/objects';
import type { Manifest } from '../project';

/** What is done to the cluster in one step. Plain data: who made the plan does not do it. */
export type Action =
  | { readonly type: 'apply'; readonly manifests: readonly Manifest[]; readonly force?: boolean }
  /** Asks for deletion without waiting for it, so that all of them go at once. */
  | { readonly type: 'ask'; readonly objects: readonly Named[] }
  /** Deletes, and is done when they are gone. */
  | { readonly type: 'delete'; readonly objects: readonly Named[] }
  /** Unlocks objects whose scale set is gone: nobody else will. */
  | { readonly type: 'release'; readonly objects: readonly Named[] }
  /** Waits until definitions are established. */
  | { readonly type: 'established'; readonly objects: readonly Named[] }
  /** Waits until the pods of a Deployment are up. */
  | { readonly type: 'available'; readonly object: Named }
  /** Waits until GitHub knows a scale set. */
  | { readonly type: 'registered'; readonly object: Named }
  /**
   * Waits until the listener of a scale set reports to an EphemeralRunnerSet that exists, and recreates a listener that does not.
   * With `changed`, the set was there before: what is seen right after the change may be from before it.
   */
  | { readonly type: 'listening'; readonly object: Named; readonly changed: boolean };

/** One step on the way to what is desired. */
export interface Step {
  readonly id: string;
  /** Whose success hangs on it: a scale set, or what the objects are for. */
  readonly subject: string;
  /** What is being done, as progress says it. */
  readonly title: string;
  /** Steps without whose success this one is not begun. */
  readonly needs: readonly string[];
  readonly action: Action;
}
