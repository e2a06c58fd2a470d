import type { Finding, ValuePath } from '../errors';
import { isPlainObject } from '../plain-object';

/** A token of GitHub's, or a private key. */
const CREDENTIAL = /(gh[pousr]_|github_pat_)\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/** Where a credential itself stands in what somebody wrote: manifests are for all to read who may read the repository or the cluster. */
export function writtenCredentials(value: unknown, path: ValuePath = []): Finding[] {
  if (typeof value === 'string') return CREDENTIAL.test(value) ? [refused(path, 'value')] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => writtenCredentials(item, [...path, index]));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(CREDENTIAL.test(key) ? [refused([...path, key], 'key')] : []),
    ...writtenCredentials(inner, [...path, key]),
  ]);
}

function refused(path: ValuePath, at: 'key' | 'value'): Finding {
  return {
    path,
    at,
    message: "looks like a credential itself; make a Secret that holds it and give the Secret's name",
  };
}
