import schema from '../../imports/autoscalingrunnerset.schema.json';
import { formatPath, type Finding, type ValuePath } from '../errors';
import { droppedNames, podTemplateToJson, type k8s } from '../kubernetes';
import { controllerEgress } from '../network/egress';
import { podFindings } from '../pod/check';
import { objectOf } from '../pod/rules/report';
import { placementFields } from '../runners/placement';
import { checkSchema, type JsonSchema } from '../schema/check';
import type { ArcControllerProps } from './arc-controller-props';
import { MANAGER_ENV, SCRATCH } from './deployment';

/** What is wrong with the parts of a pod that were given. */
export function podPartFindings(props: ArcControllerProps): Finding[] {
  return [...listFindings(props), ...droppedFindings(props)];
}

/** The variables of ARC's older controller, which this one reads and does nothing with. */
const CREDENTIALS = ['GITHUB_TOKEN', 'GITHUB_APP_ID', 'GITHUB_APP_INSTALLATION_ID', 'GITHUB_APP_PRIVATE_KEY'];

/** Names that the controller has itself, or that have no effect. */
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
              message: `${name} has no effect: the credential is that of each runner set, in the Secret that its auth names; leave it out`,
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
    taken.includes(name) ? [{ path: [prop, index], message: `${name} is the controller's own; leave it out` }] : [],
  );
}

/** The API server takes the last of them without a word. */
function repeatedVariables(env: readonly k8s.EnvVar[]): Finding[] {
  const names = env.map(({ name }) => name);
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [{ path: ['env', index], message: `duplicate env variable ${JSON.stringify(name)}; remove one` }]
      : [],
  );
}

/** What the typed API would leave out without a word. */
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
    message: 'is not a field of the typed API (Kubernetes 1.28), or not of the type it wants; it would be left out',
  }));
}

/** The prop behind a path into the pod. */
function propOf(path: ValuePath): ValuePath {
  const [, field, ...rest] = path;
  if (field === 'containers') return rest.slice(1);
  return field === 'securityContext' ? ['podSecurityContext', ...rest] : [field as string, ...rest];
}

/** What is wrong with the controller's pod as it is made of the props, where it was given. */
export function controllerPodFindings(
  props: ArcControllerProps,
  template: k8s.PodTemplateSpec,
  kubernetesMinor: number,
): Finding[] {
  const offsets = ownEntries(props);
  // The account is checked with the other names of the controller.
  const { metadata, spec } = template;
  const pod = podTemplateToJson({ metadata, spec: spec && { ...spec, serviceAccountName: undefined } });
  const findings = podFindings(pod, kubernetesMinor).map(finding => ({
    ...finding,
    path: propBehind(finding.path, offsets),
  }));
  // Labels of the controller's own are made of its names.
  return findings.filter(
    ({ path: [prop, key] }) => prop !== 'podLabels' || Object.hasOwn(props.podLabels ?? {}, String(key)),
  );
}

/** How many entries of these lists the controller writes before those that were given. */
function ownEntries(props: ArcControllerProps): Record<string, number> {
  const { env, volumes, volumeMounts } = controllerEgress(props);
  return {
    env: MANAGER_ENV.length + env.length,
    volumes: 1 + volumes.length,
    volumeMounts: 1 + volumeMounts.length,
  };
}

/** The prop behind a path into the pod of the controller. */
function propBehind(path: ValuePath, offsets: Record<string, number>): ValuePath {
  const [part, field, ...rest] = path;
  if (part === 'metadata') return [field === 'labels' ? 'podLabels' : 'podAnnotations', ...rest];
  const [prop, index, ...inner] = propOf(path);
  return typeof index === 'number' && Object.hasOwn(offsets, String(prop))
    ? [prop as string, index - (offsets[prop as string] as number), ...inner]
    : [prop, index, ...inner].filter(step => step !== undefined);
}

/**
 * What an API server would refuse in the pods of a Deployment as it is written, with all its patches. A runner set's schema says what
 * fields pods may have.
 */
export function podProblems({ spec }: { spec: { template: unknown } }, kubernetesMinor: number): string[] {
  const { properties, $defs } = schema as JsonSchema;
  return [
    ...checkSchema({ ...properties?.spec?.properties?.template, $defs }, spec.template),
    ...podFindings(objectOf(spec.template), kubernetesMinor),
  ].map(({ path, message }) => `${formatPath(['spec', 'template', ...path])}: ${message}`);
}
