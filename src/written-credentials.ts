import { holdsCredential, holdsPassword } from './credential-text';
import { formatPath, type Finding, type ValuePath } from './errors';
import { isPlainObject } from './plain-object';

/** How a finding begins that says of a place of its own what to write there instead of a credential. */
export const NO_CREDENTIALS = 'must not hold credentials';

/** As {@link writtenCredentials}, without the places of which `findings` say so already, and in better words. */
export function otherCredentials(value: unknown, findings: readonly Finding[]): Finding[] {
  const known = findings
    .filter(({ message }) => message.startsWith(NO_CREDENTIALS))
    .map(({ path }) => formatPath(path));
  return writtenCredentials(value).filter(({ path }) => !known.includes(formatPath(path)));
}

/** Where a credential stands in what a user wrote: whoever can read the repository or the cluster can read manifests. */
export function writtenCredentials(value: unknown, path: ValuePath = []): Finding[] {
  if (typeof value === 'string') return findings(value, path, 'value');
  if (Array.isArray(value)) return value.flatMap((item, index) => writtenCredentials(item, [...path, index]));
  if (!isPlainObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...findings(key, [...path, key], 'key'),
    ...writtenCredentials(inner, [...path, key]),
  ]);
}

function findings(text: string, path: ValuePath, at: 'key' | 'value'): Finding[] {
  if (!holdsCredential(text)) return [];
  const message = holdsPassword(text)
    ? 'holds a URL with a password; put the password into a Secret and refer to it (a variable: valueFrom.secretKeyRef; a proxy: credentialSecretRef)'
    : "looks like a credential itself; make a Secret that holds it and give the Secret's name";
  return [{ path, at, message }];
}
