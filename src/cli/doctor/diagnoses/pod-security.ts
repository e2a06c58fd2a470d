import { ENFORCE_LABEL, beyondBaseline } from '../../../pod/security';
import { perSet, type Diagnosis } from '../diagnosis';
import type { PodSpec } from '../pod';

export const podSecurityLevel: Diagnosis = {
  id: 'pod-security-level',
  title: 'the Pod Security level of a namespace does not allow the runner or job pods of a set in it',
  find: perSet(({ name, namespace, pod, extension }, { objects }) => {
    const level = objects.Namespace.find(({ metadata }) => metadata.name === namespace)?.metadata.labels?.[
      ENFORCE_LABEL
    ];
    if (level !== 'baseline' && level !== 'restricted') return [];
    const beyond = (spec: PodSpec | undefined) => (spec ? beyondBaseline(spec as Record<string, unknown>) : []);
    const evidence = [
      ...beyond(pod).map(reason => `runner pods: ${reason}`),
      ...beyond(extension?.pod?.spec).map(reason => `job pods: ${reason}`),
    ];
    return evidence.length === 0
      ? []
      : [
          {
            severity: 'error',
            cause:
              `Pod Security of namespace ${namespace} rejects the pods of ${name}: ARC counts each runner as ` +
              'failed',
            evidence: [`Namespace ${namespace} has ${ENFORCE_LABEL}: ${level}`, ...evidence],
            remedy: [
              `kubectl label namespace ${namespace} ${ENFORCE_LABEL}=privileged --overwrite`,
              'or use a containerMode or caches that the level allows',
            ],
          },
        ];
  }),
};
