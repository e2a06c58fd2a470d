import { createPublicKey, randomBytes, randomUUID, verify } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Loopback } from './loopback';

/** What this GitHub lets in: a personal token, and an App by its key. */
export interface Accepted {
  readonly token: string;
  readonly app?: { readonly id: string; readonly installationId: string; readonly publicKey: string };
}

/** A scale set, as the controller registered it. */
export interface RegisteredScaleSet {
  readonly id: number;
  readonly name: string;
  readonly runnerGroupId: number;
  readonly runnerGroupName: string;
  readonly labels: readonly { readonly name: string }[];
  readonly [field: string]: unknown;
}

/** A runner that a configuration was made for. */
export interface RegisteredRunner {
  readonly id: number;
  readonly name: string;
  readonly runnerScaleSetId: number;
}

interface Request {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly body: Record<string, unknown>;
}

interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

const NO_JOBS = {
  totalAvailableJobs: 0,
  totalAcquiredJobs: 0,
  totalAssignedJobs: 0,
  totalRunningJobs: 0,
  totalRegisteredRunners: 0,
  totalBusyRunners: 0,
  totalIdleRunners: 0,
};

/** How long a listener waits for a message before it is told that there is none. */
const POLL_MS = 500;

/**
 * The part of GitHub that ARC speaks with, on loopback: what GitHub Enterprise Server has below `/api/v3`, and the Actions service
 * behind it. It has no jobs.
 */
export class FakeGitHub {
  readonly scaleSets = new Map<number, RegisteredScaleSet>();
  readonly runners = new Map<number, RegisteredRunner>();

  /** By session, the scale set whose listener has it. */
  readonly sessions = new Map<string, number>();

  /** Every scale set there ever was, by name, in the order of their making. */
  readonly created: string[] = [];

  /** How somebody proved who they are, each time: `token` or `app`. */
  readonly signedIn: string[] = [];

  /** What was asked for and is not here: `GET /a/b`. */
  readonly unknown: string[] = [];

  /** Repositories, `owner/name`, that nobody it lets in may have runners for. */
  readonly forbidden = new Set<string>();

  private readonly installationToken = secret();
  private readonly registrationToken = secret();
  // What ARC reads of it is when it ends.
  private readonly adminToken = [
    '{"alg":"none"}',
    JSON.stringify({ exp: Math.floor(Date.now() / 1000) + 86_400 }),
    secret(),
  ]
    .map(part => Buffer.from(part).toString('base64url'))
    .join('.');
  private nextId = 1;

  private constructor(
    private readonly server: Loopback,
    private readonly accepted: Accepted,
  ) {}

  static async start(accepted: Accepted): Promise<FakeGitHub> {
    const github: FakeGitHub = new FakeGitHub(
      await Loopback.start((request, response) => void github.serve(request, response)),
      accepted,
    );
    return github;
  }

  /** Where it is; a repository's address begins so. */
  get url(): string {
    return this.server.url;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? '/', this.url);
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const request = {
      path: url.pathname.split('/').filter(part => part !== ''),
      query: url.searchParams,
      authorization: message.headers.authorization ?? '',
      body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
    const [status, body] = await this.answer(message.method ?? '', request).then(answer => [
      answer.status,
      answer.body,
    ]);
    response
      .writeHead(status as number, { 'content-type': 'application/json' })
      .end(body === undefined ? undefined : JSON.stringify(body));
  }

  private async answer(method: string, request: Request): Promise<Answer> {
    const { path, authorization } = request;
    const known = path[0] === 'api' ? this.rest(method, request) : this.actions(method, request);
    const answer = await known;
    if (answer) return answer;
    this.unknown.push(`${method} /${path.join('/')}`);
    return { status: 404, body: { message: `nothing at ${path.join('/')} for ${authorization.split(' ')[0]}` } };
  }

  /** What is below `/api/v3`. */
  private rest(method: string, { path, authorization }: Request): Answer | undefined {
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
      return { status: 200, body: { url: `${this.url}/tenant/`, token: this.adminToken } };
    }
    return undefined;
  }

  /** Whether the App signed this, with its own key and under its own name. */
  private isApp(jwt: string): boolean {
    const { app } = this.accepted;
    const [header = '', claims = '', signature = ''] = jwt.split('.');
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

  /** The Actions service. */
  private async actions(method: string, request: Request): Promise<Answer | undefined> {
    if (request.authorization !== `Bearer ${this.adminToken}`)
      return { status: 401, body: { message: 'Unauthorized' } };
    const [, , area, collection, id, part] = request.path;
    if (`${area}/${collection}` === 'runtime/runnergroups' && method === 'GET')
      return list([{ id: 2, name: request.query.get('groupName'), size: 0, isDefaultGroup: false }]);
    if (`${area}/${collection}` === 'distributedtask/pools') return this.agents(method, request);
    if (`${area}/${collection}` === 'runtime/messages') return this.messages(method);
    if (`${area}/${collection}` !== 'runtime/runnerscalesets') return undefined;
    if (id === undefined) return this.allScaleSets(method, request);
    const scaleSet = this.scaleSets.get(Number(id));
    if (!scaleSet)
      return { status: 404, body: { typeName: 'RunnerScaleSetNotFoundException', message: `no scale set ${id}` } };
    if (part === undefined) return this.oneScaleSet(method, scaleSet, request);
    if (part === 'sessions') return this.session(method, scaleSet, request);
    if (part === 'generatejitconfig' && method === 'POST') return this.register(scaleSet, String(request.body.name));
    if (part === 'acquirablejobs' && method === 'GET') return list([]);
    return undefined;
  }

  private allScaleSets(method: string, { query, body }: Request): Answer | undefined {
    if (method === 'GET') {
      return list(
        [...this.scaleSets.values()].filter(
          ({ name, runnerGroupId }) =>
            name === query.get('name') && runnerGroupId === Number(query.get('runnerGroupId')),
        ),
      );
    }
    if (method !== 'POST') return undefined;
    const id = this.nextId++;
    const groupId = Number(body.runnerGroupId ?? 1);
    const scaleSet = {
      ...body,
      id,
      runnerGroupId: groupId,
      runnerGroupName: groupId === 1 ? 'Default' : 'other',
      statistics: NO_JOBS,
    } as unknown as RegisteredScaleSet;
    this.scaleSets.set(id, scaleSet);
    this.created.push(scaleSet.name);
    return { status: 200, body: scaleSet };
  }

  private oneScaleSet(method: string, scaleSet: RegisteredScaleSet, { body }: Request): Answer | undefined {
    if (method === 'GET') return { status: 200, body: scaleSet };
    if (method === 'DELETE') {
      this.scaleSets.delete(scaleSet.id);
      return { status: 204 };
    }
    if (method !== 'PATCH') return undefined;
    const updated = { ...scaleSet, ...body, id: scaleSet.id };
    this.scaleSets.set(scaleSet.id, updated);
    return { status: 200, body: updated };
  }

  private session(method: string, scaleSet: RegisteredScaleSet, { path, body }: Request): Answer | undefined {
    const session = (sessionId: string) => ({
      status: 200,
      body: {
        sessionId,
        ownerName: body.ownerName,
        runnerScaleSet: scaleSet,
        messageQueueUrl: `${this.url}/tenant/_apis/runtime/messages`,
        messageQueueAccessToken: this.adminToken,
        statistics: NO_JOBS,
      },
    });
    const given = path[6];
    if (method === 'POST') {
      const made = randomUUID();
      this.sessions.set(made, scaleSet.id);
      return session(made);
    }
    if (given === undefined || !this.sessions.has(given)) return undefined;
    if (method === 'PATCH') return session(given);
    this.sessions.delete(given);
    return { status: 204 };
  }

  private async messages(method: string): Promise<Answer | undefined> {
    if (method !== 'GET') return undefined;
    await new Promise(resolve => setTimeout(resolve, POLL_MS));
    return { status: 202 };
  }

  private register(scaleSet: RegisteredScaleSet, name: string): Answer {
    // A controller that could not note its first try finds the runner of it by this, removes it and tries again.
    if ([...this.runners.values()].some(runner => runner.name === name))
      return { status: 409, body: { typeName: 'AgentExistsException', message: `there is a runner ${name}` } };
    const runner = { id: this.nextId++, name, runnerScaleSetId: scaleSet.id };
    this.runners.set(runner.id, runner);
    return { status: 200, body: { runner, encodedJITConfig: Buffer.from(`for ${name}`).toString('base64') } };
  }

  private agents(method: string, { path, query }: Request): Answer | undefined {
    const id = path[6];
    if (id === undefined)
      return method === 'GET'
        ? list([...this.runners.values()].filter(({ name }) => name === query.get('agentName')))
        : undefined;
    if (method === 'DELETE') {
      // Also when it is gone already: the controller asks again until it is told yes.
      this.runners.delete(Number(id));
      return { status: 204 };
    }
    const runner = this.runners.get(Number(id));
    if (!runner) return { status: 404, body: { typeName: 'AgentNotFoundException', message: `no runner ${id}` } };
    return method === 'GET' ? { status: 200, body: runner } : undefined;
  }
}

function list(value: readonly unknown[]): Answer {
  return { status: 200, body: { count: value.length, value } };
}

function secret(): string {
  return randomBytes(16).toString('hex');
}

function inAnHour(): string {
  return new Date(Date.now() + 3_600_000).toISOString();
}
