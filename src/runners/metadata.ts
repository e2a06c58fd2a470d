import { droppedFieldFindings } from '../app/arc-features';
import type { ArcVersion } from '../app/versions';
import type { Finding, ValuePath } from '../errors';
import { mapOf, object, text, type Shape, type TypedSchema } from '../schema/shape';
import { annotationFindings, labelFindings } from '../pod/check';
import { CLEANUP_ANNOTATION_PREFIX } from './arc-names';

/** Labels and annotations of an object. @example { labels: { team: 'ci' } } */
export interface Metadata {
  /** Further labels. @default - none */
  readonly labels?: { readonly [name: string]: string };

  /** Further annotations. @default - none */
  readonly annotations?: { readonly [name: string]: string };
}

/** The schema of labels and annotations. */
export const metadataSchema: TypedSchema<Metadata> = object<Metadata>({
  labels: mapOf(text),
  annotations: mapOf(text),
});

/** The objects of a scale set that this library writes, by their names in the values of the chart. */
export const OWN_OBJECTS = [
  'autoscalingRunnerSet',
  'managerRole',
  'managerRoleBinding',
  'noPermissionServiceAccount',
  'kubernetesModeServiceAccount',
  'kubernetesModeRole',
  'kubernetesModeRoleBinding',
] as const;

/**
 * The objects that the controller creates for a scale set, with the spec fields for their metadata (from ARC 0.14.0).
 */
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

/** An object of a scale set that this library writes, as a key of {@link ResourceMeta}. */
export type OwnObject = (typeof OWN_OBJECTS)[number];

/** An object that the controller creates for a scale set, as a key of {@link ResourceMeta}. Requires ARC 0.14.0. */
export type ControllerObject = keyof typeof CONTROLLER_OBJECTS;

/**
 * Further labels and annotations of single objects of a runner set. Objects that the runner set does not have are
 * refused.
 *
 * @example
 * { ephemeralRunner: { labels: { team: 'ci' } } }
 */
export type ResourceMeta = { readonly [name in OwnObject | ControllerObject]?: Metadata };

/** The schema of metadata by object. */
export const resourceMetaSchema: TypedSchema<ResourceMeta> = object<ResourceMeta>(
  Object.fromEntries(
    [...OWN_OBJECTS, ...Object.keys(CONTROLLER_OBJECTS)].map(name => [name, metadataSchema]),
  ) as unknown as Shape<ResourceMeta>,
);

/** Labels that this library writes on every object, or that ARC reads. */
const RESERVED_LABELS = new Set(
  ['name', 'instance', 'version', 'managed-by', 'part-of', 'component'].map(name => `app.kubernetes.io/${name}`),
);

/** Checks further metadata of an object. */
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
    key.startsWith(CLEANUP_ANNOTATION_PREFIX) ||
    ['values-hash', 'change-hash', 'runner-group-name', 'runner-scale-set-name'].some(
      name => key === `actions.github.com/${name}`,
    ) ||
    key === 'runner-scale-set-id'
  );
}

function reserved(key: string, path: ValuePath): Finding {
  return { path, at: 'key', message: `${key} is reserved for ARC; remove it` };
}

/** Checks metadata by object. `absent` lists the objects that the set does not have. */
export function resourceMetaFindings(
  meta: ResourceMeta,
  absent: readonly OwnObject[],
  arcVersion: ArcVersion,
): Finding[] {
  return Object.entries(meta).flatMap(([object, metadata]): Finding[] => {
    const path = ['resourceMeta', object];
    if (absent.includes(object as OwnObject))
      return [{ path, at: 'key', message: 'names an object that this runner set does not have; remove it' }];
    const unknown =
      object in CONTROLLER_OBJECTS ? droppedFieldFindings(arcVersion, 'controllerObjectMetadata', path) : [];
    return unknown.length > 0 ? unknown : metadataFindings(metadata, path);
  });
}
