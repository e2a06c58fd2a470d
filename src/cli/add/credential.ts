import { PropsError } from '../../errors';
import { ENTERPRISE_NEEDS_PAT, scopeOf } from '../../runners/github-url';
import type { Io } from '../command';
import { appCredential, CredentialError, tokenCredential, type Credential } from '../credentials/credential';
import { readSource, sourceOf } from '../credentials/sources';
import { UsageError } from '../usage-error';
import type { AddOptions } from './request';

/**
 * Reads the credential of the options. Undefined when the Secret exists already (`--secret`) or is not changed
 * (`--replace`).
 *
 * @throws UsageError when options are missing or contradict each other
 * @throws CredentialError when the credential is invalid
 */
export async function givenCredential(options: AddOptions, io: Io): Promise<Credential | undefined> {
  const isApp = authType(options) === 'github-app';
  if (sourceOf(options) === undefined) {
    if (isApp) throw new UsageError('the private key of the GitHub App is missing: --private-key-file app.pem');
    if (options.secret !== undefined || options.replace) return undefined;
    if (!io.stdin.isTTY) {
      throw new UsageError(
        'the credential is missing: give it with --auth-file, --auth-env, --auth-stdin or --private-key-file, ' +
          'or name an existing Secret with --secret',
      );
    }
  }
  const isEnterprise = isEnterpriseUrl(options.repository);
  if (isApp && isEnterprise) throw new UsageError(`the credential ${ENTERPRISE_NEEDS_PAT}`);
  const text = await readSource(options, 'GitHub token (not shown)', io);
  if (isEnterprise && text.startsWith('github_pat_'))
    throw new CredentialError(
      'the token is a fine-grained token, which cannot register runners of an enterprise; ' +
        'use a classic token with the scope manage_runners:enterprise; nothing was written',
    );
  try {
    return isApp ? appCredential(options['app-id'], options['installation-id'], text) : tokenCredential(text);
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    throw new CredentialError(`${error.message}; nothing was written`);
  }
}

function isEnterpriseUrl(url = ''): boolean {
  return URL.canParse(url) && scopeOf(url) === 'enterprise';
}

/** The type of the credential. Options of a GitHub App imply `github-app`. */
export function authType(options: AddOptions): 'pat' | 'github-app' {
  const ofApp = (['app-id', 'installation-id', 'private-key-file'] as const).filter(
    name => options[name] !== undefined,
  );
  if (options['auth-type'] === 'pat' && ofApp.length > 0)
    throw new UsageError(`--${ofApp[0]} is for --auth-type github-app; remove one of them`);
  return ofApp.length > 0 ? 'github-app' : (options['auth-type'] ?? 'pat');
}
