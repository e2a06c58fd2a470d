import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type document from '../../imports/crds.json';
import { setLayer } from '../app/layers';
import { arcVersionOf, arcVersionProblem, type ArcVersion } from '../app/versions';
import { refuse } from '../errors';
import { clusterScoped, isPlainObject, type Json } from '../kubernetes';
import { PART_OF } from './labels';
import { asOf, type JsonObject, type KindFacts } from './older-crds';

/** The CRDs of the latest ARC version, by kind, in their stored form. */
interface StoredFacts {
  readonly version: string;
  /** Schemas refer to `$defs`. */
  readonly kinds: Readonly<Record<string, KindFacts>>;
  readonly $defs: Readonly<Record<string, JsonObject>>;
}

/** Name and spec of a CRD. */
export interface CustomResourceDefinition {
  readonly name: string;
  readonly spec: JsonObject;
}

const GROUP = 'actions.github.com';

/** Loads the CRDs on first use, since most apps do not need them. */
function storedFacts(): StoredFacts {
  // An import would load the CRDs for every user of the library.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return require('../../imports/crds.json') as typeof document;
}

/** The CRDs of an ARC version, with structural schemas without references and descriptions. */
export function customResourceDefinitions(version: ArcVersion): CustomResourceDefinition[] {
  const { kinds, $defs } = storedFacts();
  const plain = inliner($defs);
  return Object.values(kinds).map(stored => {
    const { names, additionalPrinterColumns, subresources, schema } = asOf(version, {
      ...stored,
      schema: plain(stored.schema) as JsonObject,
    });
    return {
      name: `${names.plural}.${GROUP}`,
      spec: {
        group: GROUP,
        names,
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1alpha1',
            served: true,
            storage: true,
            additionalPrinterColumns,
            subresources,
            schema: { openAPIV3Schema: schema },
          },
        ],
      },
    };
  });
}

/** Returns a function that replaces references by the schemas that they refer to. */
function inliner($defs: StoredFacts['$defs']): (value: Json) => Json {
  const done = new Map<string, Json>();
  const plain = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(plain);
    if (!isPlainObject(value)) return value;
    if (typeof value.$ref === 'string') return definition(value.$ref.slice('#/$defs/'.length));
    return Object.fromEntries(Object.entries(value as JsonObject).map(([key, inner]) => [key, plain(inner)]));
  };
  const definition = (name: string): Json => {
    const known = done.get(name) ?? plain($defs[name] as JsonObject);
    done.set(name, known);
    return known;
  };
  return plain;
}

/**
 * The four CRDs of the app's ARC version. Use it to apply the CRDs separately, before everything else, and set `crds:
 * 'external'` on the controller. They have no descriptions, so that they are small enough for `kubectl apply`.
 *
 * Deleting a CRD deletes every object of its kind.
 *
 * @throws PropsError for an unknown ARC version
 * @example
 * new ArcCrds(new Chart(app, 'crds'), 'crds');
 */
export class ArcCrds extends Construct {
  /** @throws PropsError for an unknown ARC version */
  constructor(scope: Construct, id: string) {
    super(scope, id);
    setLayer(this, 'definitions');
    const version = arcVersionOf(this);
    const problem = arcVersionProblem(version);
    refuse(problem === undefined ? [] : [{ path: ['arcVersion'], message: problem }], this);
    const labels = {
      ...PART_OF,
      'app.kubernetes.io/version': version,
      'app.kubernetes.io/managed-by': 'cdk8s-deskrun',
    };
    for (const { name, spec } of customResourceDefinitions(version)) {
      clusterScoped(
        new ApiObject(this, name, {
          apiVersion: 'apiextensions.k8s.io/v1',
          kind: 'CustomResourceDefinition',
          metadata: { name, labels },
          spec,
        }),
      );
    }
  }
}
