import type { Finding } from '../errors';
import type { k8s } from '../kubernetes';
import { droppedFindings } from './check-template';
import type { PlacementProps } from './placement';

/** Finds fields of a placement that the typed API would drop. */
export function placementFindings(placement: PlacementProps, path: string[]): Finding[] {
  const { affinity, tolerations, topologySpreadConstraints } = placement;
  if (!affinity && !tolerations && !topologySpreadConstraints) return [];
  const spec = {
    affinity,
    tolerations: tolerations && [...tolerations],
    topologySpreadConstraints: topologySpreadConstraints && [...topologySpreadConstraints],
  };
  return droppedFindings({ spec: spec as unknown as k8s.PodSpec }, []).map(finding => ({
    ...finding,
    path: [...path, ...finding.path.slice(1)],
  }));
}
