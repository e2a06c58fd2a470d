import { createPrivateKey } from 'node:crypto';
import { DeskrunError, refuse } from '../../errors';

/** A credential cannot be read or is invalid. */
export class CredentialError extends DeskrunError {}

/** The data of a Secret with a GitHub credential, with the keys that ARC reads. Never log it. */
export type Credential = { readonly [key: string]: string };

/**
 * A personal access token as the data of a Secret. Trailing line breaks are removed: ARC would read them as a part
 * of the token.
 *
 * @throws PropsError when the text cannot be a token; the message does not contain it
 */
export function tokenCredential(text: string): Credential {
  const token = text.replace(/[\r\n]+$/, '');
  const problem = tokenProblem(token);
  if (problem !== undefined) refuse([{ path: [], message: problem }]);
  return { github_token: token };
}

function tokenProblem(token: string): string | undefined {
  if (token === '') return 'the token is empty';
  if (token.includes('-----BEGIN')) return 'the token is a private key; use --auth-type github-app';
  if (/^\s*(export\s+)?\w+\s*[=:](?!\/\/)/.test(token))
    return 'the token has a name before it, as in GITHUB_TOKEN=...; write only the token';
  if (/^\s*(["'`]|\\["'])|["'`]\s*$/.test(token)) return 'the token has quotes around it; write only the token';
  if (/[^\x21-\x7e]/.test(token)) return 'the token has spaces, line breaks or other invalid characters';
  if (!/^[\w.-]+$/.test(token))
    return 'the token has characters that no token of GitHub has; write only the token, without anything around it';
  return undefined;
}

/**
 * The three keys of a GitHub App as the data of a Secret.
 *
 * @throws PropsError with all findings; the message does not contain the key
 */
export function appCredential(
  appId: string | undefined,
  installationId: string | undefined,
  keyText: string,
): Credential {
  const key = keyText.replace(/[\r\n]+$/, '');
  const keyWrong = keyProblem(key);
  refuse([
    ...(appId === undefined
      ? [{ path: [], message: '--app-id is missing: the app ID or client ID of the GitHub App' }]
      : []),
    ...(installationId === undefined
      ? [{ path: [], message: "--installation-id is missing: the number at the end of the installation's URL" }]
      : []),
    ...(appId !== undefined && !/^(\d+|Iv[\w.]+)$/.test(appId)
      ? [
          {
            path: [],
            message: `--app-id must be a number, or a client ID that starts with Iv, got ${JSON.stringify(appId)}`,
          },
        ]
      : []),
    ...(installationId !== undefined && !/^\d+$/.test(installationId)
      ? [{ path: [], message: `--installation-id must be a number, got ${JSON.stringify(installationId)}` }]
      : []),
    ...(keyWrong === undefined ? [] : [{ path: [], message: keyWrong }]),
  ]);
  return {
    github_app_id: appId as string,
    github_app_installation_id: installationId as string,
    github_app_private_key: `${key}\n`,
  };
}

const DOWNLOADED = 'use the .pem file as downloaded from GitHub';

/** ARC reads only RSA keys in PEM format without a passphrase, as GitHub creates them. */
function keyProblem(key: string): string | undefined {
  if (/^\s*["'`]/.test(key)) return `the private key has quotes around it; ${DOWNLOADED}`;
  if (isBase64OfPem(key)) return `the private key is encoded in base64; decode it (base64 -d), or ${DOWNLOADED}`;
  if (/^\s*(export\s+)?\w+\s*[=:]/.test(key)) return `the private key has a name before it; ${DOWNLOADED}`;
  if (/-----\\r?\\?n|\\n-----/.test(key))
    return `the private key has \\n in place of line breaks; convert them (printf '%b' "$KEY"), or ${DOWNLOADED}`;
  const [, kind] = /^-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+-----END \1PRIVATE KEY-----$/.exec(key) ?? [];
  if (kind === undefined) return 'the private key must be a PEM file, from its BEGIN line to its END line';
  if (kind === 'ENCRYPTED ' || /^Proc-Type:.*ENCRYPTED/m.test(key))
    return (
      'the private key is encrypted, and ARC does not support passphrases; decrypt it ' +
      `(openssl rsa -in key.pem -out plain.pem), or ${DOWNLOADED}`
    );
  const type = typeOf(key);
  return (kind === 'RSA ' || kind === '') && (type === undefined || type === 'rsa')
    ? undefined
    : `the private key is not an RSA key (${type ?? kind.trim()}), as all keys of GitHub Apps are; ${DOWNLOADED}`;
}

/** As Secrets of Kubernetes and variables of CI systems often hold keys. */
function isBase64OfPem(key: string): boolean {
  return /^[A-Za-z0-9+/=\s]+$/.test(key) && Buffer.from(key, 'base64').toString('latin1').startsWith('-----BEGIN');
}

/** The algorithm of a key, or undefined if the key cannot be parsed. */
function typeOf(key: string): string | undefined {
  try {
    return createPrivateKey(key).asymmetricKeyType;
  } catch {
    return undefined;
  }
}
