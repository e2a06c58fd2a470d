import type { Finding } from '../errors';
import { placementFindings } from './check-placement';
import { droppedFindings, lostMetadataFindings } from './check-template';
import { nodeChoice } from './placement';
import type { ResolvedSetProps } from './resolve-props';

/** Checks `jobPod`. */
export function jobPodFindings(props: ResolvedSetProps): Finding[] {
  const { jobPod } = props;
  if (jobPod === undefined) return [];
  const { hook, steps } = props.containerMode.capabilities;
  if (hook === undefined) {
    return [
      {
        path: ['jobPod'],
        message:
          `does not exist in containerMode ${props.containerMode.type}, where steps run in the ${steps}; set it ` +
          'on the runner set itself',
      },
    ];
  }
  return [
    ...(hook === '0.7.0' ? nodeChoice(jobPod) : []).map(field => ({
      path: ['jobPod', field],
      message:
        'cannot move the job pod, which runs on the node of its runner because they share a volume; set it on ' +
        'the runner set itself',
    })),
    ...placementFindings(jobPod, ['jobPod']),
    ...(jobPod.template ? droppedFindings(jobPod.template, ['jobPod', 'template']) : []),
    ...(jobPod.template ? lostMetadataFindings(jobPod.template, ['jobPod', 'template']) : []),
  ];
}
