import { quantityValue } from '../../../kubernetes';
import { perSet, type Diagnosis } from '../diagnosis';
import type { Kinds } from '../kinds';
import type { PodSpec } from '../pod';
import { formatAmount, requestsOf } from '../requests';

type Node = Kinds['Node'];

/** One after the other, what a node has to have; each with what it says when no node is left. */
const SIEVES: readonly {
  readonly fits: (node: Node, pod: PodSpec) => boolean;
  readonly says: (pod: PodSpec) => string;
}[] = [
  {
    fits: ({ metadata: { labels = {} } }, { nodeSelector = {} }) =>
      Object.entries(nodeSelector).every(([label, value]) => labels[label] === value),
    says: ({ nodeSelector = {} }) =>
      `no node has the labels ${Object.entries(nodeSelector)
        .map(([label, value]) => `${label}=${value ?? ''}`)
        .join(', ')}`,
  },
  {
    fits: ({ spec }, { tolerations = [] }) =>
      (spec?.taints ?? [])
        .filter(({ effect }) => effect !== 'PreferNoSchedule')
        .every(taint =>
          tolerations.some(
            ({ key, operator, value, effect }) =>
              (key === undefined || key === taint.key) &&
              (operator === 'Exists' || (value ?? '') === (taint.value ?? '')) &&
              (!effect || effect === taint.effect),
          ),
        ),
    says: () => 'every node that has its labels has a taint that it does not tolerate',
  },
  {
    fits: ({ status }, pod) =>
      Object.entries(requestsOf(pod)).every(
        ([resource, amount]) =>
          status?.allocatable === undefined || amount <= quantityValue(String(status.allocatable[resource] ?? 0)),
      ),
    says: pod =>
      `no node that would take it has ${Object.entries(requestsOf(pod))
        .map(([resource, amount]) => `${resource} ${formatAmount(amount)}`)
        .join(', ')}`,
  },
];

export const noNodeFits: Diagnosis = {
  id: 'no-node-fits',
  title: 'a runner pod that fits none of the nodes that there are',
  find: perSet(({ id, name, pod }, { objects, looked }) => {
    let nodes: readonly Node[] = objects.Node;
    if (!looked('Node') || nodes.length === 0) return [];
    for (const { fits, says } of SIEVES) {
      const left = nodes.filter(node => fits(node, pod));
      if (left.length === 0) {
        return [
          {
            severity: 'warning',
            cause: `runners of ${name} fit no node of the cluster: they wait until one comes that they fit`,
            evidence: [
              `AutoscalingRunnerSet ${id}: ${says(pod)}`,
              `looked at ${nodes
                .slice(0, 5)
                .map(({ metadata }) => metadata.name)
                .join(', ')}${nodes.length > 5 ? ` and ${nodes.length - 5} more` : ''}`,
            ],
            remedy: ['label or add a node, tolerate its taints, or ask for less'],
          },
        ];
      }
      nodes = left;
    }
    return [];
  }),
};

/** A diagnosis of a class, by name, that a pod asks for. */
function classMissing(
  kind: 'PriorityClass' | 'RuntimeClass',
  field: 'priorityClassName' | 'runtimeClassName',
  id: string,
): Diagnosis {
  return {
    id,
    title: `a runner or job pod of a ${kind} that is not there`,
    find: perSet(({ id: set, name, pod, extension }, { objects, looked }) =>
      [pod, extension?.pod?.spec].flatMap((spec, index) => {
        const wanted = spec?.[field];
        return !wanted || !looked(kind) || objects[kind].some(({ metadata }) => metadata.name === wanted)
          ? []
          : [
              {
                severity: 'error' as const,
                cause: `the ${kind} ${wanted} of ${name}'s ${index === 0 ? 'runner' : 'job'} pods is not there: none is made`,
                evidence: [
                  `AutoscalingRunnerSet ${set} has ${field}: ${wanted}${index === 0 ? '' : ' in its hook extension'}; the cluster has ${objects[kind].map(({ metadata }) => metadata.name).join(', ') || 'none'}`,
                ],
                remedy: [`make ${kind} ${wanted}, or leave out ${field}`],
              },
            ];
      }),
    ),
  };
}

export const placementDiagnoses = [
  noNodeFits,
  classMissing('PriorityClass', 'priorityClassName', 'priority-class-missing'),
  classMissing('RuntimeClass', 'runtimeClassName', 'runtime-class-missing'),
];
