import { ENFORCE_LABEL } from '../../pod/security';
import { keyOf } from '../kubectl/objects';
import type { Manifest } from '../project';
import { describe, type ControllerPlan } from './controller';
import { managerOf, secretOf, type Desired } from './desired';
import type { Observed } from './observed';
import { PROJECT_LABEL } from './ownership';
import { isRunnerSet } from './set-objects';

/** Why a runner set that the API server accepts would never run; `undefined` if it would. */
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

/** The Pod Security level of a namespace that deskrun does not manage may reject the pods of the set. */
function namespaceProblem(
  set: string,
  { impliedNamespaces, project }: Desired,
  observed: Observed,
): string | undefined {
  const wanted = impliedNamespaces.find(({ metadata }) => metadata.name === set.split('/')[0]);
  const present = wanted && observed.live.get(keyOf(wanted));
  if (!wanted || !present || mayApplyNamespace(wanted, observed, project)) return undefined;
  const [needs, admits] = [wanted, present].map(({ metadata }) => metadata.labels?.[ENFORCE_LABEL]);
  return admits === undefined || admits === 'privileged' || needs === admits
    ? undefined
    : `namespace ${wanted.metadata.name} allows only pods of Pod Security level ${admits}, but those of the set ` +
        `need ${String(needs)}; run kubectl label namespace ${wanted.metadata.name} --overwrite ` +
        `${ENFORCE_LABEL}=${String(needs)}`;
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
    : `Secret ${set.metadata.namespace}/${name}, with its credential, does not exist; store one with deskrun add ` +
        '<runner> --replace --auth-file <file>, or create the Secret with the key github_token or the three ' +
        'github_app_ keys';
}

function controllerProblem(objects: readonly Manifest[], controller?: ControllerPlan): string | undefined {
  if (controller?.verdict.type === 'refuse') return 'no controller can manage it';
  const account = managerOf(objects);
  const live = controller && 'controller' in controller.verdict ? controller.verdict.controller : undefined;
  return account && live && (account.name !== live.account.name || account.namespace !== live.account.namespace)
    ? `it grants its permissions to ServiceAccount ${account.namespace}/${account.name}, but ${describe(live)} ` +
        `runs as ${live.account.name}`
    : undefined;
}

/** Reports whether an implied namespace may be applied: it does not exist, or it has the project label. */
export function mayApplyNamespace(namespace: Manifest, { live }: Observed, project: string): boolean {
  const present = live.get(keyOf(namespace));
  return present === undefined || present.metadata.labels?.[PROJECT_LABEL] === project;
}

/** Reports whether a namespace has the project label of another configuration. */
export function belongsToOtherProject(namespace: Manifest, { live }: Observed, project: string): boolean {
  const owner = live.get(keyOf(namespace))?.metadata.labels?.[PROJECT_LABEL];
  return owner !== undefined && owner !== project;
}
