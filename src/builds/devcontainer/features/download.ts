import { createHash } from 'node:crypto';
import { DeskrunError } from '../../../errors';
import { isPlainObject } from '../../../plain-object';
import { Report } from '../report';
import type { Checkout } from '../checkout';
import { readLockFile, type LockedFeature } from './lock-file';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
const ANNOTATION = 'dev.containers.metadata';

/** Thrown when the metadata of a feature cannot be downloaded. */
export class FeatureDownloadError extends DeskrunError {}

/**
 * Downloads the metadata of the features in a lock file, for `featureMetadata` of `readDevContainer`. Digests are
 * checked.
 *
 * @param file path of devcontainer.json in the checkout
 * @throws ConfigFileError if the lock file is invalid
 * @throws FeatureDownloadError if a registry cannot be reached, or has something else than the lock file says
 */
export async function downloadFeatureMetadata(file: string, checkout: Checkout): Promise<Record<string, unknown>> {
  const report = new Report();
  const locked = readLockFile(file, checkout, report);
  report.refuse();
  const entries = await Promise.all(
    [...locked.values()].map(async feature => [feature.resolved, await metadataOf(feature)] as const),
  );
  return Object.fromEntries(entries);
}

async function metadataOf({ resolved, integrity }: LockedFeature): Promise<unknown> {
  const [, registry, repository, digest] = /^([^/]+)\/(.+)@(sha256:[0-9a-f]{64})$/.exec(resolved) ?? [];
  if (registry === undefined || repository === undefined || digest !== integrity)
    throw new FeatureDownloadError(
      `${resolved}: only features of registries, with a digest, have metadata to download`,
    );
  const scheme = /^(localhost|127\.0\.0\.1)(:|$)/.test(registry) ? 'http' : 'https';
  try {
    const text = await get(`${scheme}://${registry}/v2/${repository}/manifests/${digest}`, resolved);
    if (`sha256:${createHash('sha256').update(text).digest('hex')}` !== digest)
      throw new FeatureDownloadError(`${resolved}: the registry has another manifest under this digest`);
    return annotationOf(JSON.parse(text), resolved);
  } catch (error) {
    if (error instanceof FeatureDownloadError) throw error;
    throw new FeatureDownloadError(`${resolved}: what the registry answers cannot be read: ${String(error)}`);
  }
}

function annotationOf(manifest: unknown, name: string): unknown {
  const annotations = isPlainObject(manifest) ? manifest.annotations : undefined;
  const metadata = isPlainObject(annotations) ? annotations[ANNOTATION] : undefined;
  if (typeof metadata !== 'string')
    throw new FeatureDownloadError(`${name}: was published without metadata in its manifest; use a later version`);
  return JSON.parse(metadata) as unknown;
}

/** Gets a text from a registry, with a token if the registry asks for one. */
async function get(url: string, name: string): Promise<string> {
  const headers = { accept: MANIFEST };
  let response = await request(url, name, headers);
  const challenge = response.headers.get('www-authenticate');
  if (response.status === 401 && challenge !== null) {
    const token = await tokenOf(challenge, name);
    response = await request(url, name, { ...headers, authorization: `Bearer ${token}` });
  }
  if (!response.ok) throw new FeatureDownloadError(`${name}: the registry answers ${response.status}`);
  return response.text();
}

/** Gets a token for everybody: `Bearer realm="…",service="…",scope="…"` says where. */
async function tokenOf(challenge: string, name: string): Promise<string> {
  const fields = new Map(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, field = '', value = '']) => [field, value]),
  );
  const realm = fields.get('realm');
  if (realm === undefined) throw new FeatureDownloadError(`${name}: the registry needs credentials`);
  const url = new URL(realm);
  for (const field of ['service', 'scope']) url.searchParams.set(field, fields.get(field) ?? '');
  const response = await request(url.href, name, {});
  if (!response.ok) throw new FeatureDownloadError(`${name}: the registry needs credentials`);
  const body = (await response.json()) as { readonly token?: string; readonly access_token?: string };
  return body.token ?? body.access_token ?? '';
}

async function request(url: string, name: string, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, { headers });
  } catch (error) {
    const { cause } = error as { readonly cause?: unknown };
    throw new FeatureDownloadError(`${name}: the registry cannot be reached: ${String(cause ?? error)}`);
  }
}
