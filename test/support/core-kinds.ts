import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../../src/errors';
import { checkSchema, type JsonSchema } from '../../src/schema/check';

type Schemas = Readonly<Record<string, JsonSchema>>;

/** By Kubernetes version, then by `apiVersion/kind`. */
const document = JSON.parse(readFileSync(join(__dirname, 'core-kinds.json'), 'utf8')) as Readonly<
  Record<string, Schemas & { $defs: Schemas }>
>;

/** The oldest and the newest Kubernetes version with schemas. */
export const kubernetesVersions: readonly string[] = Object.keys(document).filter(key => key !== '$comment');

/**
 * Returns the reasons for which that version would refuse a server-side apply of the manifest. A kind without a schema
 * is a finding too.
 */
export function checkCoreKind(manifest: unknown, kubernetesVersion: string): Finding[] {
  const kinds = document[kubernetesVersion];
  if (!kinds)
    throw new Error(`no schemas for Kubernetes ${kubernetesVersion}; there are ${kubernetesVersions.join(', ')}`);
  const { $defs, ...schemas } = kinds;
  const { apiVersion, kind } = Object(manifest) as { apiVersion?: string; kind?: string };
  const name = `${apiVersion ?? ''}/${kind ?? ''}`;
  const schema = schemas[name];
  return schema ? checkSchema({ ...schema, $defs }, manifest) : [{ path: [], message: `no schema for ${name}` }];
}

/** Returns the schema of a pod in that version. */
export function podSchema(kubernetesVersion: string): { readonly schema: JsonSchema; readonly definitions: Schemas } {
  const { $defs, ...schemas } = document[kubernetesVersion] as Schemas & { $defs: Schemas };
  return { schema: schemas['v1/Pod'] as JsonSchema, definitions: $defs };
}
