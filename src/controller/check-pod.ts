import schema from '../../imports/autoscalingrunnerset.schema.json';
import { formatPath, type Finding, type ValuePath } from '../errors';
import { droppedNames, type k8s } from '../kubernetes';
import { controllerEgress } from '../network/egress';
import { envNameFindings } from '../pod/check';
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

/** Names in lists that may be there only once, or not at all because the controller has them. */
function listFindings(props: ArcControllerProps): Finding[] {
  const { env = [], volumes = [], volumeMounts = [], imagePullSecrets = [] } = props;
  const egress = controllerEgress(props);
  const own = {
    volumes: [SCRATCH.volume, ...egress.volumes.map(({ name }) => name)],
    volumeMounts: [SCRATCH.mountPath, ...egress.volumeMounts.map(({ mountPath }) => mountPath)],
  };
  const volumeNames = [...own.volumes, ...volumes.map(({ name }) => name)];
  return [
    ...env.flatMap(({ name }, index) => envNameFindings(name, ['env', index, 'name'])),
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
    ...repeats(
      'env',
      env.map(({ name }) => name),
      [...MANAGER_ENV, ...egress.env.map(({ name }) => name)],
    ),
    ...repeats(
      'volumes',
      volumes.map(({ name }) => name),
      own.volumes,
    ),
    ...repeats(
      'volumeMounts',
      volumeMounts.map(({ mountPath }) => mountPath),
      own.volumeMounts,
    ),
    ...volumeMounts.flatMap(({ name }, index) =>
      volumeNames.includes(name)
        ? []
        : [
            {
              path: ['volumeMounts', index, 'name'],
              message: `must be a volume of the pod (${volumeNames.join(', ')}), got ${JSON.stringify(name)}; add it to volumes`,
            },
          ],
    ),
    ...repeats(
      'imagePullSecrets',
      imagePullSecrets.map(({ name }) => name ?? ''),
      [],
    ),
    ...imagePullSecrets.flatMap(({ name }, index) =>
      name !== undefined && /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/.test(name)
        ? []
        : [
            {
              path: ['imagePullSecrets', index, 'name'],
              message: `must be the name of a Secret (lower-case letters, digits, - and .), got ${JSON.stringify(name)}`,
            },
          ],
    ),
  ];
}

function repeats(prop: string, names: readonly string[], taken: readonly string[]): Finding[] {
  return names.flatMap((name, index): Finding[] => {
    const path = [prop, index];
    if (taken.includes(name)) return [{ path, message: `${name} is the controller's own; leave it out` }];
    return names.indexOf(name) < index ? [{ path, message: `${name} is there twice; keep one` }] : [];
  });
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

/** What an API server would refuse in the pods of a Deployment as it is written. A runner set's schema says what pods may have. */
export function podProblems({ spec }: { spec: { template: unknown } }): string[] {
  const { properties, $defs } = schema as JsonSchema;
  return checkSchema({ ...properties?.spec?.properties?.template, $defs }, spec.template).map(
    ({ path, message }) => `${formatPath(['spec', 'template', ...path])}: ${message}`,
  );
}
