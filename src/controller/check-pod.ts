import schema from '../../imports/autoscalingrunnerset.schema.json';
import { formatPath, type Finding, type ValuePath } from '../errors';
import { droppedNames, podTemplateToJson, type k8s } from '../kubernetes';
import { ADD_API_SERVER, proxiedApiServer } from '../network/api-server-proxy';
import { controllerEgress } from '../network/egress';
import { podFindings } from '../pod/check';
import { objectOf } from '../pod/rules/report';
import { placementFields } from '../runners/placement';
import { checkSchema, type JsonSchema } from '../schema/check';
import type { ArcControllerProps } from './arc-controller-props';
import { MANAGER_ENV, SCRATCH } from './deployment';

/** Checks the props that are parts of the pod. */
export function podPartFindings(props: ArcControllerProps): Finding[] {
  return [...listFindings(props), ...droppedFindings(props)];
}

/** Environment variables of the legacy ARC controller. The current one ignores them. */
const CREDENTIALS = ['GITHUB_TOKEN', 'GITHUB_APP_ID', 'GITHUB_APP_INSTALLATION_ID', 'GITHUB_APP_PRIVATE_KEY'];

/** Refuses names that the controller uses itself, or that have no effect. */
function listFindings(props: ArcControllerProps): Finding[] {
  const { env = [], volumes = [], volumeMounts = [] } = props;
  const egress = controllerEgress(props);
  const own = {
    volumes: [SCRATCH.volume, ...egress.volumes.map(({ name }) => name)],
    volumeMounts: [SCRATCH.mountPath, ...egress.volumeMounts.map(({ mountPath }) => mountPath)],
  };
  return [
    ...env.flatMap(({ name }, index) =>
      CREDENTIALS.includes(name)
        ? [
            {
              path: ['env', index],
              message:
                `${name} has no effect: each runner set has its own credential, in the Secret of its auth; ` +
                'remove it',
            },
          ]
        : [],
    ),
    ...takenFindings(
      'env',
      env.map(({ name }) => name),
      [...MANAGER_ENV, ...egress.env.map(({ name }) => name)],
    ),
    ...repeatedVariables(env),
    ...takenFindings(
      'volumes',
      volumes.map(({ name }) => name),
      own.volumes,
    ),
    ...takenFindings(
      'volumeMounts',
      volumeMounts.map(({ mountPath }) => mountPath),
      own.volumeMounts,
    ),
  ];
}

function takenFindings(prop: string, names: readonly string[], taken: readonly string[]): Finding[] {
  return names.flatMap((name, index) =>
    taken.includes(name)
      ? [{ path: [prop, index], message: `${name} is set by the controller itself; remove it` }]
      : [],
  );
}

/** The API server would silently use the last one. */
function repeatedVariables(env: readonly k8s.EnvVar[]): Finding[] {
  const names = env.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [{ path: ['env', index], message: `duplicate env variable ${JSON.stringify(name)}; remove one` }]
      : [],
  );
}

/** Finds fields that the typed API would silently drop. */
function droppedFindings(props: ArcControllerProps): Finding[] {
  const { env, volumes, volumeMounts, securityContext, imagePullSecrets, podSecurityContext } = props;
  const given: k8s.PodTemplateSpec = {
    spec: {
      ...placementFields(props),
      imagePullSecrets: imagePullSecrets && [...imagePullSecrets],
      securityContext: podSecurityContext,
      volumes: volumes && [...volumes],
      containers: [
        { name: 'manager', env: env && [...env], securityContext, volumeMounts: volumeMounts && [...volumeMounts] },
      ],
    },
  };
  return droppedNames(given).map(path => ({
    path: propOf(path),
    at: 'key',
    message: 'is not a field of the typed API (Kubernetes 1.28), or has the wrong type, and would be lost; correct it',
  }));
}

/** Converts a path in the pod to the path of the prop. */
function propOf(path: ValuePath): ValuePath {
  const [, field, ...rest] = path;
  if (field === 'containers') return rest.slice(1);
  return field === 'securityContext' ? ['podSecurityContext', ...rest] : [field as string, ...rest];
}

/** Checks the composed pod of the controller. Paths are those of the props. */
export function controllerPodFindings(
  props: ArcControllerProps,
  template: k8s.PodTemplateSpec,
  kubernetesMinor: number,
): Finding[] {
  const offsets = ownEntries(props);
  // The ServiceAccount is checked with the other names of the controller.
  const { metadata, spec } = template;
  const pod = podTemplateToJson({ metadata, spec: spec && { ...spec, serviceAccountName: undefined } });
  const findings = podFindings(pod, kubernetesMinor).map(finding => ({
    ...finding,
    path: propBehind(finding.path, offsets),
  }));
  // The labels that the controller adds are made of its names, which are checked separately.
  return findings.filter(
    ({ path: [prop, key] }) => prop !== 'podLabels' || Object.hasOwn(props.podLabels ?? {}, String(key)),
  );
}

/** The number of entries that the controller puts before those of the props, by list. */
function ownEntries(props: ArcControllerProps): Record<string, number> {
  const { env, volumes, volumeMounts } = controllerEgress(props);
  return {
    env: MANAGER_ENV.length + env.length,
    volumes: 1 + volumes.length,
    volumeMounts: 1 + volumeMounts.length,
  };
}

/** Converts a path in the composed pod to the path of the prop. */
function propBehind(path: ValuePath, offsets: Record<string, number>): ValuePath {
  const [part, field, ...rest] = path;
  if (part === 'metadata') return [field === 'labels' ? 'podLabels' : 'podAnnotations', ...rest];
  const [prop, index, ...inner] = propOf(path);
  return typeof index === 'number' && Object.hasOwn(offsets, String(prop))
    ? [prop as string, index - (offsets[prop as string] as number), ...inner]
    : [prop, index, ...inner].filter(step => step !== undefined);
}

/** Checks the pod template of the written Deployment, including patches, against the pod schema of a runner set. */
export function podProblems({ spec }: { spec: { template: unknown } }, kubernetesMinor: number): string[] {
  const { properties, $defs } = schema as JsonSchema;
  return [
    ...checkSchema({ ...properties?.spec?.properties?.template, $defs }, spec.template),
    ...podFindings(objectOf(spec.template), kubernetesMinor),
  ].map(({ path, message }) => `${formatPath(['spec', 'template', ...path])}: ${message}`);
}

/** A notice about a proxy in `env`. One in `proxy` comes with NO_PROXY. */
export function proxyNotices({ env = [], proxy }: ArcControllerProps): string[] {
  const variable = proxy ? undefined : proxiedApiServer(env, 'addresses and networks', false);
  return variable === undefined
    ? []
    : [
        `${formatPath(['env', variable])}: sends the controller's calls to the Kubernetes API server to the proxy; ` +
          `${ADD_API_SERVER}, or set proxy instead of env`,
      ];
}
