import type { JsonSchema } from '../schema/json-schema';
import { cacheRemedy, sizeRemedy } from '../schema/remedies';
import deskrun from './deskrun.schema.json';
import { podFieldRemedy } from './pod-fields';

/** The keywords that a JSON file cannot hold. */
type Remedies = Pick<JsonSchema, 'remedy' | 'keyRemedy'>;

const gitOpsRemedy: Remedies['remedy'] = value =>
  value === 'flux' ? 'write gitOps: { flux: { sourceRef: { kind: GitRepository, name: NAME } } }' : undefined;

/** Where in the schema the remedies belong. */
const REMEDIES: readonly (readonly [path: string, Remedies])[] = [
  ['properties/gitOps', { remedy: gitOpsRemedy }],
  ['$defs/runner', { keyRemedy: podFieldRemedy('runner') }],
  ['$defs/jobPod', { keyRemedy: podFieldRemedy('$job') }],
  ['$defs/runner/properties/caches/items', { remedy: value => cacheRemedy(value) }],
  ['$defs/runner/properties/workVolumeClaim/properties/storage', { remedy: sizeRemedy }],
  ['$defs/sizeLimit', { remedy: sizeRemedy }],
  ['$defs/local/properties/capacity', { remedy: sizeRemedy }],
];

/** The schema of `deskrun.yaml`, with what to write instead of some mistakes. */
export const configSchema: JsonSchema = REMEDIES.reduce<JsonSchema>(
  (schema, [path, remedies]) => extend(schema, path.split('/'), remedies),
  deskrun as JsonSchema,
);

/** A copy of a schema with remedies at a path. */
function extend(schema: JsonSchema, [step, ...rest]: readonly string[], remedies: Remedies): JsonSchema {
  if (step === undefined) return { ...schema, ...remedies };
  const inner = (schema as Readonly<Record<string, JsonSchema>>)[step] as JsonSchema;
  return { ...schema, [step]: extend(inner, rest, remedies) };
}
