import { droppedFieldFindings } from '../app/arc-features';
import type { ArcVersion } from '../app/versions';
import type { Finding, ValuePath } from '../errors';
import { mapOf, object, text, type Shape, type TypedSchema } from '../schema/shape';

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
export function metadataFindings(metadata: Metadata, path: ValuePath): Finding[] {
  return [
    ...Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => [
      ...keyFindings(key, [...path, 'labels', key]),
      ...(RESERVED_LABELS.has(key) || key.startsWith('actions.github.com/')
        ? [reserved(key, [...path, 'labels', key])]
        : []),
      ...labelValueFindings(value, [...path, 'labels', key]),
    ]),
    ...Object.keys(metadata.annotations ?? {}).flatMap(key => [
      ...keyFindings(key, [...path, 'annotations', key]),
      ...(isReservedAnnotation(key) ? [reserved(key, [...path, 'annotations', key])] : []),
    ]),
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

/** What is wrong with the value of a label. */
export function labelValueFindings(value: string, path: ValuePath): Finding[] {
  return /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/.test(value)
    ? []
    : [
        {
          path,
          message: `must have at most 63 letters, digits, -, _ and ., starting and ending with a letter or digit, got ${JSON.stringify(value)}`,
        },
      ];
}

/** What is wrong with the name of a label or an annotation. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
export function keyFindings(key: string, path: ValuePath): Finding[] {
  const [name, prefix, ...more] = key.split('/').reverse();
  // What cdk8s takes for the class of the map.
  if (key === 'constructor') return [{ path, at: 'key', message: 'is a name that cdk8s cannot write; choose another' }];
  const prefixFits =
    prefix === undefined ||
    (prefix.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(prefix));
  return more.length === 0 && prefixFits && /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name as string)
    ? []
    : [{ path, at: 'key', message: `must be a name such as team or example.com/team, got ${JSON.stringify(key)}` }];
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
