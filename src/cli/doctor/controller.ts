import { releaseOf } from '../../controller/image';
import { MANAGER_ARGUMENT, WATCH_ARGUMENT } from './arc';
import type { Kinds, Objects } from './kinds';
import { selects } from './selector';

/** A controller of runner scale sets in the cluster. */
export interface Controller {
  readonly object: Kinds['Deployment'];
  /** `namespace/name` of its Deployment. */
  readonly id: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly image: string;
  /** Its release, from the tag of its image. @default - unknown: the tag names no release */
  readonly version?: string;
  /** The only namespace that it watches. @default - all namespaces */
  readonly watches?: string;
  readonly ready: boolean;
  readonly pods: readonly Kinds['Pod'][];
}

/** The controllers among the Deployments: those with the argument that limits them to runner scale sets. */
export function controllersOf({ Deployment: deployments, Pod: pods }: Objects): Controller[] {
  return deployments.flatMap((object): Controller[] => {
    const {
      metadata: { name, namespace = '' },
      spec = {},
      status = {},
    } = object;
    const manager = (spec.template?.spec?.containers ?? []).find(({ args = [] }) => args.includes(MANAGER_ARGUMENT));
    if (!manager) return [];
    const image = manager.image ?? '';
    return [
      {
        object,
        id: `${namespace}/${name}`,
        namespace,
        serviceAccount: spec.template?.spec?.serviceAccountName ?? 'default',
        image,
        version: releaseOf(image, '') || undefined,
        watches:
          (manager.args ?? []).find(argument => argument.startsWith(WATCH_ARGUMENT))?.slice(WATCH_ARGUMENT.length) ||
          undefined,
        ready: (status.readyReplicas ?? 0) > 0,
        pods: pods.filter(
          ({ metadata }) => metadata.namespace === namespace && selects(spec.selector ?? {}, metadata.labels),
        ),
      },
    ];
  });
}

/** The controllers that watch a namespace. */
export function controllersFor(
  { controllers }: { readonly controllers: readonly Controller[] },
  namespace: string,
): Controller[] {
  return controllers.filter(({ watches }) => watches === undefined || watches === namespace);
}
