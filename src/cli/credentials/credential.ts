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
  if (token === '') refuse([{ path: [], message: 'the token is empty' }]);
  if (token.includes('-----BEGIN'))
    refuse([{ path: [], message: 'this is a private key, not a token; use --auth-type github-app' }]);
  if (/[^\x21-\x7e]/.test(token))
    refuse([{ path: [], message: 'the token has spaces, line breaks or other characters that no token has' }]);
  return { github_token: token };
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
    ...(/^-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]+-----END [A-Z ]*PRIVATE KEY-----$/.test(key)
      ? []
      : [{ path: [], message: 'the private key must be a PEM file, from its BEGIN line to its END line' }]),
  ]);
  return {
    github_app_id: appId as string,
    github_app_installation_id: installationId as string,
    github_app_private_key: `${key}\n`,
  };
}
