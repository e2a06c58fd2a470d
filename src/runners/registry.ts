import type { IConstruct } from 'constructs';
import type { Finding, ValuePath } from '../errors';
import { memoized } from '../memoized';
import { PathUse } from './path-use';

/** What a scale set occupies that no other in the app may. */
export interface Occupancy {
  /** Path of its construct. */
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
  readonly runnerScaleSetName: string;
  readonly githubConfigUrl: string;
  readonly runnerGroup: string;
  readonly nodeSelector: { readonly [label: string]: string };
  /** Why its pods are not admitted at pod-security level baseline; asked only where a namespace enforces a level. */
  readonly beyondBaseline: () => readonly string[];
  readonly directories: readonly {
    readonly path: string;
    readonly exclusive: boolean;
    readonly automatic: boolean;
    readonly owner: ValuePath;
  }[];
}

/** What is taken in one app. */
class Registry {
  readonly objects = new Map<string, Occupancy>();
  readonly byNamespace = new Map<string, Occupancy[]>();
  readonly registrations = new Map<string, Occupancy>();
  readonly exclusive = new PathUse<Occupancy>();
  readonly shared = new PathUse<Occupancy>();
}

const REGISTRIES = new WeakMap<IConstruct, Registry>();

/**
 * Enters the scale sets of one runner set into its app, all or, where one clashes with what is there, none. The work for each does not
 * grow with the number of sets.
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
        message: `scale set ${set.runnerScaleSetName} is registered for ${set.githubConfigUrl} already, by ${namesake.path}: GitHub knows a name once; rename one`,
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
        message: `${path} on the node is used by ${other.path} (${other.name}) too, and only one runner at a time may; give one of them another source, or nodes of its own with nodeSelector`,
      },
    ];
  }
  const stranger = automatic ? registry.shared.find(path, set, user => user.path !== set.path) : undefined;
  return stranger
    ? [
        {
          path: owner,
          message: `${path} on the node is where ${stranger.path} (${stranger.name} in namespace ${stranger.namespace}) has its own; give this one a source, to share it or to keep it apart`,
        },
      ]
    : [];
}

/** The scale sets of an app in one namespace. */
export function setsIn(scope: IConstruct, namespace: string): readonly Occupancy[] {
  return REGISTRIES.get(scope.node.root)?.byNamespace.get(namespace) ?? [];
}
