import { minorOf } from '../../app/versions';
import { VERSION_LABEL } from '../../runners/arc-names';
import type { ServiceAccountReference } from '../../runners/runner-controller';
import { FIELD_MANAGER } from '../kubectl/kubectl';
import type { LiveObject } from '../kubectl/objects';
import type { Manifest } from '../project';
import { minorVersionOf } from './set-objects';

/** The label selector of controller Deployments, from deskrun and from helm. */
export const CONTROLLER_SELECTOR = 'app.kubernetes.io/part-of=gha-rs-controller';

/** A controller in the cluster. */
export interface LiveController {
  readonly name: string;
  readonly namespace: string;
  readonly account: ServiceAccountReference;
  /** Its release, or empty if unknown. */
  readonly version: string;
  /** The only namespace that it watches. @default - all namespaces */
  readonly watches?: string;
  /** True if deskrun applied it. */
  readonly isManaged: boolean;
  /** True with 0 replicas. */
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

/** Reads a controller from its Deployment. */
export function liveController({ metadata, spec }: LiveObject): LiveController {
  const { name, namespace = 'default', labels = {}, managedFields = [] } = metadata;
  const { replicas = 1, template } = spec as DeploymentSpec;
  const image = template.spec.containers.find(container => container.name === 'manager')?.image ?? '';
  const watches = labels['actions.github.com/controller-watch-single-namespace'];
  return {
    name,
    namespace,
    account: { namespace, name: template.spec.serviceAccountName ?? 'default' },
    // The label may be outdated, so it is used only where the image has no version tag.
    version: /:v?(\d+\.\d+\.\d+)/.exec(image)?.[1] ?? labels[VERSION_LABEL] ?? '',
    ...(watches !== undefined && { watches }),
    isManaged: managedFields.some(({ manager, operation }) => manager === FIELD_MANAGER && operation === 'Apply'),
    stopped: replicas === 0,
  };
}

/** The controller that the runner sets of a configuration need. */
export interface NeededController {
  readonly version: string;
  readonly account: ServiceAccountReference;
  /** The namespaces of the runner sets. */
  readonly namespaces: readonly string[];
}

/** What `up` does about the controller. */
export type ControllerVerdict =
  | { readonly type: 'use'; readonly controller: LiveController }
  | { readonly type: 'install' }
  /** It is managed by deskrun and has the same minor version. */
  | { readonly type: 'update'; readonly controller: LiveController }
  /**
   * It is managed by deskrun and has another minor version: each of the two versions would delete the sets of the
   * other.
   */
  | { readonly type: 'upgrade'; readonly controller: LiveController }
  | { readonly type: 'refuse'; readonly message: string };

/** What `up` does about the controller, with the objects to apply. */
export interface ControllerPlan {
  readonly verdict: ControllerVerdict;
  /** The objects to apply to install, update or upgrade it. */
  readonly manifests: readonly Manifest[];
}

/** Decides about the controller. An existing one is used if possible, and replaced only if deskrun manages it. */
export function controllerVerdict(needed: NeededController, live: readonly LiveController[]): ControllerVerdict {
  const watching = live.filter(
    ({ watches }) => watches === undefined || needed.namespaces.every(namespace => namespace === watches),
  );
  const [controller, second] = watching;
  if (!controller)
    return live.length === 0
      ? { type: 'install' }
      : refuse(
          `${live.map(describe).join(' and ')} of the cluster ${live.length === 1 ? 'does' : 'do'} not watch ` +
            `${needed.namespaces.join(', ')}; install one that does: a controller for all namespaces would also ` +
            'manage the sets of the one that exists',
        );
  if (second)
    return refuse(
      `${describe(controller)} and ${describe(second)} would both manage the runner sets; uninstall one of them`,
    );

  const { account, version } = controller;
  if (account.name !== needed.account.name || account.namespace !== needed.account.namespace) {
    return refuse(
      `${describe(controller)} runs as ServiceAccount ${account.name}, but the runner sets grant their ` +
        `permissions to ${needed.account.namespace}/${needed.account.name}; write controller: { namespace: ` +
        `${account.namespace}, serviceAccount: ${account.name} }`,
    );
  }
  if (version === '')
    return refuse(
      `${describe(controller)} names its version neither in the tag of its image nor in the label ` +
        'app.kubernetes.io/version; a controller of another minor version would delete every runner set',
    );
  if (minorOf(version) === minorOf(needed.version))
    return controller.isManaged ? { type: 'update', controller } : { type: 'use', controller };
  if (controller.isManaged) return { type: 'upgrade', controller };
  return refuse(
    `${describe(controller)} is ${version} and was not installed by deskrun, but arcVersion is ` +
      `${needed.version}: it would delete every runner set; write arcVersion: ${version}, or upgrade it with the ` +
      'tool that installed it',
  );
}

/** `controller arc-gha-rs-controller in arc-systems`. */
export function describe({ name, namespace, watches }: LiveController): string {
  return `controller ${name} in ${namespace}${watches === undefined ? '' : ` (which watches only ${watches})`}`;
}

/** Runner sets that a controller of this version would delete. */
export function setsOfOtherMinor(sets: readonly LiveObject[], version: string): LiveObject[] {
  return sets.filter(set => minorVersionOf(set) !== minorOf(version));
}

function refuse(message: string): ControllerVerdict {
  return { type: 'refuse', message };
}
