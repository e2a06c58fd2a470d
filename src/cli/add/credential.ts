import { DeskrunError, PropsError } from '../../errors';
import { ENTERPRISE_NEEDS_PAT, scopeOf } from '../../runners/github-url';
import type { Io } from '../command';
import { appCredential, CredentialError, tokenCredential, type Credential } from '../credentials/credential';
import { readSource, sourceOf } from '../credentials/sources';
import { InterruptedError } from '../interrupted-error';
import { UsageError } from '../usage-error';
import type { AddOptions } from './request';

/** The credential of the command line, if it has one, or the error for it. */
export interface GivenCredential {
  /** @default - the Secret exists already (`--secret`) or is not changed (`--replace`) */
  readonly credential?: Credential;

  /** A `UsageError` for missing or contradictory options, or the error of an invalid or unreadable credential. */
  readonly failure?: DeskrunError;
}

/** Reads the credential of the options, or asks for it on the terminal. */
export async function givenCredential(options: AddOptions, io: Io): Promise<GivenCredential> {
  try {
    return { credential: await readCredential(options, io) };
  } catch (error) {
    if (!(error instanceof DeskrunError) || error instanceof InterruptedError) throw error;
    return { failure: error };
  }
}

async function readCredential(options: AddOptions, io: Io): Promise<Credential | undefined> {
  const [appOption] = appOptions(options);
  if (options['auth-type'] === 'pat' && appOption !== undefined)
    throw new UsageError(`--${appOption} is for --auth-type github-app; remove one of them`);
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
  return appOptions(options).length > 0 ? 'github-app' : (options['auth-type'] ?? 'pat');
}

function appOptions(options: AddOptions): string[] {
  return (['app-id', 'installation-id', 'private-key-file'] as const).filter(name => options[name] !== undefined);
}
