import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';

const MASK = '(a credential)';

/** Matches tokens of GitHub, private keys, and URLs with a password. */
const CREDENTIAL = /(gh[pousr]_|github_pat_)\w+|-----BEGIN[\s\S]*?(-----END[^-]*-----|$)|(?<=:\/\/)[^/\s@]+@/gi;

/** Matches names of environment variables that hold credentials. */
const SECRET_NAME = /(^|_)(TOKEN|PASSWORD|PASSWD|SECRET|PRIVATE_KEY|API_?KEY|ACCESS_KEY|SECRET_KEY|PAT)$/i;

/** Returns a copy of the value with every string that looks like a credential masked. */
export function masked(value: unknown): unknown {
  if (typeof value === 'string') return maskedText(value);
  if (Array.isArray(value)) return value.map(masked);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      maskedText(key),
      isSecretVariable(key, inner) || (key === 'value' && isSecretVariable(value.name, inner)) ? MASK : masked(inner),
    ]),
  );
}

/** Returns the text with everything that looks like a credential masked. */
export function maskedText(text: string): string {
  return text.replace(CREDENTIAL, MASK);
}

/** Returns the paths of credentials in plain text. For an environment variable, the path of the whole variable. */
export function credentialPaths(value: unknown, path: ValuePath = []): ValuePath[] {
  if (typeof value === 'string') return maskedText(value) === value ? [] : [path];
  if (Array.isArray(value)) return value.flatMap((item, index) => credentialPaths(item, [...path, index]));
  if (!isPlainObject(value)) return [];
  if ('value' in value && (isSecretVariable(value.name, value.value) || credentialPaths(value.value).length > 0))
    return [path];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isOne = maskedText(key) !== key || (path.at(-1) === 'env' && isSecretVariable(key, inner));
    return isOne ? [[...path, key]] : credentialPaths(inner, [...path, key]);
  });
}

/** Reports whether a variable holds a credential in plain text. A reference to another variable, `$(NAME)`, is none. */
function isSecretVariable(name: unknown, value: unknown): boolean {
  return (
    typeof name === 'string' &&
    SECRET_NAME.test(name) &&
    typeof value === 'string' &&
    value !== '' &&
    !value.includes('$(')
  );
}
