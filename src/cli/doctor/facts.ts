import { controllersOf, type Controller } from './controller';
import type { HostFacts } from './host';
import { RESOURCES, type Kind, type Objects } from './kinds';
import type { ReadObjects } from './read-objects';
import { scaleSetsOf, type ScaleSet } from './scale-set';
import { shapeOf, type SecretShape } from './secret-shape';

/** The state of a cluster at one moment, as plain data for diagnoses. Contains no credentials. */
export interface Facts {
  readonly now: Date;
  readonly objects: Objects;
  readonly secrets: readonly SecretShape[];
  readonly scaleSets: readonly ScaleSet[];
  readonly controllers: readonly Controller[];

  /** The state of the machine that the cluster runs on. @default - not read, or the cluster runs on another machine */
  readonly host?: HostFacts;

  /**
   * Reports whether all objects of a kind, in one namespace or in all, were read: then one that is not among `objects`
   * does not exist. Only Secrets and ConfigMaps that runner sets name are read.
   */
  readonly wasRead: (kind: Kind | 'Secret', namespace?: string) => boolean;

  /** Resources that the user may not read. */
  readonly refused: readonly string[];

  /** What was ignored because it has another type than expected. Never quotes a value. */
  readonly notes: readonly string[];
}

/** What was read from a cluster or a dump. */
export interface Observation extends ReadObjects {
  readonly now: Date;
  readonly wasRead: Facts['wasRead'];
  readonly host?: HostFacts;
  readonly refused?: readonly string[];
}

/** Groups what was read by kind and runner set. Only the shape of Secrets is kept. */
export function factsOf(observation: Observation): Facts {
  const { objects: read, notes, incomplete, now, wasRead, host, refused = [] } = observation;
  const ofKind = (wanted: string) => read.filter(({ kind }) => kind === wanted);
  const objects = Object.fromEntries(Object.keys(RESOURCES).map(kind => [kind, ofKind(kind)])) as unknown as Objects;
  const secrets = ofKind('Secret').map(shapeOf);
  const scaleSets = scaleSetsOf(objects);
  return {
    now,
    objects,
    secrets,
    // After an object of a kind could not be read, none of that kind counts as missing.
    wasRead: (kind, namespace) => !incomplete.has(kind) && !incomplete.has(undefined) && wasRead(kind, namespace),
    host,
    refused,
    notes: [...notes, ...scaleSets.flatMap(({ extension }) => extension?.notes ?? [])],
    scaleSets,
    controllers: controllersOf(objects),
  };
}
