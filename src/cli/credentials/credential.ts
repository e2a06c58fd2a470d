import { createPrivateKey } from 'node:crypto';
import { DeskrunError, refuse } from '../../errors';

/** A credential that cannot be read, or cannot be one. */
export class CredentialError extends DeskrunError {}

/** The data of a Secret, as ARC reads it. Never to be logged. */
export type Credential = { readonly [key: string]: string };

/**
 * A personal access token as the data of a Secret. The line breaks that a file or a pipe may end with are cut: ARC would take them
 * for a part of the token.
 *
 * @throws PropsError for what can be no token, without showing it
 */
export function tokenCredential(text: string): Credential {
  const token = text.replace(/[\r\n]+$/, '');
  const problem = tokenProblem(token);
  if (problem !== undefined) refuse([{ path: [], message: problem }]);
  return { github_token: token };
}

function tokenProblem(token: string): string | undefined {
  if (token === '') return 'the token is empty';
  if (token.includes('-----BEGIN')) return 'this is a private key, not a token; use --auth-type github-app';
  if (/^\s*(export\s+)?\w+\s*[=:](?!\/\/)/.test(token))
    return 'the token has a name before it, as in GITHUB_TOKEN=...; give the token alone';
  if (/^\s*(["'`]|\\["'])|["'`]\s*$/.test(token)) return 'the token has quotes around it; give the token alone';
  if (/[^\x21-\x7e]/.test(token)) return 'the token has spaces, line breaks or other characters that no token has';
  return undefined;
}

/**
 * The three keys of a GitHub App as the data of a Secret.
 *
 * @throws PropsError for what can be none, without showing the key
 */
export function appCredential(
  appId: string | undefined,
  installationId: string | undefined,
  keyText: string,
): Credential {
  const key = keyText.replace(/[\r\n]+$/, '');
  const keyWrong = keyProblem(key);
  refuse([
    ...(appId === undefined ? [{ path: [], message: "--app-id is missing: the App's id or client id" }] : []),
    ...(installationId === undefined
      ? [{ path: [], message: "--installation-id is missing: the number at the end of the installation's URL" }]
      : []),
    ...(appId !== undefined && !/^(\d+|Iv[\w.]+)$/.test(appId)
      ? [
          {
            path: [],
            message: `--app-id must be a number, or a client id that starts with Iv, got ${JSON.stringify(appId)}`,
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

const DOWNLOADED = 'use the .pem file as GitHub gave it';

/** ARC reads an RSA key in PEM without a passphrase, as GitHub makes it, and nothing else. */
function keyProblem(key: string): string | undefined {
  if (/^\s*["'`]/.test(key)) return `the private key has quotes around it; ${DOWNLOADED}`;
  if (/^\s*(export\s+)?\w+\s*[=:]/.test(key)) return `the private key has a name before it; ${DOWNLOADED}`;
  if (/-----\\r?\\?n|\\n-----/.test(key))
    return `the private key has \\n in place of its line breaks; write real ones (printf '%b' "$KEY"), or ${DOWNLOADED}`;
  const [, kind] = /^-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+-----END \1PRIVATE KEY-----$/.exec(key) ?? [];
  if (kind === undefined) return 'the private key must be a PEM file, from its BEGIN line to its END line';
  if (kind === 'ENCRYPTED ' || /^Proc-Type:.*ENCRYPTED/m.test(key))
    return `the private key is encrypted, and ARC knows no passphrase; decrypt it (openssl rsa -in key.pem -out plain.pem), or ${DOWNLOADED}`;
  const type = typeOf(key);
  return (kind === 'RSA ' || kind === '') && (type === undefined || type === 'rsa')
    ? undefined
    : `the private key is not an RSA key (${type ?? kind.trim()}), and GitHub Apps have no other; ${DOWNLOADED}`;
}

/** The algorithm of a key, or undefined where it cannot be read. */
function typeOf(key: string): string | undefined {
  try {
    return createPrivateKey(key).asymmetricKeyType;
  } catch {
    return undefined;
  }
}
