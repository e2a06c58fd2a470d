import type { Finding } from '../errors';
import { annotationFindings, labelFindings as syntaxOfLabels } from '../pod/check';
import type { ArcControllerProps } from './arc-controller-props';
import type { ControllerNames } from './names';

/** Labels or annotations. */
export interface StringMap {
  readonly [name: string]: string;
}

/** The container that kubectl uses by default, as in the upstream chart. */
export const POD_ANNOTATIONS: StringMap = { 'kubectl.kubernetes.io/default-container': 'manager' };

/** The `part-of` label. Scale sets that Helm installs select the controller by it. */
export const PART_OF = { 'app.kubernetes.io/part-of': 'gha-rs-controller' };

/** The pod selector of the Deployment. It must never change. */
export function selectorLabels({ name, instance }: ControllerNames, namespace: string): StringMap {
  return {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/namespace': namespace,
    'app.kubernetes.io/instance': instance,
  };
}

/** The labels of the Deployment and of the ServiceAccount. */
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

/** The labels by which scale sets that Helm installs find the controller and its ServiceAccount. */
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

/** Checks the labels and annotations of the props. Those of pods are checked with the pod. */
export function labelFindings(props: ArcControllerProps, names: ControllerNames): Finding[] {
  const { labels = {}, podLabels: ofPods = {}, podAnnotations = {}, serviceAccount } = props;
  const own = { ...commonLabels(names, '', ''), ...discoveryLabels(names, '', '') };
  return [
    ...takenFindings(labels, own, 'labels'),
    ...syntaxOfLabels(labels, ['labels']),
    ...takenFindings(ofPods, podLabels(names, '', ''), 'podLabels'),
    ...takenFindings(podAnnotations, POD_ANNOTATIONS, 'podAnnotations'),
    ...annotationFindings(serviceAccount?.annotations, ['serviceAccount', 'annotations']),
  ];
}

function takenFindings(given: StringMap, own: StringMap, prop: string): Finding[] {
  return Object.keys(given).flatMap((key): Finding[] =>
    Object.hasOwn(own, key)
      ? [{ path: [prop, key], at: 'key', message: 'is set by the controller itself; remove it' }]
      : [],
  );
}
