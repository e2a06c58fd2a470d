import { keyOf, type Named } from '../../src/cli/kubectl/objects';

/** An object of the cluster, with the fields that are read here. */
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

/** The cluster. It registers runner sets and deletes objects at once, unless it says otherwise. Keys have the group. */
export interface ClusterState {
  readonly objects: Record<string, StoredObject>;
  /** Whether the API server does not answer. */
  readonly down?: boolean;
  /** Verbs that run until they are killed. */
  readonly waits?: readonly string[];
  /** The error for each object that is refused. */
  readonly refuses?: Readonly<Record<string, string>>;
  /** Another field manager of an object, and the field it has. */
  readonly conflicts?: Readonly<Record<string, { readonly manager: string; readonly field: string }>>;
  /** Objects whose deletion does not end. */
  readonly keeps?: readonly string[];
  /** Whether runner sets get the id of their registration. */
  readonly registers?: boolean;
  /** Whether runner sets get a listener. */
  readonly listens?: boolean;
  /** The number of listeners that are created for an EphemeralRunnerSet that is gone. */
  deadListeners?: number;
  /** How often a CRD has no conditions yet when it is waited for. */
  newborn?: number;
  /** What is not ready in time. */
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

/** What ARC does for a set that is registered. */
export function listen(cluster: ClusterState, set: Pick<Named, 'metadata'>): void {
  const dead = (cluster.deadListeners ?? 0) > 0;
  for (const made of madeFor(set, dead)) cluster.objects[keyOf(made)] = made;
}

/** What ARC does for a listener that is deleted. */
export function listenAgain(cluster: ClusterState, { spec }: StoredObject): void {
  const { autoscalingRunnerSetName: name, autoscalingRunnerSetNamespace: namespace } = spec as ListenerSpec;
  if (cluster.deadListeners) cluster.deadListeners--;
  listen(cluster, { metadata: { name, namespace } });
}

/** What ARC does for a set that is deleted. */
export function release({ objects }: ClusterState, set: Named): void {
  for (const { metadata } of Object.values(objects)) {
    if (metadata.labels?.['actions.github.com/scale-set-name'] === set.metadata.name && metadata.finalizers)
      metadata.finalizers = metadata.finalizers.filter(
        finalizer => finalizer !== 'actions.github.com/cleanup-protection',
      );
  }
  for (const made of madeFor(set)) delete objects[keyOf(made)];
}

/** What ARC creates for a set: an EphemeralRunnerSet, and a listener for it, or for one that is gone. */
function madeFor({ metadata: { name, namespace = 'default' } }: Pick<Named, 'metadata'>, dead = false): StoredObject[] {
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
