/** A GitHub token or a private key. */
const TOKEN_OR_KEY = /(gh[pousr]_|github_pat_)\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * A URL with a user and a password, up to the last `@` if there is a second one. A port number is not a password, as in
 * `https://host:8080/a@b`.
 */
const URL_WITH_PASSWORD =
  /([a-z][a-z0-9+.-]*:\/\/)([^\s/?#:[\]]*):(?!\d{1,5}(?:[/?#,;|\s"']|$))([^\s"'<>]*?)@([^\s"'<>]*@)?/gi;

/** Text in the place of a password that is not a password: a variable or nothing. */
const REFERENCE = /^(\$\([^)]*\)|\$\{[^}]*\}|\$\w+|)$/;

/** Reports whether a text contains a GitHub token, a private key or a URL with a password. */
export function containsCredential(text: string): boolean {
  return TOKEN_OR_KEY.test(text) || containsPassword(text);
}

/** Reports whether a text contains a URL with a password. */
export function containsPassword(text: string): boolean {
  return text.includes('://') && [...text.matchAll(URL_WITH_PASSWORD)].some(isPassword);
}

/**
 * Reports whether a match is a URL with a password. `docker://image:tag@sha256:…` is an image reference, and
 * `ssh://git@host:owner/repo@tag` a repository.
 */
function isPassword({ 0: url, 2: user = '', 3: password = '', index = 0, input = '' }: RegExpMatchArray): boolean {
  return (
    !REFERENCE.test(password) &&
    !(user.includes('@') && password.includes('/')) &&
    !input.startsWith('sha256:', index + url.length)
  );
}

/** Returns the text with each credential, and each possible credential, replaced by `…`. */
export function redact(text: string): string {
  const plain = text
    .replace(/(gh[pousr]_|github_pat_)\w+/gi, '$1…')
    .replace(/-----BEGIN[\s\S]*?(-----END[^-]*-----|$)/g, '-----BEGIN…');
  if (!plain.includes('://')) return plain;
  return [...plain.matchAll(URL_WITH_PASSWORD)]
    .filter(isPassword)
    .reduce((redacted, { 0: url, 1: scheme = '' }) => redacted.replaceAll(url, `${scheme}…@`), plain);
}

/** Returns a copy of plain data in which {@link redact} has replaced the credentials in every string. */
export function redactAll<T>(data: T): T {
  if (typeof data === 'string') return redact(data) as T;
  if (Array.isArray(data)) return data.map(redactAll) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, redactAll(value)])) as T;
}
