import { identity, keyOf, type LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import { describe, doomedSets, type ControllerVerdict } from './controller';
import { managerOf, secretOf, type Desired } from './desired';
import type { Observed } from './observed';
import { PROJECT_LABEL } from './ownership';
import { changesOf, planSet, refusalOf, type ObjectChange, type SetPlan } from './set-plan';
import { bySet, isRunnerSet, setOf } from './set-objects';
import { stepsOf } from './plan-steps';
import type { Step } from './steps';

/** Why nothing is done until the user says that it is meant. */
export interface Stop {
  readonly message: string;
  readonly flag: 'yes' | 'upgrade-controller';
}

/** Something that will not be done, and whose absence is a failure. */
export interface Problem {
  readonly subject: string;
  readonly message: string;
}

/** The way from what is in the cluster to what is desired. */
export interface Plan {
  readonly project: string;
  readonly controller?: ControllerVerdict;
  readonly sets: readonly SetPlan[];
  readonly controllerChanges: readonly ObjectChange[];
  /** Changes of what else belongs to no set: namespaces, credentials and what is shared. */
  readonly others: readonly ObjectChange[];
  readonly problems: readonly Problem[];
  readonly stops: readonly Stop[];
  readonly steps: readonly Step[];
}

/** What is wanted of the controller, with the objects to apply for it; nothing where no set needs one. */
export interface ControllerPlan {
  readonly verdict: ControllerVerdict;
  /** To be applied where the verdict is to install, update or upgrade. */
  readonly manifests: readonly Manifest[];
}

/** Plans what leads from the cluster as it is to the cluster as desired. Pure. */
export function makePlan(desired: Desired, observed: Observed, wanted?: ControllerPlan): Plan {
  const controller = wanted && applicableController(wanted, desired, observed);
  const owned = bySet(observed.owned);
  const planned = [...desired.sets].map(([set, objects]) => obstructed(planSet(set, objects, owned.get(set) ?? [], observed, desired.project), objects, desired, observed, controller));
  const leaving = [...owned].filter(([set]) => set !== '' && !desired.sets.has(set)).map(([set, objects]) => removal(set, objects, observed));
  const sets = [...planned, ...leaving];

  const namespaces = desired.namespaces.filter(manifest => concernsUs(manifest, observed, desired.project));
  const shared = desired.shared.map(manifest => ({ manifest, refusal: refusalOf([manifest], observed, desired.project) }));
  const kept = new Set(desired.shared.map(keyOf));
  const surplus = (owned.get('') ?? []).filter(object => !kept.has(keyOf(object)));
  const ours = controller?.manifests ?? [];
  const applicable = shared.filter(({ refusal }) => refusal === undefined).map(({ manifest }) => manifest);
  return {
    project: desired.project,
    ...(controller && { controller: controller.verdict }),
    sets,
    controllerChanges: changesOf(ours, observed),
    others: [...changesOf([...namespaces, ...applicable], observed), ...surplus.map((object): ObjectChange => ({ object: identity(object), action: 'delete', fields: [] }))],
    problems: [
      ...(controller?.verdict.type === 'refuse' ? [{ subject: 'controller', message: controller.verdict.message }] : []),
      ...sets.filter(({ action }) => action === 'refused').map(({ set, reason = '' }) => ({ subject: set, message: reason })),
      ...shared.flatMap(({ manifest, refusal }) => (refusal === undefined ? [] : [{ subject: identity(manifest), message: refusal }])),
    ],
    stops: stopsOf(desired, observed, sets, controller),
    steps: stepsOf({ desired, observed, sets, controller: ours, upgrading: controller?.verdict.type === 'upgrade', namespaces, shared: applicable, surplus }),
  };
}

/** Nothing of a controller that is not ours to apply, nor of one that the API server refuses. */
function applicableController({ verdict, manifests }: ControllerPlan, { namespaces }: Desired, observed: Observed): ControllerPlan {
  if (verdict.type === 'use' || verdict.type === 'refuse') return { verdict, manifests: [] };
  const named = new Set(namespaces.map(keyOf));
  const message = refusalOf(manifests, { live: new Map(), refusals: observed.refusals }, '');
  return message === undefined
    ? { verdict, manifests: manifests.filter(manifest => !named.has(keyOf(manifest))) }
    : { verdict: { type: 'refuse', message }, manifests: [] };
}

/** A set that would be applied and never run is not applied. */
function obstructed(plan: SetPlan, objects: readonly Manifest[], desired: Desired, observed: Observed, controller?: ControllerPlan): SetPlan {
  if (plan.action === 'refused') return plan;
  const message = namespaceProblem(plan.set, desired, observed) ?? secretProblem(objects, desired, observed) ?? controllerProblem(objects, controller);
  return message === undefined ? plan : { set: plan.set, action: 'refused', reason: message, changes: [] };
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** A namespace of somebody else's may admit fewer pods than the set needs. */
function namespaceProblem(set: string, { namespaces, project }: Desired, observed: Observed): string | undefined {
  const wanted = namespaces.find(({ metadata }) => metadata.name === set.split('/')[0]);
  const present = wanted && observed.live.get(keyOf(wanted));
  if (!wanted || !present || concernsUs(wanted, observed, project)) return undefined;
  const [needs, admits] = [wanted, present].map(({ metadata }) => metadata.labels?.[ENFORCE]);
  return admits === undefined || admits === 'privileged' || needs === admits
    ? undefined
    : `namespace ${wanted.metadata.name} admits pods of level ${admits} only, and those of the set need ${String(needs)}; kubectl label namespace ${wanted.metadata.name} --overwrite ${ENFORCE}=${String(needs)}`;
}

function secretProblem(objects: readonly Manifest[], { shared }: Desired, { secrets }: Observed): string | undefined {
  const set = objects.find(isRunnerSet);
  const name = set && secretOf(set);
  if (!set || name === undefined || secrets.has(`${set.metadata.namespace}/${name}`)) return undefined;
  return shared.some(({ kind, metadata }) => kind === 'Secret' && metadata.name === name && metadata.namespace === set.metadata.namespace)
    ? undefined
    : `Secret ${set.metadata.namespace}/${name}, which holds its credential, is not in the cluster; let deskrun keep one (deskrun add <runner> --replace --auth-file <file>), or create it there with github_token or the three github_app_ keys`;
}

function controllerProblem(objects: readonly Manifest[], controller?: ControllerPlan): string | undefined {
  if (controller?.verdict.type === 'refuse') return 'there is no controller that could run it';
  const account = managerOf(objects);
  const live = controller && 'controller' in controller.verdict ? controller.verdict.controller : undefined;
  return account && live && (account.name !== live.account.name || account.namespace !== live.account.namespace)
    ? `it lets ServiceAccount ${account.namespace}/${account.name} manage it, and ${describe(live)} runs as ${live.account.name}`
    : undefined;
}

/** A set that is no longer desired. */
function removal(set: string, objects: readonly LiveObject[], { controllers }: Observed): SetPlan {
  const unlockable = objects.every(object => !isRunnerSet(object) || (object.metadata.finalizers ?? []).length === 0) || controllers.some(({ watches, stopped }) => !stopped && (watches === undefined || watches === set.split('/')[0]));
  return unlockable
    ? { set, action: 'delete', changes: objects.map(object => ({ object: identity(object), action: 'delete', fields: [] })) }
    : { set, action: 'refused', reason: 'it cannot be deleted while no controller runs: only that takes its finalizers off and signs it off at GitHub; start the controller again', changes: [] };
}

/** A namespace that somebody else made is left as it is. */
function concernsUs(namespace: Manifest, { live }: Observed, project: string): boolean {
  const present = live.get(keyOf(namespace));
  return present === undefined || present.metadata.labels?.[PROJECT_LABEL] === project;
}

function stopsOf({ project, arcVersion, sets: desiredSets, namespaces }: Desired, { runnerSets }: Observed, sets: readonly SetPlan[], controller?: ControllerPlan): Stop[] {
  const stops: Stop[] = [];
  const { verdict } = controller ?? {};
  if (verdict?.type === 'upgrade') {
    stops.push({
      flag: 'upgrade-controller',
      message: `${describe(verdict.controller)} is ${verdict.controller.version} and arcVersion is ${arcVersion}: to upgrade it, every runner set of this configuration is deleted, jobs that run being waited for, and made again`,
    });
  }
  if (verdict?.type === 'upgrade' || verdict?.type === 'install') {
    const others = doomedSets(runnerSets, arcVersion).filter(set => set.metadata.labels?.[PROJECT_LABEL] !== project && !desiredSets.has(setOf(set) ?? ''));
    if (others.length > 0) stops.push({ flag: 'yes', message: `a controller of ${arcVersion} deletes these runner sets of others, which are for another minor version: ${others.map(set => setOf(set) ?? '').join(', ')}` });
  }
  const known = new Set(namespaces.map(({ metadata }) => metadata.name));
  const elsewhere = sets.filter(({ set, action }) => action === 'delete' && known.size > 0 && !known.has(set.split('/')[0] as string));
  if (elsewhere.length > 0) {
    stops.push({ flag: 'yes', message: `${elsewhere.map(({ set }) => set).join(', ')} would be deleted, in a namespace that the configuration does not name; it was made for a configuration ${project} too, which may be another one: give this one a name of its own with --project` });
  }
  return stops;
}
