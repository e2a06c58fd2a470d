import { MODE_CAPABILITIES } from '../../modes/capabilities';
import { CACHE_CATALOGUE } from '../../caches/catalogue';
import type { JsonSchema } from '../../schema/json-schema';
import { text } from '../../schema/shape';
import { MOUNT_TYPES } from './mount';

const count: JsonSchema = { type: 'integer', minimum: 0 };
const orNull = (schema: JsonSchema): JsonSchema => ({ anyOf: [schema, { type: 'null' }] });

const mounts = orNull({
  type: 'array',
  items: {
    anyOf: [
      {
        type: 'object',
        properties: { Source: text, Target: text, Type: { type: 'string', enum: ['', ...MOUNT_TYPES] } },
        required: ['Target'],
        additionalProperties: true,
      },
      {
        type: 'object',
        properties: { HostPath: text, MountPath: text },
        required: ['MountPath'],
        additionalProperties: true,
      },
    ],
  },
});

/** The fields of an installation that upstream deskrun writes. */
export const UPSTREAM_FIELDS = [
  'Name',
  'Repository',
  'ContainerMode',
  'MinRunners',
  'MaxRunners',
  'Instances',
  'Mounts',
  'CachePaths',
  'AuthType',
  'AuthValue',
] as const;

/**
 * The schema of `config.json` as upstream deskrun writes it, with the fields of this deskrun. Unknown keys are
 * allowed and kept.
 */
export const CONFIG_JSON: JsonSchema = {
  type: 'object',
  additionalProperties: true,
  properties: {
    cluster_name: text,
    namespace: text,
    installations: orNull({
      type: 'object',
      additionalProperties: {
        type: 'object',
        required: ['Repository', 'ContainerMode'],
        additionalProperties: true,
        properties: {
          Name: text,
          Repository: text,
          ContainerMode: { type: 'string', enum: Object.keys(MODE_CAPABILITIES) },
          MinRunners: count,
          MaxRunners: count,
          Instances: count,
          Mounts: mounts,
          CachePaths: mounts,
          AuthType: { type: 'string', enum: ['', 'pat', 'github-app'] },
          AuthValue: text,
          Secret: text,
          AuthRevision: text,
          Caches: { type: 'array', items: { type: 'string', enum: Object.keys(CACHE_CATALOGUE) } },
        },
      },
    }),
  },
};
