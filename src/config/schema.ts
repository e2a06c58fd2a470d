import type { JsonSchema } from '../schema/json-schema';
import { cacheRemedy, sizeRemedy } from '../schema/remedies';
import deskrun from './deskrun.schema.json';

type Remedy = NonNullable<JsonSchema['remedy']>;

const gitOpsRemedy: Remedy = value =>
  value === 'flux' ? 'write gitOps: { flux: { sourceRef: { kind: GitRepository, name: NAME } } }' : undefined;

/** Where in the schema a remedy belongs, which a JSON file cannot hold. */
const REMEDIES: readonly (readonly [path: string, Remedy])[] = [
  ['properties/gitOps', gitOpsRemedy],
  ['$defs/runner/properties/caches/items', value => cacheRemedy(value)],
  ['$defs/runner/properties/workVolumeClaim/properties/storage', sizeRemedy],
  ['$defs/sizeLimit', sizeRemedy],
  ['$defs/local/properties/capacity', sizeRemedy],
];

/** The schema of `deskrun.yaml`, with what to write instead of some mistakes. */
export const configSchema: JsonSchema = REMEDIES.reduce<JsonSchema>(
  (schema, [path, remedy]) => extend(schema, path.split('/'), remedy),
  deskrun as JsonSchema,
);

/** A copy of a schema with a remedy at a path. */
function extend(schema: JsonSchema, [step, ...rest]: readonly string[], remedy: Remedy): JsonSchema {
  if (step === undefined) return { ...schema, remedy };
  const inner = (schema as Readonly<Record<string, JsonSchema>>)[step] as JsonSchema;
  return { ...schema, [step]: extend(inner, rest, remedy) };
}
