import { formatPath, type Finding, type ValuePath } from '../errors';
import { droppedNames, type k8s } from '../kubernetes';

/** Finds fields of a template that the typed API would drop. */
export function droppedFindings(template: k8s.PodTemplateSpec, path: ValuePath): Finding[] {
  return droppedNames(template).map(dropped => ({
    path: [...path, ...dropped],
    at: 'key',
    message:
      `is not a field of ${formatPath(dropped.slice(0, -1)) || 'a pod template'} in the typed API (Kubernetes ` +
      '1.28), or has the wrong type, and would be lost; correct it, or patch the resource of the set',
  }));
}

/** Finds metadata of a template that does not reach the pods: both ARC and the container hooks copy only these two. */
export function lostMetadataFindings(template: k8s.PodTemplateSpec, path: ValuePath): Finding[] {
  return Object.entries(template.metadata ?? {})
    .filter(([field, value]) => value !== undefined && field !== 'labels' && field !== 'annotations')
    .map(([field]) => ({
      path: [...path, 'metadata', field],
      at: 'key',
      message: 'has no effect: pods get only the labels and annotations of a template; leave it out',
    }));
}

/** Checks an override of the runner pod, which runs one job and ends. */
export function podTemplateFindings(template: k8s.PodTemplateSpec | undefined, path: ValuePath): Finding[] {
  if (template === undefined) return [];
  const restartPolicy = template.spec?.restartPolicy;
  return [
    ...droppedFindings(template, path),
    ...lostMetadataFindings(template, path),
    ...(restartPolicy !== undefined && restartPolicy !== 'Never'
      ? [
          {
            path: [...path, 'spec', 'restartPolicy'],
            message: `must be Never, got ${restartPolicy}: a runner works for one job; leave it out`,
          },
        ]
      : []),
  ];
}
