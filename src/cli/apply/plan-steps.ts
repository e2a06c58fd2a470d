import { identity, keyOf, named, type LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import { secretOf, type Desired } from './desired';
import { excludeEachOther } from './directories';
import { listeningOf } from './listening';
import { byKey, type Observed } from './observed';
import { changesOf, type SetPlan } from './set-plan';
import { bySet, isManagerRole, isProtected, isRegistered, isRunnerSet } from './set-objects';
import type { Step } from './steps';

/** The subject of the step that prunes objects which belong to no runner set. */
export const PRUNED_OBJECTS = 'unused objects';

/** The decisions that the steps implement. */
export interface Decided {
  readonly desired: Desired;
  readonly observed: Observed;
  readonly sets: readonly SetPlan[];
  /** The objects of the controller to apply. */
  readonly controller: readonly Manifest[];
  /** True if all runner sets must be deleted before the controller changes. */
  readonly upgrading: boolean;
  readonly namespaces: readonly Manifest[];
  readonly shared: readonly Manifest[];
  /** Objects of the configuration that belong to no runner set and are no longer desired. */
  readonly surplus: readonly LiveObject[];
}

/**
 * The steps of a plan in an order that keeps runner sets working: what they need first, updates in place before
 * anything that waits, deletions before creations that take their place, and credentials deleted last.
 */
export function stepsOf(decided: Decided): Step[] {
  const namespaceSteps = applyEach(decided, decided.namespaces, []);
  const deletions = deletionSteps(decided);
  const deletionIds = deletions.filter(({ action }) => action.type !== 'request deletion').map(({ id }) => id);
  const controller = controllerSteps(decided, [
    ...namespaceSteps.map(({ id }) => id),
    ...(decided.upgrading ? deletionIds : []),
  ]);
  const controllerIds = controller.slice(-1).map(({ id }) => id);
  const crds = recreateCrdSteps(decided, [...controllerIds, ...deletionIds]);
  const ready = [...controllerIds, ...crds.slice(-1).map(({ id }) => id)];
  const shared = applyEach(
    decided,
    decided.shared,
    namespaceSteps.map(({ id }) => id),
  );
  const needs = [...ready, ...namespaceSteps.map(({ id }) => id)];
  const orderedDeletions = decided.upgrading
    ? deletions
    : deletions.map(step => ({ ...step, needs: [...controllerIds, ...step.needs] }));
  const [updates, creations] = [updateSteps(decided, needs, shared), creationSteps(decided, needs, shared)];
  return [
    ...(decided.upgrading ? orderedDeletions : []),
    ...namespaceSteps,
    ...controller,
    ...shared,
    ...updates,
    ...(decided.upgrading ? [] : orderedDeletions),
    ...crds,
    ...creations,
    // A refused set is not changed, and may still need these objects.
    ...(decided.surplus.length === 0 || decided.sets.some(({ action }) => action === 'refused')
      ? []
      : [
          step('prune', PRUNED_OBJECTS, 'prune objects that the configuration no longer has', deletionIds, {
            type: 'delete',
            objects: decided.surplus.map(named),
          }),
        ]),
    ...registrationSteps(decided),
  ];
}

function step(id: string, subject: string, title: string, needs: readonly string[], action: Step['action']): Step {
  return { id, subject, title, needs, action };
}

function applyEach({ observed }: Decided, manifests: readonly Manifest[], needs: readonly string[]): Step[] {
  return manifests
    .filter(manifest => changesOf([manifest], observed).length > 0)
    .map(manifest =>
      step(`apply ${keyOf(manifest)}`, identity(manifest), `apply ${identity(manifest)}`, needs, {
        type: 'apply',
        manifests: [manifest],
      }),
    );
}

/** Applies the CRDs, then the controller, and waits for it. CRDs in deletion are left to {@link recreateCrdSteps}. */
function controllerSteps({ controller, observed }: Decided, needs: readonly string[]): Step[] {
  const deployment = controller.find(({ kind }) => kind === 'Deployment');
  if (!deployment) return [];
  const availableReplicas =
    (observed.live.get(keyOf(deployment))?.status as { readonly availableReplicas?: number } | undefined)
      ?.availableReplicas ?? 0;
  const leaving = crdsInDeletion(controller, observed).length > 0;
  // With external CRDs, there is nothing to wait for.
  const hasCrds = controller.some(({ kind }) => kind === 'CustomResourceDefinition');
  if (availableReplicas > 0 && changesOf(controller, observed).length === 0 && !leaving) return [];
  const rest = controller.filter(({ kind }) => kind !== 'CustomResourceDefinition');
  const crds = leaving || !hasCrds ? [] : crdSteps(controller, needs);
  return [
    ...crds,
    step(
      'controller',
      'controller',
      `apply controller ${deployment.metadata.name}`,
      crds.length === 0 ? needs : ['established'],
      { type: 'apply', manifests: rest },
    ),
    step('available', 'controller', `wait for controller ${deployment.metadata.name}`, ['controller'], {
      type: 'available',
      object: named(deployment),
    }),
  ];
}

function crdSteps(controller: readonly Manifest[], needs: readonly string[]): Step[] {
  const crds = controller.filter(({ kind }) => kind === 'CustomResourceDefinition');
  return [
    step('crds', 'controller', 'apply the CRDs of ARC', needs, {
      type: 'apply',
      manifests: crds,
      force: true,
    }),
    step('established', 'controller', 'wait for the CRDs', ['crds'], {
      type: 'established',
      objects: crds.map(named),
    }),
  ];
}

/** Waits for the deletion of CRDs, for which the controller must run, and then recreates them. */
function recreateCrdSteps({ controller, observed }: Decided, needs: readonly string[]): Step[] {
  const leaving = crdsInDeletion(controller, observed);
  return leaving.length === 0
    ? []
    : [
        step('crds deleted', 'controller', 'wait for the deletion of the CRDs', needs, {
          type: 'delete',
          objects: leaving.map(named),
        }),
        ...crdSteps(controller, ['crds deleted']),
      ];
}

function crdsInDeletion(controller: readonly Manifest[], { live }: Observed): Manifest[] {
  return controller.filter(
    manifest =>
      manifest.kind === 'CustomResourceDefinition' &&
      live.get(keyOf(manifest))?.metadata.deletionTimestamp !== undefined,
  );
}

/** Returns the ids of the steps that a set needs: those that all sets need, and the one that applies its Secret. */
function prerequisites(objects: readonly Manifest[], needs: readonly string[], shared: readonly Step[]): string[] {
  const set = objects.find(isRunnerSet);
  const secret = set && `/Secret ${set.metadata.namespace}/${secretOf(set)}`;
  return [...needs, ...shared.filter(({ id }) => id === `apply ${secret}`).map(({ id }) => id)];
}

function updateSteps({ sets, desired, observed }: Decided, needs: readonly string[], shared: readonly Step[]): Step[] {
  const owned = bySet(observed.owned);
  return sets
    .filter(({ action }) => action === 'update')
    .flatMap(({ set }) => {
      const objects = desired.sets.get(set) ?? [];
      const kept = new Set(objects.map(keyOf));
      const surplus = (owned.get(set) ?? []).filter(object => !kept.has(keyOf(object)));
      return [
        step(`apply ${set}`, set, `update ${set}`, prerequisites(objects, needs, shared), {
          type: 'apply',
          manifests: objects,
        }),
        ...(surplus.length === 0
          ? []
          : [
              step(`prune ${set}`, set, `prune ${set}`, [`apply ${set}`], {
                type: 'delete',
                objects: surplus.map(named),
              }),
            ]),
      ];
    });
}

/** A runner set that is deleted or recreated, with all its objects. */
interface DeletedSet {
  readonly set: string;
  readonly members: readonly LiveObject[];
}

function deletedSets({ sets, observed, desired }: Decided): DeletedSet[] {
  const owned = bySet(observed.owned);
  return sets
    .filter(({ action }) => action === 'delete' || action === 'recreate')
    .map(({ set }) => {
      const members = [
        ...(owned.get(set) ?? []),
        ...(desired.sets.get(set) ?? []).flatMap(manifest => observed.live.get(keyOf(manifest)) ?? []),
      ];
      return { set, members: [...byKey(members).values()] };
    });
}

function deletionSteps(decided: Decided): Step[] {
  const leaving = deletedSets(decided);
  const runnerSets = leaving.flatMap(({ members }) => members.filter(isRunnerSet));
  return [
    ...(runnerSets.length < 2
      ? []
      : [
          step('request deletions', 'runner sets', `request the deletion of ${runnerSets.length} runner sets`, [], {
            type: 'request deletion',
            objects: runnerSets.map(named),
          }),
        ]),
    ...leaving.flatMap(({ set, members }) => {
      const restored = restoreRoleSteps(set, decided);
      return [
        ...restored,
        ...deleteSetSteps({ set, members }).map(step => ({
          ...step,
          needs: [...restored.map(({ id }) => id), ...step.needs],
        })),
      ];
    }),
  ];
}

/**
 * Applies a missing manager Role or RoleBinding before a set is recreated: the controller needs it to delete the set.
 */
function restoreRoleSteps(set: string, { desired, observed }: Decided): Step[] {
  const missing = (desired.sets.get(set) ?? []).filter(
    manifest => isManagerRole(manifest) && !observed.live.has(keyOf(manifest)),
  );
  return missing.length === 0
    ? []
    : [
        step(`restore ${set}`, set, `restore the manager Role of ${set}`, [], {
          type: 'apply',
          manifests: missing,
        }),
      ];
}

/** Deletes the set while its Role and Secret still exist, and its other objects afterwards. */
function deleteSetSteps({ set, members }: DeletedSet): Step[] {
  const [runnerSets, rest] = [members.filter(isRunnerSet), members.filter(member => !isRunnerSet(member))];
  const locked = rest.filter(isProtected);
  const deleted =
    runnerSets.length === 0
      ? []
      : [
          step(`delete ${set}`, set, `delete ${set}, waiting for its jobs`, [], {
            type: 'delete',
            objects: runnerSets.map(named),
          }),
        ];
  const released =
    locked.length === 0
      ? []
      : [
          step(
            `release ${set}`,
            set,
            `remove the finalizers of objects of ${set}`,
            deleted.map(({ id }) => id),
            { type: 'release', objects: locked.map(named) },
          ),
        ];
  const cleared =
    rest.length === 0
      ? []
      : [
          step(
            `clear ${set}`,
            set,
            `delete the other objects of ${set}`,
            [...deleted, ...released].map(({ id }) => id),
            { type: 'delete', objects: rest.map(named) },
          ),
        ];
  return [...deleted, ...released, ...cleared];
}

/** Creates sets. One that uses an exclusive directory waits for the deletion of the set that used it before. */
function creationSteps(decided: Decided, needs: readonly string[], shared: readonly Step[]): Step[] {
  const leaving = deletedSets(decided);
  return decided.sets
    .filter(({ action }) => action === 'create' || action === 'recreate')
    .map(({ set, action }) => {
      const objects = decided.desired.sets.get(set) ?? [];
      const deletionIds = leaving
        .filter(other => other.set === set || excludeEachOther(objects, other.members))
        .flatMap(deleteSetSteps)
        .map(({ id }) => id);
      return step(
        `apply ${set}`,
        set,
        `${action === 'recreate' ? 'recreate' : 'create'} ${set}`,
        [...prerequisites(objects, needs, shared), ...deletionIds],
        { type: 'apply', manifests: objects },
      );
    });
}

function registrationSteps({ sets, desired, observed }: Decided): Step[] {
  return sets
    .filter(({ action }) => !['delete', 'refused'].includes(action))
    .flatMap(({ set, action }) => {
      const object = (desired.sets.get(set) ?? []).find(isRunnerSet);
      const live = object && observed.live.get(keyOf(object));
      if (!object) return [];
      const applied = action === 'unchanged' ? [] : [`apply ${set}`];
      const registered =
        live && isRegistered(live) && action !== 'recreate'
          ? []
          : [
              step(`register ${set}`, set, `wait until GitHub has registered ${set}`, applied, {
                type: 'registered',
                object: named(object),
              }),
            ];
      return [...registered, ...listeningSteps(set, action, object, registered, observed)];
    });
}

/** Waits for the listener of each set that is new, changes, or has a stale listener. */
function listeningSteps(
  set: string,
  action: SetPlan['action'],
  object: Manifest,
  registered: readonly Step[],
  { listening }: Observed,
): Step[] {
  const isStale = () => listeningOf(named(object), listening).state === 'stale';
  if (action === 'unchanged' && registered.length === 0 && !isStale()) return [];
  const applied = action === 'unchanged' ? [] : [`apply ${set}`];
  return [
    step(
      `listen ${set}`,
      set,
      `wait for the listener of ${set}`,
      registered.length > 0 ? registered.map(({ id }) => id) : applied,
      { type: 'listening', object: named(object), changed: action === 'update' },
    ),
  ];
}
