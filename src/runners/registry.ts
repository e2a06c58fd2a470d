import type { IConstruct } from 'constructs';
import type { Finding, ValuePath } from '../errors';
import { memoized } from '../memoized';
import { PathUse } from './path-use';

/** The names and directories of a scale set that no other scale set of the app may use. */
export interface Occupancy {
  /** Path of its construct. */
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
  readonly runnerScaleSetName: string;
  readonly githubConfigUrl: string;
  readonly runnerGroup: string;
  readonly nodeSelector: { readonly [label: string]: string };
  /** Returns why pod security level baseline does not admit its pods. Only called if a namespace enforces a level. */
  readonly beyondBaseline: () => readonly string[];
  readonly directories: readonly {
    readonly path: string;
    readonly exclusive: boolean;
    readonly automatic: boolean;
    readonly owner: ValuePath;
  }[];
}

/** The scale sets of one app, indexed by what they occupy. */
class Registry {
  readonly objects = new Map<string, Occupancy>();
  readonly byNamespace = new Map<string, Occupancy[]>();
  readonly registrations = new Map<string, Occupancy>();
  readonly exclusive = new PathUse<Occupancy>();
  readonly shared = new PathUse<Occupancy>();
}

const REGISTRIES = new WeakMap<IConstruct, Registry>();

/**
 * Registers the scale sets of a runner set in its app. If one of them conflicts with a registered one, none is
 * registered and the findings are returned. The cost for each does not depend on the number of scale sets.
 */
export function occupy(scope: IConstruct, sets: readonly Occupancy[]): Finding[] {
  const registry = REGISTRIES.get(scope.node.root) ?? new Registry();
  REGISTRIES.set(scope.node.root, registry);

  const findings = sets.flatMap(set => [
    ...sameNameFindings(set, registry.objects.get(objectKey(set)), registry.registrations.get(registrationKey(set))),
    ...set.directories.flatMap(directory => directoryFindings(registry, set, directory)),
  ]);
  if (findings.length > 0) return findings;

  for (const set of sets) {
    registry.objects.set(objectKey(set), set);
    memoized(registry.byNamespace, set.namespace, () => []).push(set);
    registry.registrations.set(registrationKey(set), set);
    for (const { path, exclusive } of set.directories)
      (exclusive ? registry.exclusive : registry.shared).add(path, set);
  }
  return [];
}

function objectKey({ namespace, name }: Occupancy): string {
  return `${namespace}/${name}`;
}

function registrationKey({ githubConfigUrl, runnerGroup, runnerScaleSetName }: Occupancy): string {
  return [githubConfigUrl, runnerGroup, runnerScaleSetName].join(' ').toLowerCase();
}

function sameNameFindings(set: Occupancy, twin: Occupancy | undefined, namesake: Occupancy | undefined): Finding[] {
  if (twin)
    return [
      {
        path: ['name'],
        message: `scale set ${set.name} exists in namespace ${set.namespace} already, at ${twin.path}; rename one`,
      },
    ];
  if (namesake)
    return [
      {
        path: ['name'],
        message:
          `scale set ${set.runnerScaleSetName} is registered for ${set.githubConfigUrl} already, by ` +
          `${namesake.path}: GitHub allows a name only once; rename one`,
      },
    ];
  return [];
}

function directoryFindings(
  registry: Registry,
  set: Occupancy,
  { path, exclusive, automatic, owner }: Occupancy['directories'][number],
): Finding[] {
  const other = registry.exclusive.find(path, set) ?? (exclusive ? registry.shared.find(path, set) : undefined);
  if (other) {
    return [
      {
        path: owner,
        message:
          `${path} on the node is used by ${other.path} (${other.name}) too, but only one runner at a time can ` +
          'use it; give one of them another source, or other nodes with nodeSelector',
      },
    ];
  }
  const stranger = automatic ? registry.shared.find(path, set, user => user.path !== set.path) : undefined;
  return stranger
    ? [
        {
          path: owner,
          message:
            `${path} on the node is where ${stranger.path} (${stranger.name} in namespace ${stranger.namespace}) ` +
            'keeps its cache; set source, to share the directory or to use another',
        },
      ]
    : [];
}

/** The scale sets of an app in one namespace. */
export function setsIn(scope: IConstruct, namespace: string): readonly Occupancy[] {
  return REGISTRIES.get(scope.node.root)?.byNamespace.get(namespace) ?? [];
}
