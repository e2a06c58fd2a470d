import type { KindMount } from '../../cluster/kind-mounts';

/** The state of the machine that a kind cluster's nodes run on. Each part may be unknown. */
export interface HostFacts {
  readonly inotify?: {
    readonly 'fs.inotify.max_user_watches': number;
    readonly 'fs.inotify.max_user_instances': number;
  };
  readonly cgroupVersion?: 1 | 2;
  /** Directories of the machine that are mounted into each node. */
  readonly nodes?: readonly { readonly name: string; readonly mounts: readonly KindMount[] }[];
  /** Free space on the disks of Docker's directory and of the mounted directories. */
  readonly disks?: readonly { readonly path: string; readonly freeBytes: number }[];
}
