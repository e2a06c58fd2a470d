import { droppedFieldFindings } from '../app/arc-features';
import type { ArcVersion } from '../app/versions';
import type { Finding, ValuePath } from '../errors';
import { mapOf, object, text, type Shape, type TypedSchema } from '../schema/shape';
import { annotationFindings, labelFindings } from '../pod/check';

/** Labels and annotations. */
export interface Metadata {
  readonly labels?: { readonly [name: string]: string };
  readonly annotations?: { readonly [name: string]: string };
}

/** The names and types of labels and annotations. */
export const metadataSchema: TypedSchema<Metadata> = object<Metadata>({
  labels: mapOf(text),
  annotations: mapOf(text),
});

/** The objects of a scale set that this library writes, by the chart's words for them. */
export const OWN_OBJECTS = [
  'autoscalingRunnerSet',
  'managerRole',
  'managerRoleBinding',
  'noPermissionServiceAccount',
  'kubernetesModeServiceAccount',
  'kubernetesModeRole',
  'kubernetesModeRoleBinding',
] as const;

/** The objects that the controller makes for a scale set, and the field by which it is told their metadata; from ARC 0.14.0. */
export const CONTROLLER_OBJECTS = {
  autoscalingListener: 'autoscalingListener',
  listenerServiceAccount: 'listenerServiceAccountMetadata',
  listenerRole: 'listenerRoleMetadata',
  listenerRoleBinding: 'listenerRoleBindingMetadata',
  listenerConfigSecret: 'listenerConfigSecretMetadata',
  ephemeralRunnerSet: 'ephemeralRunnerSetMetadata',
  ephemeralRunner: 'ephemeralRunnerMetadata',
  ephemeralRunnerConfigSecret: 'ephemeralRunnerConfigSecretMetadata',
} as const;

export type OwnObject = (typeof OWN_OBJECTS)[number];
export type ControllerObject = keyof typeof CONTROLLER_OBJECTS;

/** Further metadata by object. Only objects that the set has can be named. */
export type ResourceMeta = { readonly [name in OwnObject | ControllerObject]?: Metadata };

/** The names and types of metadata by object. */
export const resourceMetaSchema: TypedSchema<ResourceMeta> = object<ResourceMeta>(
  Object.fromEntries(
    [...OWN_OBJECTS, ...Object.keys(CONTROLLER_OBJECTS)].map(name => [name, metadataSchema]),
  ) as unknown as Shape<ResourceMeta>,
);

/** Written by this library on every object, or read by ARC. */
const RESERVED_LABELS = new Set(
  ['name', 'instance', 'version', 'managed-by', 'part-of', 'component'].map(name => `app.kubernetes.io/${name}`),
);

/** What is wrong with further metadata of an object. */
export function metadataFindings({ labels, annotations }: Metadata, path: ValuePath): Finding[] {
  return [
    ...labelFindings(labels, [...path, 'labels']),
    ...Object.keys(labels ?? {}).flatMap(key =>
      RESERVED_LABELS.has(key) || key.startsWith('actions.github.com/')
        ? [reserved(key, [...path, 'labels', key])]
        : [],
    ),
    ...annotationFindings(annotations, [...path, 'annotations']),
    ...Object.keys(annotations ?? {}).flatMap(key =>
      isReservedAnnotation(key) ? [reserved(key, [...path, 'annotations', key])] : [],
    ),
  ];
}

function isReservedAnnotation(key: string): boolean {
  return (
    key.startsWith('actions.github.com/cleanup-') ||
    ['values-hash', 'change-hash', 'runner-group-name', 'runner-scale-set-name'].some(
      name => key === `actions.github.com/${name}`,
    ) ||
    key === 'runner-scale-set-id'
  );
}

function reserved(key: string, path: ValuePath): Finding {
  return { path, at: 'key', message: `${key} is written by ARC or for it; leave it out` };
}

/** What is wrong with metadata by object, given which objects the set does not have. */
export function resourceMetaFindings(
  meta: ResourceMeta,
  absent: readonly OwnObject[],
  arcVersion: ArcVersion,
): Finding[] {
  return Object.entries(meta).flatMap(([object, metadata]): Finding[] => {
    const path = ['resourceMeta', object];
    if (absent.includes(object as OwnObject))
      return [{ path, at: 'key', message: 'is an object that this set does not have; leave it out' }];
    const unknown =
      object in CONTROLLER_OBJECTS ? droppedFieldFindings(arcVersion, 'controllerObjectMetadata', path) : [];
    return unknown.length > 0 ? unknown : metadataFindings(metadata, path);
  });
}
