import { createPublicKey, randomBytes, verify } from 'node:crypto';
import type { GitHubAnswer, GitHubRequest } from './fake-github-http';

/** The accepted credentials: a personal access token, and a GitHub App with its key. */
export interface Accepted {
  readonly token: string;
  readonly app?: { readonly id: string; readonly installationId: string; readonly publicKey: string };
}

/**
 * The part of the REST API of GitHub Enterprise Server that ARC uses: it exchanges a credential for access to the
 * Actions service.
 */
export class SignIn {
  /** All sign-ins, by type of credential: `token` or `app`. */
  readonly signedIn: string[] = [];

  /** Repositories, `owner/name`, for which no accepted credential may register runners. */
  readonly forbidden = new Set<string>();

  /** The bearer token of the Actions service. */
  readonly adminToken = jwt();

  private readonly installationToken = secret();
  private readonly registrationToken = secret();

  constructor(
    private readonly accepted: Accepted,
    private readonly tenantUrl: () => string,
  ) {}

  /** Answers a request below `/api/v3`. Returns undefined for an unknown path. */
  answer({ method, path, authorization }: GitHubRequest): GitHubAnswer | undefined {
    const route = `${method} ${path.slice(2).join('/')}`;
    const [kind = '', credential = ''] = authorization.split(' ');
    if (/^POST app\/installations\/[^/]+\/access_tokens$/.test(route)) {
      if (path[4] !== this.accepted.app?.installationId || !this.isApp(credential))
        return { status: 401, body: { message: 'no such App' } };
      return { status: 201, body: { token: this.installationToken, expires_at: inAnHour() } };
    }
    if (
      /^POST (repos\/[^/]+\/[^/]+|orgs\/[^/]+|enterprises\/[^/]+)\/actions\/runners\/registration-token$/.test(route)
    ) {
      const token = kind === 'Basic' ? Buffer.from(credential, 'base64').toString().split(':').at(-1) : credential;
      if (token !== this.accepted.token && token !== this.installationToken)
        return { status: 401, body: { message: 'Bad credentials' } };
      if (this.forbidden.has(path.slice(3, 5).join('/'))) return { status: 404, body: { message: 'Not Found' } };
      this.signedIn.push(token === this.installationToken ? 'app' : 'token');
      return { status: 201, body: { token: this.registrationToken, expires_at: inAnHour() } };
    }
    if (route === 'POST actions/runner-registration') {
      if (credential !== this.registrationToken) return { status: 401, body: { message: 'Bad credentials' } };
      return { status: 200, body: { url: this.tenantUrl(), token: this.adminToken } };
    }
    return undefined;
  }

  /** Reports whether the GitHub App signed this with its own key and ID. */
  private isApp(signed: string): boolean {
    const { app } = this.accepted;
    const [header = '', claims = '', signature = ''] = signed.split('.');
    const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString()) as { iss: string };
    return (
      app !== undefined &&
      iss === app.id &&
      verify(
        'sha256',
        Buffer.from(`${header}.${claims}`),
        createPublicKey(app.publicKey),
        Buffer.from(signature, 'base64url'),
      )
    );
  }
}

/** A token that expires tomorrow: ARC reads only the expiry. */
export function jwt(): string {
  return ['{"alg":"none"}', JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 86_400 }), secret()]
    .map(part => Buffer.from(part).toString('base64url'))
    .join('.');
}

function secret(): string {
  return randomBytes(16).toString('hex');
}

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString();
}
