import { keyOf } from '../kubectl/objects';
import type { Manifest } from '../project';
import { describe, type ControllerPlan } from './controller';
import { managerOf, secretOf, type Desired } from './desired';
import type { Observed } from './observed';
import { PROJECT_LABEL } from './ownership';
import { isRunnerSet } from './set-objects';

/** Why a set that the API server takes would never run, or nothing. */
export function obstacleOf(
  set: string,
  objects: readonly Manifest[],
  desired: Desired,
  observed: Observed,
  controller?: ControllerPlan,
): string | undefined {
  return (
    namespaceProblem(set, desired, observed) ??
    secretProblem(objects, desired, observed) ??
    controllerProblem(objects, controller)
  );
}

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** A namespace of somebody else's may admit fewer pods than the set needs. */
function namespaceProblem(
  set: string,
  { impliedNamespaces, project }: Desired,
  observed: Observed,
): string | undefined {
  const wanted = impliedNamespaces.find(({ metadata }) => metadata.name === set.split('/')[0]);
  const present = wanted && observed.live.get(keyOf(wanted));
  if (!wanted || !present || isOursToMake(wanted, observed, project)) return undefined;
  const [needs, admits] = [wanted, present].map(({ metadata }) => metadata.labels?.[ENFORCE]);
  return admits === undefined || admits === 'privileged' || needs === admits
    ? undefined
    : `namespace ${wanted.metadata.name} admits pods of level ${admits} only, and those of the set need ${String(needs)}; kubectl label namespace ${wanted.metadata.name} --overwrite ${ENFORCE}=${String(needs)}`;
}

function secretProblem(objects: readonly Manifest[], { shared }: Desired, { secrets }: Observed): string | undefined {
  const set = objects.find(isRunnerSet);
  const name = set && secretOf(set);
  if (!set || name === undefined || secrets.has(`${set.metadata.namespace}/${name}`)) return undefined;
  return shared.some(
    ({ kind, metadata }) =>
      kind === 'Secret' && metadata.name === name && metadata.namespace === set.metadata.namespace,
  )
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

/** Whether a namespace that the configuration does not speak of is made for it: one that is there is not touched. */
export function isOursToMake(namespace: Manifest, { live }: Observed, project: string): boolean {
  const present = live.get(keyOf(namespace));
  return present === undefined || present.metadata.labels?.[PROJECT_LABEL] === project;
}

/** Whether another configuration has made a namespace, whose word on it then stands. */
export function belongsToOthers(namespace: Manifest, { live }: Observed, project: string): boolean {
  const owner = live.get(keyOf(namespace))?.metadata.labels?.[PROJECT_LABEL];
  return owner !== undefined && owner !== project;
}
