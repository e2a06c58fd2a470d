import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { documentOf } from '../app/documents';
import { isPlainObject } from '../plain-object';
import { hostPathsOfPod, mergeHostPaths, type HostPath } from '../pod/host-paths';
import { ScaleSet } from '../runners/scale-set';
import { podSpecsOf } from './pod-specs';

/**
 * The paths of the node that the pods of a construct and its descendants mount: runner and job pods of runner sets, pod
 * templates of all other objects, and persistent volumes.
 */
export function workloadHostPaths(scope: IConstruct): HostPath[] {
  return mergeHostPaths(collect(scope));
}

function collect(construct: IConstruct): HostPath[] {
  if (construct instanceof ScaleSet) return construct.hostPaths;
  const own = ApiObject.isApiObject(construct) ? objectHostPaths(documentOf(construct) as object) : [];
  return [...own, ...construct.node.children.flatMap(collect)];
}

function objectHostPaths(manifest: object): HostPath[] {
  return [...podSpecsOf([manifest]).flatMap(hostPathsOfPod), ...volumeHostPaths(manifest)];
}

function volumeHostPaths(manifest: { readonly kind?: unknown; readonly spec?: unknown }): HostPath[] {
  if (manifest.kind !== 'PersistentVolume' || !isPlainObject(manifest.spec)) return [];
  const { local, hostPath } = manifest.spec as {
    readonly local?: { readonly path: string };
    readonly hostPath?: { readonly path: string; readonly type?: string };
  };
  // The kubelet does not create the directory of a local volume.
  if (local) return [{ path: local.path, readOnly: false, type: 'Directory' }];
  return hostPath ? [{ path: hostPath.path, readOnly: false, type: hostPath.type }] : [];
}
