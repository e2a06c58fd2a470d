import type { IConstruct } from 'constructs';
import type { Finding } from '../errors';

/** What a controller occupies that no other in the app may. */
export interface ControllerOccupancy {
  /** Path of its construct. */
  readonly path: string;
  readonly namespace: string;

  /** The name of its objects. */
  readonly name: string;

  /** @default - all namespaces */
  readonly watchSingleNamespace?: string;
  readonly ownCrds: boolean;
}

const CONTROLLERS = new WeakMap<IConstruct, ControllerOccupancy[]>();

/** Enters a controller into its app, or says with whom it clashes. */
export function occupy(scope: IConstruct, controller: ControllerOccupancy): Finding[] {
  const others = CONTROLLERS.get(scope.node.root) ?? [];
  CONTROLLERS.set(scope.node.root, others);
  const findings = others.flatMap(other => [
    ...sameNameFindings(controller, other),
    ...watchFindings(controller, other),
    ...(controller.ownCrds && other.ownCrds
      ? [{ path: ['crds'], message: `are written by ${other.path} already; set external here` }]
      : []),
  ]);
  if (findings.length === 0) others.push(controller);
  return findings;
}

function sameNameFindings({ name, namespace }: ControllerOccupancy, other: ControllerOccupancy): Finding[] {
  return name === other.name && namespace === other.namespace
    ? [
        {
          path: ['releaseName'],
          message: `makes ${name} in namespace ${namespace}, which ${other.path} makes already; give one of them another`,
        },
      ]
    : [];
}

function watchFindings(
  { watchSingleNamespace: mine }: ControllerOccupancy,
  { watchSingleNamespace: theirs, path }: ControllerOccupancy,
): Finding[] {
  if (mine !== undefined && theirs !== undefined && mine !== theirs) return [];
  const where = mine ?? theirs;
  return [
    {
      path: ['watchSingleNamespace'],
      message: `${where === undefined ? 'all namespaces have' : `namespace ${where} has`} a controller already, at ${path}, and two of them undo each other's work; give each a namespace of its own`,
    },
  ];
}
