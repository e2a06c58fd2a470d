import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type document from '../../imports/crds.json';
import { setLayer } from '../app/layers';
import { arcVersionOf } from '../app/versions';
import { refuse, type Finding } from '../errors';
import { clusterScoped, isPlainObject, type Json } from '../kubernetes';
import { PART_OF } from './labels';

type JsonObject = Readonly<Record<string, Json>>;

/** What is particular to one definition. */
interface KindFacts {
  readonly names: {
    readonly kind: string;
    readonly listKind: string;
    readonly plural: string;
    readonly singular: string;
  };
  readonly additionalPrinterColumns: readonly JsonObject[];
  readonly subresources: JsonObject;

  /** With references into the `$defs` of the document. */
  readonly schema: JsonObject;
}

/** The definitions of every ARC version that is at hand, as they are stored. */
interface Facts {
  readonly versions: Readonly<Record<string, Readonly<Record<string, KindFacts>>>>;
  readonly $defs: Readonly<Record<string, JsonObject>>;
}

/** A custom resource definition, as it is applied. */
export interface CustomResourceDefinition {
  readonly name: string;
  readonly spec: JsonObject;
}

const GROUP = 'actions.github.com';

/** Read only when definitions are made: nothing else needs them. */
function facts(): Facts {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- an import would parse it for every user of the library
  return require('../../imports/crds.json') as typeof document;
}

/** Why the definitions of an ARC version cannot be written, or nothing. */
export function crdFindings(version: string): Finding[] {
  const known = Object.keys(facts().versions);
  return known.includes(version)
    ? []
    : [
        {
          path: ['crds'],
          message:
            `own has the definitions of ARC ${known.join(', ')}, and arcVersion is ${version}, whose runner sets they may not fit; ` +
            `set external, and apply those of config/crd/bases at upstream's tag gha-runner-scale-set-${version} with kubectl apply --server-side`,
        },
      ];
}

/** The definitions of an ARC version: plain, structural, without references or prose. */
export function customResourceDefinitions(version: string): CustomResourceDefinition[] {
  const { versions, $defs } = facts();
  const plain = inliner($defs);
  return Object.values(versions[version] ?? {}).map(({ names, additionalPrinterColumns, subresources, schema }) => ({
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
          schema: { openAPIV3Schema: plain(schema) },
        },
      ],
    },
  }));
}

/** Puts what a reference names in its place; each definition is worked out once. */
function inliner($defs: Facts['$defs']): (value: Json) => Json {
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
 * The four custom resource definitions of ARC, for apps that apply them by themselves, ahead of everything else: give the
 * controller `crds: 'external'` then. They are upstream's without the prose, which makes them small enough for any `kubectl apply`.
 *
 * Deleting a definition deletes every object of its kind.
 */
export class ArcCrds extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    setLayer(this, 'definitions');
    const version = arcVersionOf(this);
    refuse(crdFindings(version), this);
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
