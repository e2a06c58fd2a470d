import { prefixFindings, refuse } from '../errors';
import { isObjectName } from '../kubernetes';
import { checkSchema } from '../schema/check';
import { object, required, text, type TypedSchema } from '../schema/shape';

/** What kind of credential a Secret holds. */
export type GitHubCredential = 'pat' | 'app';

/** What else there is to say about a Secret with credentials. */
export interface GitHubAuthOptions {
  /**
   * Anything that changes when the credential does: a date, a number. ARC does not watch the Secret; a new revision restarts
   * the listener, which then reads it.
   *
   * @default - none
   */
  readonly revision?: string;
}

/** A Secret with the credential, as `auth` in `deskrun.yaml` names it. */
export interface GitHubSecret {
  /** Name of the Secret, in the namespace of the runners. */
  readonly secret: string;

  /** As {@link GitHubAuthOptions.revision}. @default - none */
  readonly revision?: string;
}

/** The names and types of a reference to a Secret. */
export const gitHubSecretSchema: TypedSchema<GitHubSecret> = object<GitHubSecret>({
  secret: required(text),
  revision: text,
});

const optionsSchema = object<GitHubAuthOptions>({ revision: text });

/** The keys that ARC reads from the Secret, by kind of credential. A Secret with both kinds is refused by the controller. */
export const CREDENTIAL_KEYS: Record<GitHubCredential, readonly string[]> = {
  pat: ['github_token'],
  app: ['github_app_id', 'github_app_installation_id', 'github_app_private_key'],
};

/**
 * Who the runners are at GitHub: a reference to a Secret in their namespace, never a credential itself.
 *
 * @see https://docs.github.com/en/actions/how-tos/manage-runners/use-actions-runner-controller/authenticate-to-the-api
 */
export class GitHubAuth {
  /** A Secret with either kind of credential. */
  static fromSecret(secretName: string, options: GitHubAuthOptions = {}): GitHubAuth {
    return new GitHubAuth(secretName, options);
  }

  /** A Secret with a personal access token under `github_token`. */
  static pat(secretName: string, options: GitHubAuthOptions = {}): GitHubAuth {
    return new GitHubAuth(secretName, options, 'pat');
  }

  /** A Secret with a GitHub App's `github_app_id` (or client id), `github_app_installation_id` and `github_app_private_key` (PEM). */
  static app(secretName: string, options: GitHubAuthOptions = {}): GitHubAuth {
    return new GitHubAuth(secretName, options, 'app');
  }

  readonly revision: string | undefined;

  private constructor(
    readonly secretName: string,
    options: GitHubAuthOptions,
    readonly credential?: GitHubCredential,
  ) {
    refuse([...prefixFindings(['secret'], checkSchema(text, secretName)), ...checkSchema(optionsSchema, options)]);
    this.revision = options.revision;
    if (/gh[pousr]_|github_pat_|-----BEGIN/i.test(secretName)) {
      refuse([
        {
          path: ['secret'],
          message: "looks like a credential itself; make a Secret that holds it and give the Secret's name",
        },
      ]);
    }
    if (!isObjectName(secretName)) {
      refuse([
        {
          path: ['secret'],
          message: `must be the name of a Secret (lower-case letters, digits, - and .), got ${JSON.stringify(secretName)}`,
        },
      ]);
    }
  }

  /**
   * The shell command that makes the Secret. Credentials come from standard input or a file, so that none shows in a list of
   * processes or a shell's history; the line break that a file may end with, which ARC would take for a part of a token, is cut.
   */
  createSecretCommand(namespace: string): string {
    const create = `kubectl create secret generic ${this.secretName} --namespace ${namespace}`;
    if (this.credential === 'app') {
      return `${create} --from-literal=github_app_id=APP_ID --from-literal=github_app_installation_id=INSTALLATION_ID --from-file=github_app_private_key=private-key.pem`;
    }
    return `tr -d '\\r\\n' < token.txt | ${create} --from-file=github_token=/dev/stdin`;
  }
}
