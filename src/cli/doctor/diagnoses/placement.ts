import { quantityValue } from '../../../kubernetes';
import { perSet, type Diagnosis } from '../diagnosis';
import type { Kinds } from '../kinds';
import type { PodSpec } from '../pod';
import { formatAmount, requestsOf } from '../requests';

type Node = Kinds['Node'];

/** The requirements of a pod on its node, checked in turn, each with the evidence for when no node is left. */
const REQUIREMENTS: readonly {
  readonly fits: (node: Node, pod: PodSpec) => boolean;
  readonly describe: (pod: PodSpec) => string;
}[] = [
  {
    fits: ({ metadata: { labels = {} } }, { nodeSelector = {} }) =>
      Object.entries(nodeSelector).every(([label, value]) => labels[label] === value),
    describe: ({ nodeSelector = {} }) =>
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
    describe: () => 'every node with its labels has a taint that it does not tolerate',
  },
  {
    fits: ({ status }, pod) =>
      Object.entries(requestsOf(pod)).every(
        ([resource, amount]) =>
          status?.allocatable === undefined || amount <= quantityValue(String(status.allocatable[resource] ?? 0)),
      ),
    describe: pod =>
      `no node with its labels, and without such taints, has ${Object.entries(requestsOf(pod))
        .map(([resource, amount]) => `${resource} ${formatAmount(amount)}`)
        .join(', ')}`,
  },
];

export const noNodeFits: Diagnosis = {
  id: 'no-node-fits',
  title: 'a runner pod fits no node',
  find: perSet(({ id, name, pod }, { objects, wasRead }) => {
    let nodes: readonly Node[] = objects.Node;
    if (!wasRead('Node') || nodes.length === 0) return [];
    for (const { fits, describe } of REQUIREMENTS) {
      const remaining = nodes.filter(node => fits(node, pod));
      if (remaining.length === 0) {
        return [
          {
            severity: 'warning',
            cause: `runners of ${name} fit no node of the cluster: they stay Pending until one is added`,
            evidence: [
              `AutoscalingRunnerSet ${id}: ${describe(pod)}`,
              `examined ${nodes
                .slice(0, 5)
                .map(({ metadata }) => metadata.name)
                .join(', ')}${nodes.length > 5 ? ` and ${nodes.length - 5} more` : ''}`,
            ],
            remedy: ['label or add a node, tolerate its taints, or lower the resource requests'],
          },
        ];
      }
      nodes = remaining;
    }
    return [];
  }),
};

/** A diagnosis of a class that a pod names. */
function classMissing(
  kind: 'PriorityClass' | 'RuntimeClass',
  field: 'priorityClassName' | 'runtimeClassName',
  id: string,
): Diagnosis {
  return {
    id,
    title: `a runner or job pod names a ${kind} that does not exist`,
    find: perSet(({ id: set, name, pod, extension }, { objects, wasRead }) =>
      [pod, extension?.pod?.spec].flatMap((spec, index) => {
        const wanted = spec?.[field];
        return !wanted || !wasRead(kind) || objects[kind].some(({ metadata }) => metadata.name === wanted)
          ? []
          : [
              {
                severity: 'error' as const,
                cause:
                  `${kind} ${wanted} of the ${index === 0 ? 'runner' : 'job'} pods of ${name} does not exist: no ` +
                  'such pod can be created',
                evidence: [
                  `AutoscalingRunnerSet ${set} has ${field}: ` +
                    `${wanted}${index === 0 ? '' : ' in its hook extension'}; the cluster has ` +
                    `${objects[kind].map(({ metadata }) => metadata.name).join(', ') || 'none'}`,
                ],
                remedy: [`create ${kind} ${wanted}, or remove ${field}`],
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
