import type { IConstruct } from 'constructs';
import type { Finding } from '../errors';

/** The names and namespaces of a controller that no other controller of the app may use. */
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

/** Registers a controller in its app, or returns its conflicts with registered ones. */
export function occupy(scope: IConstruct, controller: ControllerOccupancy): Finding[] {
  const others = CONTROLLERS.get(scope.node.root) ?? [];
  CONTROLLERS.set(scope.node.root, others);
  const findings = others.flatMap(other => [
    ...sameNameFindings(controller, other),
    ...watchFindings(controller, other),
    ...(controller.ownCrds && other.ownCrds
      ? [{ path: ['crds'], message: `are already written by ${other.path}; set external here` }]
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
          message: `makes ${name} in namespace ${namespace}, which ${other.path} already has; rename one of them`,
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
      message:
        `${where === undefined ? 'all namespaces have' : `namespace ${where} has`} a controller already, at ${path}, ` +
        'and two controllers would undo the changes of each other; set another watchSingleNamespace for each',
    },
  ];
}
