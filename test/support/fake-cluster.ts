import { keyOf, type Named } from '../../src/cli/kubectl/objects';

/** An object of the cluster, with the fields that are used here. */
export interface StoredObject extends Named {
  readonly metadata: Named['metadata'] & {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    finalizers?: readonly string[];
  };
  readonly spec?: unknown;
}

interface CrdSpec {
  readonly group: string;
  readonly names: { readonly plural: string; readonly kind: string };
}

interface ListenerSpec {
  readonly autoscalingRunnerSetName: string;
  readonly autoscalingRunnerSetNamespace: string;
  readonly ephemeralRunnerSetName: string;
}

/**
 * The state of the cluster. By default it registers runner sets, and deletes objects at once. Keys have the API group.
 */
export interface ClusterState {
  readonly objects: Record<string, StoredObject>;
  /** True if the API server does not answer. */
  readonly down?: boolean;
  /** Verbs that run until they are killed. */
  readonly waits?: readonly string[];
  /** The error for each object that is refused. */
  readonly refuses?: Readonly<Record<string, string>>;
  /** Another field manager of an object, and its field. */
  readonly conflicts?: Readonly<Record<string, { readonly manager: string; readonly field: string }>>;
  /** Objects whose deletion does not complete. */
  readonly keeps?: readonly string[];
  /** True if runner sets get a registration ID. */
  readonly registers?: boolean;
  /** True if runner sets get a listener. */
  readonly listens?: boolean;
  /** The number of listeners that are created for a deleted EphemeralRunnerSet. */
  deadListeners?: number;
  /** The number of waits in which a new CRD has no conditions. */
  newborn?: number;
  /** Objects that do not become ready. */
  readonly unready?: readonly string[];
}

export interface Resource {
  readonly name: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespaced?: boolean;
}

const RESOURCES: readonly Resource[] = [
  { name: 'configmaps', apiVersion: 'v1', kind: 'ConfigMap' },
  { name: 'secrets', apiVersion: 'v1', kind: 'Secret' },
  { name: 'serviceaccounts', apiVersion: 'v1', kind: 'ServiceAccount' },
  { name: 'namespaces', apiVersion: 'v1', kind: 'Namespace', namespaced: false },
  { name: 'persistentvolumeclaims', apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
  { name: 'persistentvolumes', apiVersion: 'v1', kind: 'PersistentVolume', namespaced: false },
  { name: 'storageclasses', apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', namespaced: false },
  { name: 'roles', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
  { name: 'rolebindings', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
  { name: 'clusterroles', apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', namespaced: false },
  {
    name: 'clusterrolebindings',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    namespaced: false,
  },
  { name: 'deployments', apiVersion: 'apps/v1', kind: 'Deployment' },
  { name: 'networkpolicies', apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
  {
    name: 'customresourcedefinitions',
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    namespaced: false,
  },
];

/** The kinds that the API server knows. */
export function servedBy({ objects }: ClusterState): readonly Resource[] {
  return [
    ...RESOURCES,
    ...Object.values(objects)
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ spec }) => {
        const { group, names } = spec as CrdSpec;
        return { name: names.plural, apiVersion: `${group}/v1alpha1`, kind: names.kind };
      }),
  ];
}

export function isRunnerSet({ kind }: Named): boolean {
  return kind === 'AutoscalingRunnerSet';
}

/** Adds the objects that ARC creates for a registered set. */
export function createListener(cluster: ClusterState, set: Pick<Named, 'metadata'>): void {
  const dead = (cluster.deadListeners ?? 0) > 0;
  for (const made of createdByArc(set, dead)) cluster.objects[keyOf(made)] = made;
}

/** Recreates a deleted listener, as ARC does. */
export function recreateListener(cluster: ClusterState, { spec }: StoredObject): void {
  const { autoscalingRunnerSetName: name, autoscalingRunnerSetNamespace: namespace } = spec as ListenerSpec;
  if (cluster.deadListeners) cluster.deadListeners--;
  createListener(cluster, { metadata: { name, namespace } });
}

/** Removes the finalizers of a deleted set, as ARC does. */
export function removeFinalizers({ objects }: ClusterState, set: Named): void {
  for (const { metadata } of Object.values(objects)) {
    if (metadata.labels?.['actions.github.com/scale-set-name'] === set.metadata.name && metadata.finalizers)
      metadata.finalizers = metadata.finalizers.filter(
        finalizer => finalizer !== 'actions.github.com/cleanup-protection',
      );
  }
  for (const made of createdByArc(set)) delete objects[keyOf(made)];
}

/** The objects that ARC creates for a set: an EphemeralRunnerSet, and a listener for it or for a deleted one. */
function createdByArc(
  { metadata: { name, namespace = 'default' } }: Pick<Named, 'metadata'>,
  dead = false,
): StoredObject[] {
  const labels = {
    'actions.github.com/scale-set-name': name,
    'actions.github.com/scale-set-namespace': namespace,
  };
  const apiVersion = 'actions.github.com/v1alpha1';
  return [
    { apiVersion, kind: 'EphemeralRunnerSet', metadata: { name: `${name}-x7x7x`, namespace, labels }, spec: {} },
    {
      apiVersion,
      kind: 'AutoscalingListener',
      metadata: { name: `${name}-7d5f8c-listener`, namespace: 'arc-systems', labels },
      spec: {
        autoscalingRunnerSetName: name,
        autoscalingRunnerSetNamespace: namespace,
        ephemeralRunnerSetName: dead ? `${name}-gone1` : `${name}-x7x7x`,
      } satisfies ListenerSpec,
    },
  ];
}
