import { ARC_VERSIONS, type ArcVersion } from '../app/versions';
import type { Json } from '../kubernetes';

/** A JSON object. */
export type JsonObject = Readonly<Record<string, Json>>;

/** The parts of a CRD that differ between kinds. */
export interface KindFacts {
  readonly names: {
    readonly kind: string;
    readonly listKind: string;
    readonly plural: string;
    readonly singular: string;
  };
  readonly additionalPrinterColumns: readonly JsonObject[];
  readonly subresources: JsonObject;
  readonly schema: JsonObject;
}

type KindName = 'AutoscalingRunnerSet' | 'AutoscalingListener' | 'EphemeralRunnerSet' | 'EphemeralRunner';

/** How the CRDs of a release differ from those of the release before it. Paths have `[]` behind the name of a list. */
interface Changes {
  readonly since: ArcVersion;
  /** Fields that every pod spec has from this release on. */
  readonly podSpecFields: readonly string[];
  readonly fields: { readonly [kind in KindName]?: readonly string[] };
  /** Fields of the release before, which this one no longer has. All are strings. */
  readonly formerFields: { readonly [kind in KindName]?: readonly string[] };
  /** Columns of `kubectl get` that are new in this release. */
  readonly columns: { readonly [kind in KindName]?: readonly string[] };
}

const containerFields = (...fields: string[]): string[] =>
  ['containers[]', 'initContainers[]', 'ephemeralContainers[]'].flatMap(list =>
    fields.map(field => `${list}.${field}`),
  );

/**
 * The changes of all releases, newest first. 0.13.1, 0.14.1 and 0.14.2 changed nothing. 0.12.1 also wrote
 * `preserveUnknownFields: false`, which is the default.
 */
const CHANGES: readonly Changes[] = [
  {
    since: '0.14.0',
    podSpecFields: ['volumes[].projected.sources[].podCertificate.userAnnotations', 'workloadRef'],
    fields: {
      AutoscalingRunnerSet: [
        'spec.runnerScaleSetLabels',
        'spec.autoscalingListener',
        'spec.ephemeralRunnerConfigSecretMetadata',
        'spec.ephemeralRunnerMetadata',
        'spec.ephemeralRunnerSetMetadata',
        'spec.listenerConfigSecretMetadata',
        'spec.listenerRoleBindingMetadata',
        'spec.listenerRoleMetadata',
        'spec.listenerServiceAccountMetadata',
        'status.phase',
      ],
      AutoscalingListener: [
        'spec.configSecretMetadata',
        'spec.roleBindingMetadata',
        'spec.roleMetadata',
        'spec.serviceAccountMetadata',
      ],
      EphemeralRunnerSet: [
        'spec.ephemeralRunnerMetadata',
        'spec.ephemeralRunnerSpec.ephemeralRunnerConfigSecretMetadata',
        'status.phase',
      ],
      EphemeralRunner: ['spec.ephemeralRunnerConfigSecretMetadata'],
    },
    formerFields: { AutoscalingRunnerSet: ['status.state'] },
    columns: {},
  },
  {
    since: '0.13.0',
    podSpecFields: [
      ...containerFields('env[].valueFrom.fileKeyRef', 'lifecycle.stopSignal', 'restartPolicyRules'),
      'volumes[].projected.sources[].podCertificate',
      'hostnameOverride',
    ],
    fields: { EphemeralRunner: ['status.jobId'] },
    formerFields: { EphemeralRunner: ['status.runnerJITConfig'] },
    columns: { EphemeralRunner: ['JobId'] },
  },
];

/** Where the CRD of each kind has pod specs. */
const POD_SPECS: { readonly [kind in KindName]: readonly string[] } = {
  AutoscalingRunnerSet: ['spec.template.spec', 'spec.listenerTemplate.spec'],
  AutoscalingListener: ['spec.template.spec'],
  EphemeralRunnerSet: ['spec.ephemeralRunnerSpec.spec'],
  EphemeralRunner: ['spec.spec'],
};

/** Converts the CRD of the latest release to that of an older one. */
export function asOf(version: ArcVersion, newest: KindFacts): KindFacts {
  const age = (release: ArcVersion) => ARC_VERSIONS.indexOf(release);
  return CHANGES.filter(({ since }) => age(version) < age(since)).reduce(undo, newest);
}

function undo(facts: KindFacts, { podSpecFields, fields, formerFields, columns }: Changes): KindFacts {
  const kind = facts.names.kind as KindName;
  const added = [
    ...POD_SPECS[kind].flatMap(podSpec => podSpecFields.map(field => `${podSpec}.${field}`)),
    ...(fields[kind] ?? []),
  ];
  const without = added.reduce((schema, field) => replaceField(schema, field.split('.'), undefined), facts.schema);
  return {
    ...facts,
    schema: (formerFields[kind] ?? []).reduce(
      (schema, field) => replaceField(schema, field.split('.'), { type: 'string' }),
      without,
    ),
    additionalPrinterColumns: facts.additionalPrinterColumns.filter(
      ({ name }) => !columns[kind]?.some(column => column === name),
    ),
  };
}

/** Returns a copy of a schema in which one field is replaced or removed. The other fields are shared. */
function replaceField(
  schema: JsonObject,
  [step = '', ...rest]: readonly string[],
  replacement: JsonObject | undefined,
): JsonObject {
  const name = step.replace(/\[\]$/, '');
  const { [name]: field, ...others } = schema.properties as Readonly<Record<string, JsonObject>>;
  const inner = (): JsonObject => {
    const present = field as JsonObject;
    return step === name
      ? replaceField(present, rest, replacement)
      : { ...present, items: replaceField(present.items as JsonObject, rest, replacement) };
  };
  const changed = rest.length === 0 ? replacement : inner();
  return { ...schema, properties: changed === undefined ? others : { ...others, [name]: changed } };
}
