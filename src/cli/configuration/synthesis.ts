import type { DeskrunApp } from '../../app/deskrun-app';
import { ScaleSet } from '../../runners/scale-set';
import type { Manifest, Project } from '../project';

type HostPath = Awaited<ReturnType<Project['hostPaths']>>[number];

/**
 * The directories of nodes that an app's pods, runner and job, mount. One that any pod writes to is not read-only.
 */
export function hostPathsOf(app: DeskrunApp): HostPath[] {
  const manifests = app.manifests() as Manifest[];
  const found = [...podSpecs(app, manifests).flatMap(mountedPaths), ...manifests.flatMap(localPath)];
  const paths = [...new Set(found.map(({ path }) => path))].sort();
  return paths.map(path => {
    const same = found.filter(other => other.path === path);
    return {
      path,
      readOnly: same.every(({ readOnly }) => readOnly),
      type: same.find(({ type }) => type !== undefined)?.type,
    };
  });
}

interface PodSpec {
  readonly volumes?: readonly {
    readonly name: string;
    readonly hostPath?: { readonly path: string; readonly type?: string };
  }[];
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
}

interface Container {
  readonly volumeMounts?: readonly { readonly name: string; readonly readOnly?: boolean }[];
}

function podSpecs(app: DeskrunApp, manifests: readonly Manifest[]): PodSpec[] {
  const templates = manifests.flatMap(
    ({ spec }) => (spec as { template?: { spec?: PodSpec } } | undefined)?.template?.spec ?? [],
  );
  const jobs = app.node
    .findAll()
    .flatMap(construct =>
      construct instanceof ScaleSet ? ((construct.effectiveJobPod()?.spec as PodSpec | undefined) ?? []) : [],
    );
  return [...templates, ...jobs];
}

function mountedPaths({ volumes = [], containers = [], initContainers = [] }: PodSpec): HostPath[] {
  const mounts = [...containers, ...initContainers].flatMap(({ volumeMounts = [] }) => volumeMounts);
  return volumes.flatMap(({ name, hostPath }) =>
    hostPath
      ? [
          {
            path: hostPath.path,
            type: hostPath.type,
            readOnly: mounts.filter(mount => mount.name === name).every(({ readOnly }) => readOnly),
          },
        ]
      : [],
  );
}

function localPath({ kind, spec }: Manifest): HostPath[] {
  const path = kind === 'PersistentVolume' ? (spec as { local?: { path: string } }).local?.path : undefined;
  return path === undefined ? [] : [{ path, readOnly: false, type: 'Directory' }];
}
