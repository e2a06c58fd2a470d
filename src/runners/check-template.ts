import { formatPath, type Finding, type ValuePath } from '../errors';
import { droppedNames, type k8s } from '../kubernetes';

/** Names in a template that would be lost on the way to the manifest. */
export function droppedFindings(template: k8s.PodTemplateSpec, path: ValuePath): Finding[] {
  return droppedNames(template).map(dropped => ({
    path: [...path, ...dropped],
    at: 'key',
    message: `is not a field of ${formatPath(dropped.slice(0, -1)) || 'a pod template'} in the typed API (Kubernetes 1.28), or not of the type it wants, and would be lost; correct it, or patch the set's resource`,
  }));
}

/** What an override of a pod that works for one job must not say. */
export function podTemplateFindings(template: k8s.PodTemplateSpec | undefined, path: ValuePath): Finding[] {
  if (template === undefined) return [];
  const restartPolicy = template.spec?.restartPolicy;
  return [
    ...droppedFindings(template, path),
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
