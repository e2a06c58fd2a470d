import { prefixFindings, type Finding } from '../errors';
import { keyFindings } from '../runners/metadata';
import type { ArcControllerProps } from './arc-controller-props';
import type { ControllerNames } from './names';

/** Labels or annotations. */
export interface StringMap {
  readonly [name: string]: string;
}

/** Upstream's own kubectl hint: whose logs are meant when no container is named. */
export const POD_ANNOTATIONS: StringMap = { 'kubectl.kubernetes.io/default-container': 'manager' };

/** Of what all of it is a part; helm-installed scale sets look for it. */
export const PART_OF = { 'app.kubernetes.io/part-of': 'gha-rs-controller' };

/** By what the Deployment knows its pods; never to change. */
export function selectorLabels({ name, instance }: ControllerNames, namespace: string): StringMap {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/namespace': namespace,
    'app.kubernetes.io/instance': instance,
  };
}

/** The labels of the Deployment and the account. */
export function commonLabels(names: ControllerNames, namespace: string, version: string): StringMap {
  return {
    ...selectorLabels(names, namespace),
    ...PART_OF,
    'app.kubernetes.io/version': version,
    'app.kubernetes.io/managed-by': 'cdk8s-deskrun',
  };
}

/** The labels of the pods. */
export function podLabels(names: ControllerNames, namespace: string, version: string): StringMap {
  return {
    ...selectorLabels(names, namespace),
    ...PART_OF,
    'app.kubernetes.io/component': 'controller-manager',
    'app.kubernetes.io/version': version,
  };
}

/** By what scale sets that helm installs find the controller and its account. */
export function discoveryLabels(
  { serviceAccount }: ControllerNames,
  namespace: string,
  watchSingleNamespace: string | undefined,
): StringMap {
  return {
    'actions.github.com/controller-service-account-namespace': namespace,
    'actions.github.com/controller-service-account-name': serviceAccount,
    ...(watchSingleNamespace !== undefined && {
      'actions.github.com/controller-watch-single-namespace': watchSingleNamespace,
    }),
  };
}

/** What is wrong with labels and annotations that were given. */
export function labelFindings(props: ArcControllerProps, names: ControllerNames): Finding[] {
  const { labels = {}, podLabels: ofPods = {}, podAnnotations = {}, serviceAccount } = props;
  const own = { ...commonLabels(names, '', ''), ...discoveryLabels(names, '', '') };
  return [
    ...prefixFindings(['labels'], [...nameFindings(labels, own), ...valueFindings(labels)]),
    ...prefixFindings(['podLabels'], [...nameFindings(ofPods, podLabels(names, '', '')), ...valueFindings(ofPods)]),
    ...prefixFindings(['podAnnotations'], nameFindings(podAnnotations, POD_ANNOTATIONS)),
    ...prefixFindings(['serviceAccount', 'annotations'], nameFindings(serviceAccount?.annotations ?? {}, {})),
  ];
}

function nameFindings(given: StringMap, own: StringMap): Finding[] {
  return Object.keys(given).flatMap((key): Finding[] =>
    Object.hasOwn(own, key)
      ? [{ path: [key], at: 'key', message: 'is written by the controller itself; leave it out' }]
      : keyFindings(key, [key]),
  );
}

function valueFindings(given: StringMap): Finding[] {
  return Object.entries(given).flatMap(([key, value]): Finding[] =>
    /^([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/.test(value)
      ? []
      : [
          {
            path: [key],
            message: `must be letters, digits, -, _ and ., at most 63 characters, got ${JSON.stringify(value)}`,
          },
        ],
  );
}
