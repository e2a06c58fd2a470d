import type { k8s } from '../kubernetes';
import { manifestPart, list, mapOf, text, type Shape } from '../schema/shape';

/**
 * Where pods run. The props have the names of the pod fields of Kubernetes.
 *
 * @example
 * { nodeSelector: { disk: 'nvme' }, tolerations: [{ key: 'dedicated', operator: 'Exists' }] }
 */
export interface PlacementProps {
  /**
   * Labels that a node must have to run the pods: `{ disk: 'nvme' }`.
   *
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodeselector
   * @default - any node
   */
  readonly nodeSelector?: { readonly [label: string]: string };

  /**
   * Node and pod affinity.
   *
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
   * @default - none
   */
  readonly affinity?: k8s.Affinity;

  /**
   * Taints that the pods tolerate: `[{ key: 'dedicated', operator: 'Exists' }]`.
   *
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
   * @default - none
   */
  readonly tolerations?: readonly k8s.Toleration[];

  /**
   * How the pods are spread over zones or nodes.
   *
   * @example
   * [
   *   {
   *     maxSkew: 1,
   *     topologyKey: 'kubernetes.io/hostname',
   *     whenUnsatisfiable: 'ScheduleAnyway',
   *     labelSelector: { matchLabels: { team: 'ci' } },
   *   },
   * ]
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
   * @default - the defaults of the scheduler
   */
  readonly topologySpreadConstraints?: readonly k8s.TopologySpreadConstraint[];

  /**
   * Name of an existing PriorityClass.
   *
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
   * @default - the default of the cluster
   */
  readonly priorityClassName?: string;
}

/** The schema of a placement. Its parts of a pod are checked with the pod. */
export const placementShape: Shape<PlacementProps> = {
  nodeSelector: mapOf(text),
  affinity: manifestPart,
  tolerations: list(manifestPart),
  topologySpreadConstraints: list(manifestPart),
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
 * The placement of job pods: that of the runner pod, with each field that `jobPod` sets replaced, so that a job runs on
 * nodes with the caches of its runner. Fields that choose a node are left out if the hook chooses it.
 */
export function jobPlacement(runner: PlacementProps, job: PlacementProps, pinnedToRunner: boolean): PlacementProps {
  const placement = { ...pick(runner), ...pick(job) };
  if (pinnedToRunner) for (const field of NODE_CHOICE) delete placement[field];
  return placement;
}

/** Reports whether no node can have both sets of labels. */
export function onDifferentNodes(
  a: { readonly [label: string]: string | undefined },
  b: { readonly [label: string]: string | undefined },
): boolean {
  return Object.entries(a).some(([label, value]) => b[label] !== undefined && b[label] !== value);
}

/** The fields of a placement that choose a node. */
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
