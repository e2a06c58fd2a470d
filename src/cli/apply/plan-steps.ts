import { identity, keyOf, named, type LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import { secretOf, type Desired } from './desired';
import { excludeEachOther } from './directories';
import { listeningOf } from './listening';
import { byKey, type Observed } from './observed';
import { changesOf, type SetPlan } from './set-plan';
import { bySet, isManagerRight, isProtected, isRegistered, isRunnerSet } from './set-objects';
import type { Step } from './steps';

/** The decisions that the steps implement. */
export interface Decided {
  readonly desired: Desired;
  readonly observed: Observed;
  readonly sets: readonly SetPlan[];
  /** The objects of the controller to apply. */
  readonly controller: readonly Manifest[];
  /** Whether all runner sets must be deleted before the controller changes. */
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
  const setsGone = deletions.filter(({ action }) => action.type !== 'ask').map(({ id }) => id);
  const controller = controllerSteps(decided, [
    ...namespaceSteps.map(({ id }) => id),
    ...(decided.upgrading ? setsGone : []),
  ]);
  const running = controller.slice(-1).map(({ id }) => id);
  const definitions = renewalSteps(decided, [...running, ...setsGone]);
  const ready = [...running, ...definitions.slice(-1).map(({ id }) => id)];
  const shared = applyEach(
    decided,
    decided.shared,
    namespaceSteps.map(({ id }) => id),
  );
  const needs = [...ready, ...namespaceSteps.map(({ id }) => id)];
  const orderedDeletions = decided.upgrading
    ? deletions
    : deletions.map(step => ({ ...step, needs: [...running, ...step.needs] }));
  const [updates, creations] = [updateSteps(decided, needs, shared), creationSteps(decided, needs, shared)];
  return [
    ...(decided.upgrading ? orderedDeletions : []),
    ...namespaceSteps,
    ...controller,
    ...shared,
    ...updates,
    ...(decided.upgrading ? [] : orderedDeletions),
    ...definitions,
    ...creations,
    // A refused set stays as it is, and may still need these objects.
    ...(decided.surplus.length === 0 || decided.sets.some(({ action }) => action === 'refused')
      ? []
      : [
          step('surplus', 'leftovers', 'delete objects that are no longer needed', setsGone, {
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

/** Applies the CRDs, then the controller, and waits for it. CRDs in deletion are left to {@link renewalSteps}. */
function controllerSteps({ controller, observed }: Decided, needs: readonly string[]): Step[] {
  const deployment = controller.find(({ kind }) => kind === 'Deployment');
  if (!deployment) return [];
  const running =
    (observed.live.get(keyOf(deployment))?.status as { readonly availableReplicas?: number } | undefined)
      ?.availableReplicas ?? 0;
  const leaving = leavingDefinitions(controller, observed).length > 0;
  // With external CRDs, there is nothing to wait for.
  const hasDefinitions = controller.some(({ kind }) => kind === 'CustomResourceDefinition');
  if (running > 0 && changesOf(controller, observed).length === 0 && !leaving) return [];
  const rest = controller.filter(({ kind }) => kind !== 'CustomResourceDefinition');
  const definitions = leaving || !hasDefinitions ? [] : definitionSteps(controller, needs);
  return [
    ...definitions,
    step(
      'controller',
      'controller',
      `apply controller ${deployment.metadata.name}`,
      definitions.length === 0 ? needs : ['established'],
      { type: 'apply', manifests: rest },
    ),
    step('available', 'controller', `wait for controller ${deployment.metadata.name}`, ['controller'], {
      type: 'available',
      object: named(deployment),
    }),
  ];
}

function definitionSteps(controller: readonly Manifest[], needs: readonly string[]): Step[] {
  const definitions = controller.filter(({ kind }) => kind === 'CustomResourceDefinition');
  return [
    step('definitions', 'controller', 'apply the CRDs of ARC', needs, {
      type: 'apply',
      manifests: definitions,
      force: true,
    }),
    step('established', 'controller', 'wait for the CRDs', ['definitions'], {
      type: 'established',
      objects: definitions.map(named),
    }),
  ];
}

/** Waits for the deletion of CRDs, for which the controller must run, and then applies them again. */
function renewalSteps({ controller, observed }: Decided, needs: readonly string[]): Step[] {
  const leaving = leavingDefinitions(controller, observed);
  return leaving.length === 0
    ? []
    : [
        step('definitions gone', 'controller', 'wait until the CRDs in deletion are gone', needs, {
          type: 'delete',
          objects: leaving.map(named),
        }),
        ...definitionSteps(controller, ['definitions gone']),
      ];
}

function leavingDefinitions(controller: readonly Manifest[], { live }: Observed): Manifest[] {
  return controller.filter(
    manifest =>
      manifest.kind === 'CustomResourceDefinition' &&
      live.get(keyOf(manifest))?.metadata.deletionTimestamp !== undefined,
  );
}

/** The ids of steps that a set needs: those that all sets need, and the one of its Secret. */
function basis(objects: readonly Manifest[], needs: readonly string[], shared: readonly Step[]): string[] {
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
        step(`apply ${set}`, set, `update ${set}`, basis(objects, needs, shared), {
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
interface Leaving {
  readonly set: string;
  readonly members: readonly LiveObject[];
}

function leavingSets({ sets, observed, desired }: Decided): Leaving[] {
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
  const leaving = leavingSets(decided);
  const runnerSets = leaving.flatMap(({ members }) => members.filter(isRunnerSet));
  return [
    ...(runnerSets.length < 2
      ? []
      : [
          step('ask', 'runner sets', `ask ARC to delete ${runnerSets.length} runner sets`, [], {
            type: 'ask',
            objects: runnerSets.map(named),
          }),
        ]),
    ...leaving.flatMap(({ set, members }) => {
      const restored = restoration(set, decided);
      return [
        ...restored,
        ...deleteSet({ set, members }).map(step => ({
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
function restoration(set: string, { desired, observed }: Decided): Step[] {
  const missing = (desired.sets.get(set) ?? []).filter(
    manifest => isManagerRight(manifest) && !observed.live.has(keyOf(manifest)),
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
function deleteSet({ set, members }: Leaving): Step[] {
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
  const leaving = leavingSets(decided);
  return decided.sets
    .filter(({ action }) => action === 'create' || action === 'recreate')
    .map(({ set, action }) => {
      const objects = decided.desired.sets.get(set) ?? [];
      const gone = leaving
        .filter(other => other.set === set || excludeEachOther(objects, other.members))
        .flatMap(deleteSet)
        .map(({ id }) => id);
      return step(
        `apply ${set}`,
        set,
        `${action === 'recreate' ? 'recreate' : 'create'} ${set}`,
        [...basis(objects, needs, shared), ...gone],
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

/** Waits for the listener of each set that is new, changes, or has a dead listener. */
function listeningSteps(
  set: string,
  action: SetPlan['action'],
  object: Manifest,
  registered: readonly Step[],
  { listening }: Observed,
): Step[] {
  const isDead = () => listeningOf(named(object), listening).state === 'dead';
  if (action === 'unchanged' && registered.length === 0 && !isDead()) return [];
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
