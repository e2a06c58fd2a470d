/** A directory, file or socket of the node that pods mount. @example { path: '/nvme/npm', readOnly: false } */
export interface HostPath {
  /** Absolute path on the node. */
  readonly path: string;

  /** True when no container writes to the path. */
  readonly readOnly: boolean;

  /**
   * The `type` of the `hostPath` volume, such as `Directory`, `DirectoryOrCreate` or `Socket`.
   *
   * @default - the kubelet does not check the path
   * @see https://kubernetes.io/docs/concepts/storage/volumes/#hostpath-volume-types
   */
  readonly type?: string;
}

/** A `hostPath` volume of a pod, with its mounts in all containers. */
export interface HostPathVolume {
  readonly path: string;
  readonly type?: string;
  readonly mounts: readonly HostPathMount[];
}

export interface HostPathMount {
  readonly mountPath: string;
  readonly readOnly: boolean;
  readonly subPath?: string;
  readonly subPathExpr?: string;
}

interface PodVolumes {
  readonly volumes?: readonly {
    readonly name: string;
    readonly hostPath?: { readonly path: string; readonly type?: string };
  }[];
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface Container {
  readonly volumeMounts?: readonly (Partial<HostPathMount> & { readonly name: string; readonly mountPath: string })[];
}

/** Returns the `hostPath` volumes of a pod spec, with their mounts in containers and init containers. */
export function hostPathVolumes(spec: object): HostPathVolume[] {
  const { volumes = [], containers = [], initContainers = [] } = spec as PodVolumes;
  const mounts = [...initContainers, ...containers].flatMap(({ volumeMounts = [] }) => volumeMounts);
  return volumes.flatMap(({ name, hostPath }) =>
    hostPath
      ? [
          {
            path: hostPath.path,
            type: hostPath.type,
            mounts: mounts
              .filter(mount => mount.name === name)
              .map(({ mountPath, readOnly = false, subPath, subPathExpr }) => ({
                mountPath,
                readOnly,
                subPath,
                subPathExpr,
              })),
          },
        ]
      : [],
  );
}

/** Returns the paths of the node that a pod spec mounts. */
export function hostPathsOfPod(spec: object): HostPath[] {
  return hostPathVolumes(spec).map(({ path, type, mounts }) => ({
    path,
    type,
    readOnly: mounts.every(({ readOnly }) => readOnly),
  }));
}

/** Returns each path once, sorted. A path is read-only only if no pod writes to it. */
export function mergeHostPaths(hostPaths: readonly HostPath[]): HostPath[] {
  const paths = [...new Set(hostPaths.map(({ path }) => path))].sort();
  return paths.map(path => {
    const same = hostPaths.filter(other => other.path === path);
    return {
      path,
      readOnly: same.every(({ readOnly }) => readOnly),
      type: same.find(({ type }) => type !== undefined)?.type,
    };
  });
}
