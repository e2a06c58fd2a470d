import { checkSchema, type JsonSchema } from '../../../schema/check';
import { formatPath } from '../../../errors';
import { HOOKS, type Hook, type LifecycleCommand, type MountObject } from '../written-config';

/** The file `devcontainer-feature.json` of a feature, as far as it is used. */
export interface FeatureMetadata extends Partial<Readonly<Record<Hook, LifecycleCommand>>> {
  readonly id: string;
  readonly version?: string;
  readonly name?: string;
  readonly options?: { readonly [name: string]: { readonly type?: string; readonly default?: string | boolean } };
  readonly containerEnv?: { readonly [name: string]: string };
  readonly mounts?: readonly (string | MountObject)[];
  readonly init?: boolean;
  readonly privileged?: boolean;
  readonly capAdd?: readonly string[];
  readonly securityOpt?: readonly string[];
  readonly entrypoint?: string;
  readonly dependsOn?: { readonly [id: string]: unknown };
  readonly installsAfter?: readonly string[];
  readonly legacyIds?: readonly string[];
}

const text: JsonSchema = { type: 'string' };
const flag: JsonSchema = { type: 'boolean' };
const texts: JsonSchema = { type: 'array', items: text };
const command: JsonSchema = {
  anyOf: [text, texts, { type: 'object', additionalProperties: { anyOf: [text, texts] } }],
};
const mount: JsonSchema = {
  anyOf: [text, { type: 'object', properties: { type: text, source: text, target: text }, additionalProperties: true }],
};

const SCHEMA: JsonSchema = {
  type: 'object',
  required: ['id'],
  additionalProperties: true,
  properties: {
    id: text,
    version: text,
    name: text,
    options: {
      type: 'object',
      additionalProperties: {
        type: 'object',
        properties: { type: text, default: { anyOf: [text, flag] } },
        additionalProperties: true,
      },
    },
    containerEnv: { type: 'object', additionalProperties: text },
    mounts: { type: 'array', items: mount },
    init: flag,
    privileged: flag,
    capAdd: texts,
    securityOpt: texts,
    entrypoint: text,
    dependsOn: { type: 'object', additionalProperties: true },
    installsAfter: texts,
    legacyIds: texts,
    ...Object.fromEntries(HOOKS.map(hook => [hook, command])),
  },
};

/** Returns what is wrong with the metadata of a feature, with paths in the messages. */
export function metadataProblems(value: unknown): string[] {
  return checkSchema(SCHEMA, value).map(
    ({ path, message }) => `${formatPath(path)}${path.length > 0 ? ': ' : ''}${message}`,
  );
}
