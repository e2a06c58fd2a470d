import { identity, keyOf, type LiveObject } from '../kubectl/objects';
import type { ControllerPlan, ControllerVerdict } from './controller';
import type { Desired } from './desired';
import { belongsToOtherProject, mayApplyNamespace, obstacleOf } from './obstacles';
import type { Observed } from './observed';
import { stepsOf } from './plan-steps';
import { changesOf, planSet, refusalOf, type ObjectChange, type SetPlan } from './set-plan';
import { bySet, isRunnerSet } from './set-objects';
import type { Step } from './steps';
import { stopsOf, type Stop } from './stops';

/** A part of the configuration that cannot be applied. */
export interface Problem {
  readonly subject: string;
  readonly message: string;
}

/** The changes from the current to the desired state of the cluster. */
export interface Plan {
  readonly project: string;
  readonly controller?: ControllerVerdict;
  readonly sets: readonly SetPlan[];
  readonly controllerChanges: readonly ObjectChange[];
  /** Changes of objects that belong to no runner set: namespaces, credentials and shared objects. */
  readonly others: readonly ObjectChange[];
  readonly problems: readonly Problem[];
  readonly stops: readonly Stop[];
  /** Kustomizations that are not applied because the cluster has no Flux. @default - none */
  readonly leftToFlux?: readonly string[];
  readonly steps: readonly Step[];
}

/** Plans the changes from the observed to the desired state. Pure. */
export function makePlan(desired: Desired, observed: Observed, wanted?: ControllerPlan): Plan {
  const controller = wanted && applicableController(wanted, desired, observed);
  const owned = bySet(observed.owned);
  const planned = [...desired.sets].map(([set, objects]): SetPlan => {
    const plan = planSet(set, objects, owned.get(set) ?? [], observed, desired.project);
    const reason = plan.action === 'refused' ? undefined : obstacleOf(set, objects, desired, observed, controller);
    return reason === undefined ? plan : { set, action: 'refused', reason, changes: [] };
  });
  const leaving = [...owned]
    .filter(([set]) => set !== '' && !desired.sets.has(set))
    .map(([set, objects]) => removal(set, objects, observed));
  const sets = [...planned, ...leaving];

  const namespaces = [
    ...desired.namespaces.filter(manifest => !belongsToOtherProject(manifest, observed, desired.project)),
    ...desired.impliedNamespaces.filter(manifest => mayApplyNamespace(manifest, observed, desired.project)),
  ];
  const shared = desired.shared.map(manifest => ({
    manifest,
    refusal: refusalOf([manifest], observed, desired.project),
  }));
  const kept = new Set(desired.shared.map(keyOf));
  const surplus = (owned.get('') ?? []).filter(object => !kept.has(keyOf(object)));
  const ours = controller?.manifests ?? [];
  const applicable = shared.filter(({ refusal }) => refusal === undefined).map(({ manifest }) => manifest);
  return {
    project: desired.project,
    ...(controller && { controller: controller.verdict }),
    sets,
    controllerChanges: changesOf(ours, observed),
    others: [
      ...changesOf([...namespaces, ...applicable], observed),
      ...surplus.map((object): ObjectChange => ({ object: identity(object), action: 'delete', fields: [] })),
    ],
    problems: [
      ...(controller?.verdict.type === 'refuse'
        ? [{ subject: 'controller', message: controller.verdict.message }]
        : []),
      ...sets
        .filter(({ action }) => action === 'refused')
        .map(({ set, reason = '' }) => ({ subject: set, message: reason })),
      ...shared.flatMap(({ manifest, refusal }) =>
        refusal === undefined ? [] : [{ subject: identity(manifest), message: refusal }],
      ),
    ],
    stops: stopsOf(desired, observed, sets, controller),
    steps: stepsOf({
      desired,
      observed,
      sets,
      controller: ours,
      upgrading: controller?.verdict.type === 'upgrade',
      namespaces,
      shared: applicable,
      surplus,
    }),
  };
}

/** The objects of the controller that may be applied: none if another tool manages it, or the API server refuses it. */
function applicableController(
  { verdict, manifests }: ControllerPlan,
  { project }: Desired,
  observed: Observed,
): ControllerPlan {
  if (verdict.type === 'use' || verdict.type === 'refuse') return { verdict, manifests: [] };
  // A namespace that exists is left alone: applying it without labels would remove those that deskrun has set before.
  const own = manifests.filter(manifest => manifest.kind !== 'Namespace' || !observed.live.has(keyOf(manifest)));
  const message = refusalOf(own, observed, project);
  return message === undefined ? { verdict, manifests: own } : { verdict: { type: 'refuse', message }, manifests: [] };
}

/** The plan for a runner set that is no longer in the configuration. */
function removal(set: string, objects: readonly LiveObject[], { controllers }: Observed): SetPlan {
  const isDeletable =
    objects.every(object => !isRunnerSet(object) || (object.metadata.finalizers ?? []).length === 0) ||
    controllers.some(({ watches, stopped }) => !stopped && (watches === undefined || watches === set.split('/')[0]));
  return isDeletable
    ? {
        set,
        action: 'delete',
        changes: objects.map(object => ({ object: identity(object), action: 'delete', fields: [] })),
      }
    : {
        set,
        action: 'refused',
        reason:
          'it cannot be deleted while no controller runs: only the controller removes its finalizers, and the ' +
          'set from GitHub; start the controller',
        changes: [],
      };
}
