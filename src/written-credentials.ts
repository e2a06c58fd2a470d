import { containsCredential, containsPassword } from './credential-text';
import { formatPath, type Finding, type ValuePath } from './errors';
import { isPlainObject } from './plain-object';

/** Start of the message when the check of a single prop refuses a credential. */
export const NO_CREDENTIALS = 'must not contain credentials';

/** Returns the findings of {@link writtenCredentials} at paths where `findings` do not already refuse a credential. */
export function otherCredentials(value: unknown, findings: readonly Finding[]): Finding[] {
  const known = findings
    .filter(({ message }) => message.startsWith(NO_CREDENTIALS))
    .map(({ path }) => formatPath(path));
  return writtenCredentials(value).filter(({ path }) => !known.includes(formatPath(path)));
}

/** Finds credentials in a value that a user wrote. They would be readable in the repository and in the manifests. */
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
  if (!containsCredential(text)) return [];
  const message = containsPassword(text)
    ? 'contains a URL with a password; put the password into a Secret and refer to it (a variable: ' +
      'valueFrom.secretKeyRef; a proxy: credentialSecretRef)'
    : 'looks like a credential; put it into a Secret, and give the name of the Secret';
  return [{ path, at, message }];
}
