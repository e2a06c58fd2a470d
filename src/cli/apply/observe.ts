import { RESOURCES } from '../doctor/kinds';
import { serves, type ApiResource } from '../kubectl/api-resources';
import type { Kubectl } from '../kubectl/kubectl';
import { keyOf, type LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import { ToolError } from '../tool';
import { CONTROLLER_SELECTOR, liveController } from './controller';
import { secretOf, type Desired } from './desired';
import { byKey, type Observed } from './observed';
import { LISTENING_RESOURCES } from './listening';
import { isOurs, PROJECT_LABEL } from './ownership';
import { isRunnerSet } from './set-objects';

/**
 * Kinds that are pruned when the configuration no longer has an object. Not among them: Namespaces, which may contain
 * other objects, and CRDs, whose deletion deletes all objects of their kind.
 */
const PRUNABLE = new Set([
  RESOURCES.AutoscalingRunnerSet,
  'configmaps',
  'secrets',
  'serviceaccounts',
  'services',
  'persistentvolumeclaims',
  'persistentvolumes',
  'storageclasses.storage.k8s.io',
  'roles.rbac.authorization.k8s.io',
  'rolebindings.rbac.authorization.k8s.io',
  'clusterroles.rbac.authorization.k8s.io',
  'clusterrolebindings.rbac.authorization.k8s.io',
  'networkpolicies.networking.k8s.io',
  'deployments.apps',
  'daemonsets.apps',
  'statefulsets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'runtimeclasses.node.k8s.io',
  'poddisruptionbudgets.policy',
  'priorityclasses.scheduling.k8s.io',
]);

/**
 * Reads the cluster: which desired objects exist, what applying them would change, and which objects were created
 * before.
 */
export async function observe(
  kubectl: Kubectl,
  desired: Desired,
  controllerObjects: (situation: Situation) => Promise<readonly Manifest[]>,
): Promise<Observed & Pick<Situation, 'resources'>> {
  const situation = await situationOf(kubectl, desired.project);
  const { resources } = situation;
  const wanted = [
    ...desired.namespaces,
    ...desired.impliedNamespaces,
    ...desired.shared,
    ...[...desired.sets.values()].flat(),
    ...(await controllerObjects(situation)),
  ];
  const served = wanted.filter(manifest => serves(resources, manifest));
  const [present, secrets] = await Promise.all([kubectl.get(served), secretsRead(kubectl, desired)]);
  const live = byKey(present);
  const { applied, refusals } = await dryRun(
    kubectl,
    served.filter(manifest => canDryRun(manifest, live)),
  );
  return { ...situation, live, applied, refusals, secrets };
}

/** Reports whether a dry run of an object is possible: not if its namespace does not exist, or it is in deletion. */
function canDryRun(manifest: Manifest, live: ReadonlyMap<string, LiveObject>): boolean {
  const { namespace } = manifest.metadata;
  const home =
    namespace === undefined || live.has(keyOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }));
  return home && live.get(keyOf(manifest))?.metadata.deletionTimestamp === undefined;
}

/** The state of the cluster, independent of the desired objects. */
export interface Situation extends Pick<Observed, 'owned' | 'controllers' | 'runnerSets' | 'listening'> {
  readonly resources: readonly ApiResource[];
}

/** Reads the objects of a configuration, and those that all configurations share. */
export async function situationOf(kubectl: Kubectl, project: string): Promise<Situation> {
  const resources = await kubectl.apiResources();
  const known = resources.map(({ resource }) => resource);
  const [owned, deployments, runnerSets, listening] = await Promise.all([
    kubectl.list(
      known.filter(resource => PRUNABLE.has(resource)),
      `${PROJECT_LABEL}=${project}`,
    ),
    kubectl.list(['deployments.apps'], CONTROLLER_SELECTOR),
    kubectl.list(known.filter(resource => resource === RESOURCES.AutoscalingRunnerSet)),
    kubectl.list(known.filter(resource => LISTENING_RESOURCES.includes(resource))),
  ]);
  return {
    resources,
    owned: owned.filter(object => isOurs(object, project)),
    controllers: deployments.map(liveController),
    runnerSets,
    listening,
  };
}

/** Dry-runs applying objects: all at once, and one by one after an error, to find those that are refused. */
async function dryRun(
  kubectl: Kubectl,
  manifests: readonly Manifest[],
): Promise<Pick<Observed, 'applied' | 'refusals'>> {
  const options = { dryRun: true, force: true };
  try {
    return { applied: byKey(await kubectl.apply(manifests, options)), refusals: new Map() };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
  }
  const [applied, refusals] = [new Map<string, LiveObject>(), new Map<string, string>()];
  for (const manifest of manifests) {
    try {
      for (const object of await kubectl.apply([manifest], options)) applied.set(keyOf(object), object);
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      refusals.set(keyOf(manifest), error.message);
    }
  }
  return { applied, refusals };
}

async function secretsRead(kubectl: Kubectl, { sets }: Desired): Promise<ReadonlySet<string>> {
  const read = [...sets.values()]
    .flat()
    .filter(isRunnerSet)
    .flatMap(set => {
      const name = secretOf(set);
      return name === undefined
        ? []
        : [{ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: set.metadata.namespace } }];
    });
  const found = await kubectl.get([...byKey(read).values()]);
  return new Set(found.map(({ metadata: { namespace, name } }) => `${namespace}/${name}`));
}
