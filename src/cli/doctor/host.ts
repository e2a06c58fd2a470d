/** What the machine says that a kind cluster's nodes run on. Each part may not be known. */
export interface HostFacts {
  readonly inotify?: { readonly instances: number; readonly watches: number };
  readonly cgroupVersion?: 1 | 2;
  /** Directories of the machine that are mounted into the cluster's nodes. */
  readonly nodes?: readonly { readonly name: string; readonly mounts: readonly { readonly source: string; readonly destination: string }[] }[];
  /** How full the disks are behind those directories. */
  readonly disks?: readonly { readonly path: string; readonly freeBytes: number; readonly sizeBytes: number }[];
}

/** What kind asks of the machine. @see https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
export const MINIMUM_INOTIFY = { 'fs.inotify.max_user_instances': 512, 'fs.inotify.max_user_watches': 524288 } as const;

/** The limits that are lower than kind asks for. */
export function beyondInotify({ instances, watches }: NonNullable<HostFacts['inotify']>): { name: keyof typeof MINIMUM_INOTIFY; value: number }[] {
  const limits = [{ name: 'fs.inotify.max_user_instances', value: instances }, { name: 'fs.inotify.max_user_watches', value: watches }] as const;
  return limits.filter(({ name, value }) => value < MINIMUM_INOTIFY[name]);
}
