import type { KindMount } from '../../cluster/kind-mounts';

/** What there is to know of the machine that a kind cluster's nodes run on. Each part may not be known. */
export interface HostFacts {
  readonly inotify?: {
    readonly 'fs.inotify.max_user_watches': number;
    readonly 'fs.inotify.max_user_instances': number;
  };
  readonly cgroupVersion?: 1 | 2;
  /** Directories of the machine that are mounted into the cluster's nodes. */
  readonly nodes?: readonly { readonly name: string; readonly mounts: readonly KindMount[] }[];
  /** What is left of the disks behind Docker's directory and the mounted ones. */
  readonly disks?: readonly { readonly path: string; readonly freeBytes: number }[];
}
