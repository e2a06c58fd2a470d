import type { Finding } from '../errors';
import { resourceFindings } from '../pod/check';
import { placementFindings } from './check-placement';
import { droppedFindings } from './check-template';
import { keyFindings, labelValueFindings } from './metadata';
import { nodeChoice } from './placement';
import type { JobPodProps } from './runner-set-props';
import type { ResolvedSetProps } from './resolve-props';

/** What is wrong with `jobPod`. */
export function jobPodFindings(props: ResolvedSetProps): Finding[] {
  const { jobPod } = props;
  if (jobPod === undefined) return [];
  const { hook, steps } = props.containerMode.capabilities;
  if (hook === undefined) {
    return [
      {
        path: ['jobPod'],
        message: `does not exist in containerMode ${props.containerMode.type}, where steps run in the ${steps}; say it of the set itself`,
      },
    ];
  }
  return [
    ...(hook === '0.7.0' ? nodeChoice(jobPod) : []).map(field => ({
      path: ['jobPod', field],
      message: 'cannot move the job pod, which shares a volume with its runner and so its node; place the set itself',
    })),
    ...resourceFindings(jobPod.resources, ['jobPod', 'resources']),
    ...placementFindings(jobPod, ['jobPod']),
    ...(jobPod.template ? droppedFindings(jobPod.template, ['jobPod', 'template']) : []),
    ...metadataNameFindings(jobPod),
  ];
}

function metadataNameFindings({ labels, annotations }: JobPodProps): Finding[] {
  return [
    ...Object.entries(labels ?? {}).flatMap(([key, value]) => [
      ...keyFindings(key, ['jobPod', 'labels', key]),
      ...labelValueFindings(value, ['jobPod', 'labels', key]),
    ]),
    ...Object.keys(annotations ?? {}).flatMap(key => keyFindings(key, ['jobPod', 'annotations', key])),
  ];
}
