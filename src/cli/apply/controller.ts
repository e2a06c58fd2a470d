import { minorOf } from '../../app/versions';
import type { ServiceAccountReference } from '../../runners/runner-controller';
import { FIELD_MANAGER } from '../kubectl/kubectl';
import type { LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import { minorVersionOf } from './set-objects';

/** By which its Deployment is found, whoever installed it. */
export const CONTROLLER_SELECTOR = 'app.kubernetes.io/part-of=gha-rs-controller';

/** A controller in the cluster. */
export interface LiveController {
  readonly name: string;
  readonly namespace: string;
  readonly account: ServiceAccountReference;
  /** Its release, or empty where nothing says it. */
  readonly version: string;
  /** The one namespace whose sets it sees. @default - all */
  readonly watches?: string;
  readonly ours: boolean;
  readonly stopped: boolean;
}

interface DeploymentSpec {
  readonly replicas?: number;
  readonly template: {
    readonly spec: {
      readonly serviceAccountName?: string;
      readonly containers: readonly { readonly name: string; readonly image: string }[];
    };
  };
}

/** What the Deployment of a controller says of it. */
export function liveController({ metadata, spec }: LiveObject): LiveController {
  const { name, namespace = 'default', labels = {}, managedFields = [] } = metadata;
  const { replicas = 1, template } = spec as DeploymentSpec;
  const image = template.spec.containers.find(container => container.name === 'manager')?.image ?? '';
  const watches = labels['actions.github.com/controller-watch-single-namespace'];
  return {
    name,
    namespace,
    account: { namespace, name: template.spec.serviceAccountName ?? 'default' },
    // The image is what runs; the label is what somebody wrote, and helps where the image has only a digest.
    version: /:v?(\d+\.\d+\.\d+)/.exec(image)?.[1] ?? labels['app.kubernetes.io/version'] ?? '',
    ...(watches !== undefined && { watches }),
    ours: managedFields.some(({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply'),
    stopped: replicas === 0,
  };
}

/** What the scale sets of a configuration need. */
export interface NeededController {
  readonly version: string;
  readonly account: ServiceAccountReference;
  /** Where the sets are. */
  readonly namespaces: readonly string[];
}

/** What is to be done about the controller. */
export type ControllerVerdict =
  | { readonly type: 'use'; readonly controller: LiveController }
  | { readonly type: 'install' }
  /** It is ours, and of the same minor version. */
  | { readonly type: 'update'; readonly controller: LiveController }
  /** It is ours, and would delete the sets as they are to be, as the new one would delete those that are there. */
  | { readonly type: 'upgrade'; readonly controller: LiveController }
  | { readonly type: 'refuse'; readonly message: string };

/** What is wanted of the controller, with the objects to apply for it; nothing where no set needs one. */
export interface ControllerPlan {
  readonly verdict: ControllerVerdict;
  /** To be applied where the verdict is to install, update or upgrade. */
  readonly manifests: readonly Manifest[];
}

/** Decides about the controller: one that is there is used if it can be, and never replaced behind the back of whoever installed it. */
export function controllerVerdict(needed: NeededController, live: readonly LiveController[]): ControllerVerdict {
  const seeing = live.filter(
    ({ watches }) => watches === undefined || needed.namespaces.every(namespace => namespace === watches),
  );
  const [controller, second] = seeing;
  if (!controller)
    return live.length === 0
      ? { type: 'install' }
      : refuse(
          `${live.map(describe).join(' and ')} of the cluster ${live.length === 1 ? 'does' : 'do'} not see ${needed.namespaces.join(', ')}; install one that does, since one for all namespaces beside it would manage its sets too`,
        );
  if (second)
    return refuse(
      `${describe(controller)} and ${describe(second)} would both manage the runner sets; uninstall one of them`,
    );

  const { account, version } = controller;
  if (account.name !== needed.account.name || account.namespace !== needed.account.namespace) {
    return refuse(
      `${describe(controller)} runs as ServiceAccount ${account.name}, and the runner sets let ${needed.account.namespace}/${needed.account.name} manage them; write controller: { namespace: ${account.namespace}, serviceAccount: ${account.name} }`,
    );
  }
  if (version === '')
    return refuse(
      `${describe(controller)} does not say its release, neither by the tag of its image nor by the label app.kubernetes.io/version; one of another minor version would delete every runner set`,
    );
  if (minorOf(version) === minorOf(needed.version))
    return controller.ours ? { type: 'update', controller } : { type: 'use', controller };
  if (controller.ours) return { type: 'upgrade', controller };
  return refuse(
    `${describe(controller)} is ${version} and was not installed by deskrun, and arcVersion is ${needed.version}: it would delete every runner set; write arcVersion: ${version}, or upgrade it by the way it was installed`,
  );
}

/** `controller arc-gha-rs-controller in arc-systems`. */
export function describe({ name, namespace, watches }: LiveController): string {
  return `controller ${name} in ${namespace}${watches === undefined ? '' : ` (which watches ${watches} alone)`}`;
}

/** Sets that a controller of this version would delete. */
export function doomedSets(sets: readonly LiveObject[], version: string): LiveObject[] {
  return sets.filter(set => minorVersionOf(set) !== minorOf(version));
}

function refuse(message: string): ControllerVerdict {
  return { type: 'refuse', message };
}
