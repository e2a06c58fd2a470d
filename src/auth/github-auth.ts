import { prefixFindings, refuse } from '../errors';
import { isObjectName } from '../kubernetes';
import { checkSchema } from '../schema/check';
import { object, required, text, type TypedSchema } from '../schema/shape';

/** Kind of credential in a Secret: `pat`, a personal access token, or `app`, a GitHub App. */
export type GitHubCredential = 'pat' | 'app';

/** Options of {@link GitHubAuth}. */
export interface GitHubAuthOptions {
  /**
   * Any text; change it when the credential in the Secret changes: `2026-11`. ARC does not watch the Secret. A new
   * revision restarts the listener, which then reads it.
   *
   * @default - the listener is not restarted
   */
  readonly revision?: string;
}

/**
 * Reference to the Secret with the credential: `auth` of `deskrun.yaml`.
 *
 * @example { secret: 'github' }
 */
export interface GitHubSecret {
  /** Name of the Secret. It must exist in the namespace of the runners. */
  readonly secret: string;

  /** Any text; change it when the credential changes, so that the listener restarts. @default - none */
  readonly revision?: string;
}

/** Schema of {@link GitHubSecret}. */
export const gitHubSecretSchema: TypedSchema<GitHubSecret> = object<GitHubSecret>({
  secret: required(text),
  revision: text,
});

const optionsSchema = object<GitHubAuthOptions>({ revision: text });

/** Keys that ARC reads from the Secret, by kind of credential. The controller refuses a Secret with both kinds. */
export const CREDENTIAL_KEYS: Record<GitHubCredential, readonly string[]> = {
  pat: ['github_token'],
  app: ['github_app_id', 'github_app_installation_id', 'github_app_private_key'],
};

/**
 * Reference to the Secret with which runners register at GitHub. It takes the name of the Secret, never a credential.
 *
 * @example
 * GitHubAuth.fromSecret('github');
 *
 * @see https://docs.github.com/en/actions/how-tos/manage-runners/use-actions-runner-controller/authenticate-to-the-api
 */
export class GitHubAuth {
  /**
   * Returns a reference to a Secret with either kind of credential.
   *
   * @throws PropsError if the name is not a valid Secret name, or an option is invalid
   */
  static fromSecret(secretName: string, options: GitHubAuthOptions = {}): GitHubAuth {
    return new GitHubAuth(secretName, options);
  }

  /**
   * Returns a reference to a Secret with a personal access token, under the key `github_token`.
   *
   * @throws PropsError if the name is not a valid Secret name, or an option is invalid
   */
  static pat(secretName: string, options: GitHubAuthOptions = {}): GitHubAuth {
    return new GitHubAuth(secretName, options, 'pat');
  }

  /**
   * Returns a reference to a Secret with the keys of a GitHub App: `github_app_id` (the app's ID or client ID),
   * `github_app_installation_id` and `github_app_private_key` (PEM).
   *
   * @throws PropsError if the name is not a valid Secret name, or an option is invalid
   */
  static app(secretName: string, options: GitHubAuthOptions = {}): GitHubAuth {
    return new GitHubAuth(secretName, options, 'app');
  }

  /** The `revision` in the options, or undefined. */
  readonly revision: string | undefined;

  private constructor(
    /** Name of the Secret. */
    readonly secretName: string,
    options: GitHubAuthOptions,
    /** Kind of credential in the Secret, or undefined when it is not known. */
    readonly credential?: GitHubCredential,
  ) {
    refuse([...prefixFindings(['secret'], checkSchema(text, secretName)), ...checkSchema(optionsSchema, options)]);
    this.revision = options.revision;
    if (/gh[pousr]_|github_pat_|-----BEGIN/i.test(secretName)) {
      refuse([
        {
          path: ['secret'],
          message: 'looks like a credential; put it into a Secret, and give the name of the Secret',
        },
      ]);
    }
    if (!isObjectName(secretName)) {
      refuse([
        {
          path: ['secret'],
          message:
            'must be the name of a Secret (lower-case letters, digits, - and .), got ' +
            `${JSON.stringify(secretName)}`,
        },
      ]);
    }
  }

  /**
   * Returns a shell command that creates the Secret. It reads the credential from a file, so that neither process lists
   * nor the shell's history show it. Line breaks are removed from a token, because ARC would send them to GitHub.
   */
  createSecretCommand(namespace: string): string {
    const create = `kubectl create secret generic ${this.secretName} --namespace ${namespace}`;
    if (this.credential === 'app') {
      return (
        `${create} --from-literal=github_app_id=APP_ID ` +
        '--from-literal=github_app_installation_id=INSTALLATION_ID ' +
        '--from-file=github_app_private_key=private-key.pem'
      );
    }
    return `tr -d '\\r\\n' < token.txt | ${create} --from-file=github_token=/dev/stdin`;
  }
}
