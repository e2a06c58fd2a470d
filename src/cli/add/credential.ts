import { PropsError } from '../../errors';
import type { Io } from '../command';
import { appCredential, CredentialError, tokenCredential, type Credential } from '../credentials/credential';
import { readSource, sourceOf } from '../credentials/sources';
import { UsageError } from '../usage-error';
import type { AddOptions } from './request';

/**
 * The credential that the options give, or nothing where the Secret is there already or is left as it was.
 *
 * @throws UsageError where the options contradict each other or say too little
 * @throws CredentialError where they lead to something that is no credential
 */
export async function givenCredential(options: AddOptions, io: Io): Promise<Credential | undefined> {
  const isApp = authType(options) === 'github-app';
  if (sourceOf(options) === undefined) {
    if (isApp) throw new UsageError("the App's private key is missing: --private-key-file app.pem");
    if (options.secret !== undefined || options.replace) return undefined;
    if (!io.stdin.isTTY) {
      throw new UsageError(
        'the credential is missing: --auth-file, --auth-env, --auth-stdin or --private-key-file gives it, --secret names the Secret that has it',
      );
    }
  }
  const text = await readSource(options, 'GitHub token (not shown)', io);
  try {
    return isApp ? appCredential(options['app-id'], options['installation-id'], text) : tokenCredential(text);
  } catch (error) {
    if (!(error instanceof PropsError)) throw error;
    throw new CredentialError(`${error.message}; nothing was written`);
  }
}

/** An App's options say that it is one. */
export function authType(options: AddOptions): 'pat' | 'github-app' {
  const ofApp = (['app-id', 'installation-id', 'private-key-file'] as const).filter(
    name => options[name] !== undefined,
  );
  if (options['auth-type'] === 'pat' && ofApp.length > 0)
    throw new UsageError(`--${ofApp[0]} is for --auth-type github-app; leave one out`);
  return ofApp.length > 0 ? 'github-app' : (options['auth-type'] ?? 'pat');
}
