import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listAnswer, refusal, type GitHubAnswer, type GitHubRequest } from './fake-github-http';
import { JobQueue, type Job, type JobResult, type Statistics } from './fake-github-jobs';
import { jwt, SignIn, type Accepted } from './fake-github-sign-in';
import { Loopback } from './loopback';

/** A scale set that the controller registered. */
export interface RegisteredScaleSet {
  readonly id: number;
  readonly name: string;
  readonly runnerGroupId: number;
  readonly runnerGroupName: string;
  readonly labels: readonly { readonly name: string }[];
  readonly [field: string]: unknown;
}

/** A runner with a just-in-time configuration. */
export interface RegisteredRunner {
  readonly id: number;
  readonly name: string;
  readonly runnerScaleSetId: number;
}

/** The name and ID of the default runner group. */
const DEFAULT_GROUP = ['Default', 1] as const;

/** The timeout of a request for the next message. */
const POLL_MS = 500;

/**
 * The part of GitHub that ARC uses, on loopback: the REST API of GitHub Enterprise Server that it signs in with, and
 * the Actions service that has scale sets, sessions, messages and runners.
 *
 * A test starts it with the credentials that it accepts, writes `${github.url}/<owner>/<repository>` as the GitHub URL
 * of a runner set, and looks at what was registered: {@link scaleSets}, {@link runners}, {@link sessions}.
 *
 * Jobs go the way they go at GitHub, each step on demand: {@link queueJobs} offers them, the listener of the scale set
 * acquires them, {@link startJob} has a runner run one, {@link completeJob} ends it and removes its runner, which is
 * ephemeral. A real runner would exit then; the test ends its pod. A runner that runs a job cannot be removed
 * (`JobStillRunningException`).
 *
 * Whatever it is asked that it does not have is noted in {@link unknown}.
 */
export class FakeGitHub {
  readonly scaleSets = new Map<number, RegisteredScaleSet>();
  readonly runners = new Map<number, RegisteredRunner>();

  /** The ID of the scale set of each open session, by session ID. */
  readonly sessions = new Map<string, number>();

  /** All scale sets that were ever created, by name, in this order. */
  readonly created: string[] = [];

  /** Requests for unknown paths: `GET /a/b`. */
  readonly unknown: string[] = [];

  private readonly groups = new Map<string, number>([DEFAULT_GROUP]);
  private readonly queues = new Map<number, JobQueue>();
  private readonly signIn: SignIn;
  private readonly queueToken = jwt();
  private lastId = 0;

  private constructor(
    private readonly server: Loopback,
    accepted: Accepted,
  ) {
    this.signIn = new SignIn(accepted, () => `${this.url}/tenant/`);
  }

  /** Starts it, by default on loopback. */
  static async start(accepted: Accepted, address?: string): Promise<FakeGitHub> {
    const github: FakeGitHub = new FakeGitHub(
      await Loopback.start((request, response) => void github.serve(request, response), address),
      accepted,
    );
    return github;
  }

  /** The base of every GitHub URL: append `/<owner>` or `/<owner>/<repository>`. */
  get url(): string {
    return this.server.url;
  }

  /** All sign-ins, by type of credential: `token` or `app`. */
  get signedIn(): readonly string[] {
    return this.signIn.signedIn;
  }

  /** Repositories, `owner/name`, for which no accepted credential may register runners. */
  get forbidden(): Set<string> {
    return this.signIn.forbidden;
  }

  async stop(): Promise<void> {
    await this.server.stop();
  }

  /** Queues jobs for a scale set. @throws when there is no scale set of that name */
  queueJobs(scaleSet: string, count = 1): Job[] {
    return this.queueOf(this.scaleSetNamed(scaleSet).id).offer(count);
  }

  /** The current jobs of a scale set. @throws when there is no scale set of that name */
  jobsOf(scaleSet: string): readonly Job[] {
    return this.queueOf(this.scaleSetNamed(scaleSet).id).jobs;
  }

  /** Makes a runner start a job that its scale set acquired. @throws when it cannot */
  startJob(jobId: number, runnerName: string): Job {
    const runner = [...this.runners.values()].find(({ name }) => name === runnerName);
    if (runner === undefined) throw new Error(`no runner ${runnerName}`);
    return this.queueOf(runner.runnerScaleSetId).start(jobId, runner);
  }

  /**
   * Ends a job; the runner that ran it is not registered any more.
   *
   * @throws when there is no such job, or it has ended
   */
  completeJob(jobId: number, result: JobResult = 'succeeded'): Job {
    const queue = [...this.queues.values()].find(({ jobs }) => jobs.some(({ id }) => id === jobId));
    if (queue === undefined) throw new Error(`no job ${jobId}`);
    const job = queue.complete(jobId, result);
    if (job.runner) this.runners.delete(job.runner.id);
    return job;
  }

  private scaleSetNamed(wanted: string): RegisteredScaleSet {
    const found = [...this.scaleSets.values()].find(({ name }) => name === wanted);
    if (found === undefined) throw new Error(`no scale set ${wanted}`);
    return found;
  }

  private queueOf(scaleSetId: number): JobQueue {
    const queue = this.queues.get(scaleSetId) ?? new JobQueue(() => ++this.lastId);
    this.queues.set(scaleSetId, queue);
    return queue;
  }

  private async serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? '/', this.url);
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const { status, body } = await this.answer({
      method: message.method ?? '',
      path: url.pathname.split('/').filter(part => part !== ''),
      query: url.searchParams,
      authorization: message.headers.authorization ?? '',
      body: text === '' ? {} : JSON.parse(text),
    });
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(body === undefined ? undefined : JSON.stringify(body));
  }

  private async answer(request: GitHubRequest): Promise<GitHubAnswer> {
    const { method, path } = request;
    const answer = path[0] === 'api' ? this.signIn.answer(request) : await this.actions(request);
    if (answer) return answer;
    this.unknown.push(`${method} /${path.join('/')}`);
    return refusal(404, 'ResourceNotFoundException', `nothing at ${method} /${path.join('/')}`);
  }

  /** The Actions service, below `/tenant/_apis`. */
  private async actions(request: GitHubRequest): Promise<GitHubAnswer | undefined> {
    const { method, path, query } = request;
    const [, , area, collection, id, part] = path;
    const route = `${area}/${collection}`;
    const token = route === 'runtime/messages' || part === 'acquirejobs' ? this.queueToken : this.signIn.adminToken;
    if (request.authorization !== `Bearer ${token}`)
      return refusal(401, 'VssUnauthorizedException', 'the token is not valid here');
    if (route === 'runtime/runnergroups' && method === 'GET') return this.group(query.get('groupName') ?? '');
    if (route === 'distributedtask/pools') return this.agents(request);
    if (route === 'runtime/messages') return this.messages(request);
    if (route !== 'runtime/runnerscalesets') return undefined;
    if (id === undefined) return this.allScaleSets(request);
    const scaleSet = this.scaleSets.get(Number(id));
    if (!scaleSet) return refusal(404, 'RunnerScaleSetNotFoundException', `no scale set ${id}`);
    switch (`${method} ${part ?? ''}`) {
      case 'POST generatejitconfig':
        return this.register(scaleSet, (request.body as { name: string }).name);
      case 'GET acquirablejobs':
        return listAnswer(this.queueOf(scaleSet.id).available);
      case 'POST acquirejobs':
        return listAnswer(this.queueOf(scaleSet.id).acquire(request.body as number[]));
    }
    return part === 'sessions' ? this.session(scaleSet, request) : this.oneScaleSet(scaleSet, request);
  }

  /** Returns a runner group for any name, each with its own ID. */
  private group(name: string): GitHubAnswer {
    const known = [...this.groups.keys()].find(group => group.toLowerCase() === name.toLowerCase()) ?? name;
    const id = this.groups.get(known) ?? this.groups.size + 1;
    this.groups.set(known, id);
    return listAnswer([{ id, name: known, size: 0, isDefaultGroup: id === DEFAULT_GROUP[1] }]);
  }

  /** Returns the scale set with the fields that GitHub adds. */
  private described(
    scaleSet: Pick<RegisteredScaleSet, 'id' | 'name' | 'runnerGroupId' | 'labels'>,
  ): RegisteredScaleSet {
    const [runnerGroupName = ''] = [...this.groups].find(([, id]) => id === scaleSet.runnerGroupId) ?? [];
    return { ...scaleSet, runnerGroupName, statistics: this.statisticsOf(scaleSet.id) };
  }

  private statisticsOf(scaleSetId: number): Statistics {
    const registered = [...this.runners.values()].filter(runner => runner.runnerScaleSetId === scaleSetId);
    return this.queueOf(scaleSetId).statistics(registered.length);
  }

  private allScaleSets({ method, query, body }: GitHubRequest): GitHubAnswer | undefined {
    if (method === 'GET') {
      const group = Number(query.get('runnerGroupId'));
      return listAnswer(
        [...this.scaleSets.values()]
          .filter(({ name, runnerGroupId }) => name === query.get('name') && runnerGroupId === group)
          .map(scaleSet => this.described(scaleSet)),
      );
    }
    if (method !== 'POST') return undefined;
    const scaleSet = this.described({
      runnerGroupId: DEFAULT_GROUP[1],
      ...(body as Pick<RegisteredScaleSet, 'name' | 'labels'>),
      id: ++this.lastId,
    });
    this.scaleSets.set(scaleSet.id, scaleSet);
    this.created.push(scaleSet.name);
    return { status: 200, body: scaleSet };
  }

  private oneScaleSet(scaleSet: RegisteredScaleSet, { method, path, body }: GitHubRequest): GitHubAnswer | undefined {
    if (path.length !== 5) return undefined;
    if (method === 'GET') return { status: 200, body: this.described(scaleSet) };
    if (method === 'DELETE') {
      this.scaleSets.delete(scaleSet.id);
      return { status: 204 };
    }
    if (method !== 'PATCH') return undefined;
    const updated = this.described({ ...scaleSet, ...(body as Partial<RegisteredScaleSet>), id: scaleSet.id });
    this.scaleSets.set(scaleSet.id, updated);
    return { status: 200, body: updated };
  }

  private session(scaleSet: RegisteredScaleSet, { method, path, body }: GitHubRequest): GitHubAnswer | undefined {
    const session = (sessionId: string) => ({
      status: 200,
      body: {
        sessionId,
        ownerName: (body as { ownerName?: string }).ownerName,
        runnerScaleSet: this.described(scaleSet),
        messageQueueUrl: `${this.url}/tenant/_apis/runtime/messages?sessionId=${sessionId}`,
        messageQueueAccessToken: this.queueToken,
        statistics: this.statisticsOf(scaleSet.id),
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

  private async messages({ method, path, query }: GitHubRequest): Promise<GitHubAnswer | undefined> {
    const scaleSetId = this.sessions.get(query.get('sessionId') ?? '');
    if (scaleSetId === undefined) return refusal(404, 'TaskAgentSessionNotFoundException', 'no such session');
    const queue = this.queueOf(scaleSetId);
    if (method === 'DELETE' && path[4] !== undefined) {
      queue.acknowledge(Number(path[4]));
      return { status: 204 };
    }
    if (method !== 'GET') return undefined;
    const message = await queue.next(Number(query.get('lastMessageId')), POLL_MS);
    return message ? { status: 200, body: { ...message, statistics: this.statisticsOf(scaleSetId) } } : { status: 202 };
  }

  private register(scaleSet: RegisteredScaleSet, name: string): GitHubAnswer {
    // A controller that could not store the first response finds the runner here, removes it and tries again.
    if ([...this.runners.values()].some(runner => runner.name === name))
      return refusal(409, 'AgentExistsException', `a runner named ${name} exists`);
    const runner = { id: ++this.lastId, name, runnerScaleSetId: scaleSet.id };
    this.runners.set(runner.id, runner);
    return { status: 200, body: { runner, encodedJITConfig: Buffer.from(`for ${name}`).toString('base64') } };
  }

  /** The runners, which this API calls agents. */
  private agents({ method, path, query }: GitHubRequest): GitHubAnswer | undefined {
    if (path[6] === undefined)
      return method === 'GET'
        ? listAnswer([...this.runners.values()].filter(({ name }) => name === query.get('agentName')))
        : undefined;
    const id = Number(path[6]);
    const runner = this.runners.get(id);
    if (method === 'DELETE') {
      if (runner && this.queueOf(runner.runnerScaleSetId).isBusy(id))
        return refusal(400, 'JobStillRunningException', `runner ${runner.name} runs a job`);
      // Also for a removed runner: the controller repeats the request until it succeeds.
      this.runners.delete(id);
      return { status: 204 };
    }
    if (!runner) return refusal(404, 'AgentNotFoundException', `no runner ${id}`);
    return method === 'GET' ? { status: 200, body: runner } : undefined;
  }
}
