import type { k8s } from '../kubernetes';
import { anyObject, list, mapOf, text, type Shape } from '../schema/shape';

/** Where pods run, in Kubernetes' own words. */
export interface PlacementProps {
  /** Labels a node must have. @default - any node */
  readonly nodeSelector?: { readonly [label: string]: string };

  /** Finer rules about nodes and other pods. @default - none */
  readonly affinity?: k8s.Affinity;

  /** Taints of nodes to put up with. @default - none */
  readonly tolerations?: readonly k8s.Toleration[];

  /** How evenly pods spread over zones or nodes. @default - the scheduler's own way */
  readonly topologySpreadConstraints?: readonly k8s.TopologySpreadConstraint[];

  /** Name of a PriorityClass. @default - the cluster's default */
  readonly priorityClassName?: string;
}

/** The names and types of a placement. Parts of a pod are checked with the pod. */
export const placementShape: Shape<PlacementProps> = {
  nodeSelector: mapOf(text),
  affinity: anyObject,
  tolerations: list(anyObject),
  topologySpreadConstraints: list(anyObject),
  priorityClassName: text,
};

const NODE_CHOICE = ['nodeSelector', 'affinity', 'topologySpreadConstraints'] as const;

/** The pod fields of a placement. */
export function placementFields(placement: PlacementProps): Partial<k8s.PodSpec> {
  const { nodeSelector, affinity, tolerations, topologySpreadConstraints, priorityClassName } = placement;
  return {
    nodeSelector: nodeSelector && { ...nodeSelector },
    affinity,
    tolerations: tolerations && [...tolerations],
    topologySpreadConstraints: topologySpreadConstraints && [...topologySpreadConstraints],
    priorityClassName,
  };
}

/**
 * The placement of job pods: their own words where they have any, else the runner's, so that a job finds the caches of its
 * runner's nodes. The choice of a node is left out where the hook makes it.
 */
export function jobPlacement(runner: PlacementProps, job: PlacementProps, pinnedToRunner: boolean): PlacementProps {
  const placement = { ...pick(runner), ...pick(job) };
  if (pinnedToRunner) for (const field of NODE_CHOICE) delete placement[field];
  return placement;
}

/** Whether no node can have both sets of labels. */
export function onDifferentNodes(
  a: { readonly [label: string]: string | undefined },
  b: { readonly [label: string]: string | undefined },
): boolean {
  return Object.entries(a).some(([label, value]) => b[label] !== undefined && b[label] !== value);
}

/** The props with which a job pod would choose a node. */
export function nodeChoice(placement: PlacementProps): string[] {
  return NODE_CHOICE.filter(field => placement[field] !== undefined);
}

function pick(placement: PlacementProps): { -readonly [K in keyof PlacementProps]: PlacementProps[K] } {
  const { nodeSelector, affinity, tolerations, topologySpreadConstraints, priorityClassName } = placement;
  return Object.fromEntries(
    Object.entries({ nodeSelector, affinity, tolerations, topologySpreadConstraints, priorityClassName }).filter(
      ([, value]) => value !== undefined,
    ),
  );
}
