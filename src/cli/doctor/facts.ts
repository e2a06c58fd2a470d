import { controllersOf, type Controller } from './controller';
import type { HostFacts } from './host';
import { RESOURCES, type Kind, type Objects } from './kinds';
import type { ReadObjects } from './read-objects';
import { scaleSetsOf, type ScaleSet } from './scale-set';
import { shapeOf, type SecretShape } from './secret-shape';

/** What a cluster says of itself, read at one moment: plain data, from which diagnoses conclude. No credential is part of it. */
export interface Facts {
  readonly now: Date;
  readonly objects: Objects;
  readonly secrets: readonly SecretShape[];
  readonly scaleSets: readonly ScaleSet[];
  readonly controllers: readonly Controller[];

  /** What the machine says on which this runs. @default - it is not the one that the cluster runs on, or was not looked at */
  readonly host?: HostFacts;

  /**
   * Whether an object of this kind that is not among the objects is not in the cluster: the kind was asked for, and the API server
   * answered. Of Secrets and ConfigMaps only those are asked for that a runner set names.
   */
  readonly looked: (kind: Kind | 'Secret', namespace?: string) => boolean;

  /** What the API server refused to show. */
  readonly refused: readonly string[];

  /** What was not read because it is not of its type. Never quotes a value. */
  readonly notes: readonly string[];
}

/** What was read, before it is put in order. */
export interface Observation extends ReadObjects {
  readonly now: Date;
  readonly looked: Facts['looked'];
  readonly host?: HostFacts;
  readonly refused?: readonly string[];
}

/** Puts in order what was read. Of Secrets only their shape is kept. */
export function factsOf(observation: Observation): Facts {
  const { objects: read, notes, incomplete, now, looked, host, refused = [] } = observation;
  const ofKind = (wanted: string) => read.filter(({ kind }) => kind === wanted);
  const objects = Object.fromEntries(Object.keys(RESOURCES).map(kind => [kind, ofKind(kind)])) as unknown as Objects;
  const secrets = ofKind('Secret').map(shapeOf);
  const scaleSets = scaleSetsOf(objects);
  return {
    now,
    objects,
    secrets,
    // Of a kind of which an object could not be read, any may be there.
    looked: (kind, namespace) => !incomplete.has(kind) && !incomplete.has(undefined) && looked(kind, namespace),
    host,
    refused,
    notes: [...notes, ...scaleSets.flatMap(({ extension }) => extension?.notes ?? [])],
    scaleSets,
    controllers: controllersOf(objects),
  };
}
