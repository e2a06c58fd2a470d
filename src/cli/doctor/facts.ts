import { controllersOf, type Controller } from './controller';
import type { HostFacts } from './host';
import { RESOURCES, type Kind, type Kinds, type KubeObject } from './kinds';
import { scaleSetsOf, type ScaleSet } from './scale-set';
import { shapeOf, type SecretShape } from './secret-shape';

/** What a cluster says of itself, read at one moment: plain data, from which diagnoses conclude. No credential is part of it. */
export interface Facts {
  readonly now: Date;
  readonly objects: { readonly [K in Kind]: readonly Kinds[K][] };
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
}

/** What was read, before it is put in order. */
export interface Observation {
  readonly objects: readonly KubeObject[];
  readonly now: Date;
  readonly looked: Facts['looked'];
  readonly host?: HostFacts;
  readonly refused?: readonly string[];
}

/** Puts in order what was read. Of Secrets only their shape is kept. */
export function factsOf({ objects: read, now, looked, host, refused = [] }: Observation): Facts {
  const ofKind = (wanted: string) => read.filter(({ kind }) => kind === wanted);
  // The API server checked the fields of each kind when it stored the object.
  const objects = Object.fromEntries(
    Object.keys(RESOURCES).map(kind => [kind, ofKind(kind)]),
  ) as unknown as Facts['objects'];
  const secrets = ofKind('Secret').map(shapeOf);
  return {
    now,
    objects,
    secrets,
    looked,
    host,
    refused,
    scaleSets: scaleSetsOf(objects),
    controllers: controllersOf(objects),
  };
}
