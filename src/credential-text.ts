/** A token of GitHub's or a private key. */
const TOKEN_OR_KEY = /(gh[pousr]_|github_pat_)\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY-----/;

/**
 * A URL with a user and a password, and whatever else of it stands before a further `@`. What begins as a port is none.
 */
const URL_WITH_PASSWORD =
  /([a-z][a-z0-9+.-]*:\/\/)([^\s/?#:[\]]*):(?!\d{1,5}(?:[/?#,;|\s"']|$))([^\s"'<>]*?)@([^\s"'<>]*@)?/gi;

/** What stands in the place of a password and is none: a variable that holds it, or nothing. */
const REFERENCE = /^(\$\([^)]*\)|\$\{[^}]*\}|\$\w+|)$/;

/** Whether a text holds a token of GitHub's, a private key, or a URL with a password. */
export function holdsCredential(text: string): boolean {
  return TOKEN_OR_KEY.test(text) || holdsPassword(text);
}

/** Whether a text holds a URL with a password. */
export function holdsPassword(text: string): boolean {
  return text.includes('://') && [...text.matchAll(URL_WITH_PASSWORD)].some(isPassword);
}

/** `docker://image:tag@sha256:…` names an image, and `ssh://git@host:owner/repo@tag` a repository. */
function isPassword({ 0: url, 2: user = '', 3: password = '', index = 0, input = '' }: RegExpMatchArray): boolean {
  return (
    !REFERENCE.test(password) &&
    !(user.includes('@') && password.includes('/')) &&
    !input.startsWith('sha256:', index + url.length)
  );
}

/** The text without what is, or may be, a credential. */
export function redact(text: string): string {
  const plain = text
    .replace(/(gh[pousr]_|github_pat_)\w+/gi, '$1…')
    .replace(/-----BEGIN[\s\S]*?(-----END[^-]*-----|$)/g, '-----BEGIN…');
  if (!plain.includes('://')) return plain;
  return [...plain.matchAll(URL_WITH_PASSWORD)]
    .filter(isPassword)
    .reduce((redacted, { 0: url, 1: scheme = '' }) => redacted.replaceAll(url, `${scheme}…@`), plain);
}

/** A copy of plain data in which every text is redacted, as by {@link redact}. */
export function redactAll<T>(data: T): T {
  if (typeof data === 'string') return redact(data) as T;
  if (Array.isArray(data)) return data.map(redactAll) as T;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, redactAll(value)])) as T;
}
