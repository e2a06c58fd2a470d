import type { Finding, ValuePath } from '../errors';
import { isQuantity, quantityValue, type k8s, type Resources } from '../kubernetes';

/** What the API server would refuse in a pod though its form is right. Paths are into the template. */
export function podFindings(template: k8s.PodTemplateSpec): Finding[] {
  const spec = template.spec;
  if (!spec) return [];
  const volumes = new Set((spec.volumes ?? []).map(({ name }) => name));
  return (['initContainers', 'containers'] as const).flatMap(list =>
    (spec[list] ?? []).flatMap((container, index) => {
      const path = ['spec', list, index];
      return [
        ...(container.image === undefined ? [{ path, message: `container ${container.name} has no image; name one, or name a container that the mode has` }] : []),
        ...(container.volumeMounts ?? []).filter(({ name }) => !volumes.has(name)).map(mount => ({
          path: [...path, 'volumeMounts'],
          message: `${mount.mountPath} of container ${container.name} mounts volume ${JSON.stringify(mount.name)}, which the pod does not have; add it to volumes`,
        })),
        ...(container.env ?? []).flatMap(({ name }) => envNameFindings(name, [...path, 'env'])),
      ];
    }));
}

/** What is wrong with the name of an environment variable. */
export function envNameFindings(name: string, path: ValuePath): Finding[] {
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) {
    return [{ path, message: `must be a variable name of letters, digits, _, - and ., got ${JSON.stringify(name)}` }];
  }
  return INJECTED.includes(name) ? [{ path, message: `${name} is set by ARC on every runner; leave it out` }] : [];
}

/** Appended by the controller to the runner container. @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/controllers/actions.github.com/resourcebuilder.go */
const INJECTED = ['ACTIONS_RUNNER_INPUT_JITCONFIG', 'GITHUB_ACTIONS_RUNNER_EXTRA_USER_AGENT', 'ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE'];

/** What is wrong with requests and limits. */
export function resourceFindings(resources: Resources | undefined, path: ValuePath): Finding[] {
  const kinds = ['requests', 'limits'] as const;
  const malformed = kinds.flatMap(kind =>
    Object.entries(resources?.[kind] ?? {})
      .filter(([, amount]) => !isQuantity(amount) || quantityValue(amount) < 0)
      .map(([name, amount]) => ({ path: [...path, kind, name], message: `must be an amount such as 2, 500m or 4Gi, got ${JSON.stringify(amount)}` })));
  if (malformed.length > 0) return malformed;
  return Object.entries(resources?.limits ?? {}).flatMap(([name, limit]) => {
    const request = resources?.requests?.[name];
    return request !== undefined && quantityValue(request) > quantityValue(limit)
      ? [{ path: [...path, 'requests', name], message: `must be at most the limit (${limit}), got ${request}` }]
      : [];
  });
}
