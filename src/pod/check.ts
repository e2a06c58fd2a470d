import type { Finding, ValuePath } from '../errors';
import { isQuantity, quantityValue, resourceTexts, type k8s, type Resources } from '../kubernetes';
import type { Origin } from './compose';

/** What the API server would refuse in a pod though its form is right, each where it was written: in the template itself, unless told otherwise. */
export function podFindings(template: k8s.PodTemplateSpec, origin: Origin = inTemplate(template)): Finding[] {
  const { spec } = template;
  const volumes = new Set((spec?.volumes ?? []).map(({ name }) => name));
  return (['initContainers', 'containers'] as const)
    .flatMap(list =>
      (spec?.[list] ?? []).flatMap(({ name: container, image, volumeMounts, env }) => [
        ...(isLabel(container)
          ? []
          : [
              {
                path: origin(list, container),
                message: `${JSON.stringify(container)} cannot name a container: at most 63 lower-case letters, digits and -`,
              },
            ]),
        ...(image === undefined
          ? [
              {
                path: origin(list, container),
                message: `container ${container} has no image; name one, or name a container that the mode has`,
              },
            ]
          : []),
        ...(volumeMounts ?? [])
          .filter(({ name }) => !volumes.has(name))
          .map(({ name, mountPath }) => ({
            path: origin(list, container, { list: 'volumeMounts', key: mountPath }),
            message: `${mountPath} of container ${container} mounts volume ${JSON.stringify(name)}, which the pod does not have; add it to volumes`,
          })),
        ...(env ?? []).flatMap(({ name }) =>
          envNameFindings(name, origin(list, container, { list: 'env', key: name })),
        ),
      ]),
    )
    .concat(volumeNameFindings(spec));
}

function volumeNameFindings(spec: k8s.PodSpec | undefined): Finding[] {
  return (spec?.volumes ?? [])
    .filter(({ name }) => !isLabel(name))
    .map(({ name }) => ({
      path: ['spec', 'volumes'],
      message: `${JSON.stringify(name)} cannot name a volume: at most 63 lower-case letters, digits and -`,
    }));
}

function isLabel(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

function inTemplate({ spec }: k8s.PodTemplateSpec): Origin {
  return (list, container, inner) => [
    'spec',
    list,
    (spec?.[list] ?? []).findIndex(({ name }) => name === container),
    ...(inner ? [inner.list] : []),
  ];
}

/** What is wrong with the name of an environment variable. */
export function envNameFindings(name: string, path: ValuePath): Finding[] {
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(name)) {
    return [{ path, message: `must be a variable name of letters, digits, _, - and ., got ${JSON.stringify(name)}` }];
  }
  return INJECTED.includes(name) ? [{ path, message: `${name} is set by ARC on every runner; leave it out` }] : [];
}

/** Appended by the controller to the runner container. @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/controllers/actions.github.com/resourcebuilder.go */
const INJECTED = [
  'ACTIONS_RUNNER_INPUT_JITCONFIG',
  'GITHUB_ACTIONS_RUNNER_EXTRA_USER_AGENT',
  'ACTIONS_RUNNER_RETURN_VERSION_DEPRECATED_EXIT_CODE',
];

/** What is wrong with requests and limits. */
export function resourceFindings(given: Resources | undefined, path: ValuePath): Finding[] {
  const resources = given && resourceTexts(given);
  const kinds = ['requests', 'limits'] as const;
  const unknown = kinds.flatMap(kind =>
    Object.keys(resources?.[kind] ?? {})
      .filter(name => !isResource(name))
      .map(name => ({
        path: [...path, kind, name],
        message: `${JSON.stringify(name)} is no resource of a container: cpu, memory, ephemeral-storage, hugepages-SIZE, or a device such as nvidia.com/gpu`,
      })),
  );
  if (unknown.length > 0) return unknown;
  const malformed = kinds.flatMap(kind =>
    Object.entries(resources?.[kind] ?? {})
      .filter(([, amount]) => !isQuantity(amount) || quantityValue(amount) < 0)
      .map(([name, amount]) => ({
        path: [...path, kind, name],
        message: `must be an amount such as 2, 500m or 4Gi, got ${JSON.stringify(amount)}`,
      })),
  );
  if (malformed.length > 0) return malformed;
  const { requests = {}, limits = {} } = resources ?? {};
  return [
    ...kinds.flatMap(kind =>
      Object.entries(resources?.[kind] ?? {})
        .filter(([name, amount]) => isDevice(name) && !Number.isInteger(quantityValue(amount)))
        .map(([name, amount]) => ({
          path: [...path, kind, name],
          message: `must be a whole number of devices, got ${amount}`,
        })),
    ),
    ...Object.entries(requests).flatMap(([name, request]) =>
      requestProblem(name, request, limits[name]).map(message => ({ path: [...path, 'requests', name], message })),
    ),
  ];
}

/** @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#consuming-extended-resources */
function requestProblem(name: string, request: string, limit: string | undefined): string[] {
  const overcommitted = !isDevice(name) && !name.startsWith('hugepages-');
  if (!overcommitted && limit === undefined)
    return ['needs the same amount in limits, since it cannot be shared; limits alone will do'];
  if (limit === undefined || quantityValue(request) === quantityValue(limit)) return [];
  if (!overcommitted)
    return [`must be the limit (${limit}), since it cannot be shared, got ${request}; limits alone will do`];
  return quantityValue(request) > quantityValue(limit) ? [`must be at most the limit (${limit}), got ${request}`] : [];
}

function isDevice(name: string): boolean {
  return name.includes('/');
}

function isResource(name: string): boolean {
  return (
    ['cpu', 'memory', 'ephemeral-storage'].includes(name) ||
    /^hugepages-\w+$/.test(name) ||
    /^[a-z0-9][-a-z0-9.]*\/[A-Za-z0-9][-A-Za-z0-9_.]*$/.test(name)
  );
}
