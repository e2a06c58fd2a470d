import type { Finding } from '../errors';
import type { ArcControllerProps } from './arc-controller-props';

/** The names of the objects of a controller. They are the same as in the upstream chart. */
export interface ControllerNames {
  /** The label `app.kubernetes.io/name`. */
  readonly name: string;

  /** The label `app.kubernetes.io/instance`. */
  readonly instance: string;

  /** The Deployment, the ClusterRole and the leader election lock. */
  readonly full: string;
  readonly serviceAccount: string;
  readonly listener: string;
  readonly singleNamespace: string;
  readonly singleNamespaceWatch: string;
  readonly leaderElection: string;
}

const CHART_NAME = 'gha-rs-controller';
const LABEL_LENGTH = 63;

/**
 * @see https://github.com/actions/actions-runner-controller/blob/gha-runner-scale-set-0.14.2/charts/gha-runner-scale-set-controller/templates/_helpers.tpl
 */
export function controllerNames({
  releaseName = 'arc',
  nameOverride,
  fullnameOverride,
  serviceAccount,
}: ArcControllerProps): ControllerNames {
  const name = nameOverride ?? CHART_NAME;
  const full = fullnameOverride ?? (releaseName.includes(name) ? releaseName : `${releaseName}-${name}`);
  return {
    name,
    instance: releaseName,
    full,
    serviceAccount: serviceAccount?.name ?? full,
    listener: `${full}-listener`,
    singleNamespace: `${full}-single-namespace`,
    singleNamespaceWatch: `${full}-single-namespace-watch`,
    leaderElection: `${full}-leader-election`,
  };
}

/** Checks the names in the props. */
export function controllerNameFindings(props: ArcControllerProps): Finding[] {
  const given = (['releaseName', 'nameOverride', 'fullnameOverride'] as const).flatMap(prop =>
    dnsLabelFindings(props[prop], prop),
  );
  if (given.length > 0) return given;
  const { full } = controllerNames(props);
  return full.length > LABEL_LENGTH
    ? [
        {
          path: ['releaseName'],
          message:
            `makes the name ${full}, which must have at most ${LABEL_LENGTH} characters, got ${full.length}; ` +
            'shorten it, or set fullnameOverride',
        },
      ]
    : [];
}

/** Checks the ServiceAccount by the rules of the upstream chart. */
export function serviceAccountFindings({ serviceAccount = {} }: ArcControllerProps): Finding[] {
  const { create = true, name, annotations } = serviceAccount;
  return [
    ...(create || name !== undefined
      ? []
      : [
          {
            path: ['serviceAccount', 'name'],
            message: 'is required if create is false: the name of an existing ServiceAccount',
          },
        ]),
    ...(create || annotations === undefined
      ? []
      : [
          {
            path: ['serviceAccount', 'annotations'],
            message:
              'cannot be set on a ServiceAccount that is not created here; remove create, or annotate it where ' +
              'it is created',
          },
        ]),
    ...(name === undefined
      ? []
      : accountNameFindings(name).map(message => ({ path: ['serviceAccount', 'name'], message }))),
  ];
}

/** Checks the name of the ServiceAccount of a controller, which is also the value of a label. */
export function accountNameFindings(name: string): string[] {
  if (name === 'default')
    return ['must not be default, since every other pod of the namespace would get its permissions'];
  return /^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/.test(name)
    ? []
    : [`must be lower-case letters, digits, - and ., at most ${LABEL_LENGTH} characters, got ${JSON.stringify(name)}`];
}

/** Checks a name that must be a DNS label. */
export function dnsLabelFindings(name: string | undefined, prop: string): Finding[] {
  return name === undefined || /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)
    ? []
    : [
        {
          path: [prop],
          message: `must be a DNS label of at most ${LABEL_LENGTH} characters, got ${JSON.stringify(name)}`,
        },
      ];
}
