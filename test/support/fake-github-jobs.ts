import { EventEmitter, once } from 'node:events';

/** A job. GitHub offers it, a listener acquires it, and a runner runs it. */
export interface Job {
  readonly id: number;
  readonly state: 'available' | 'assigned' | 'running' | 'completed';
  /** The runner that runs it or ran it. */
  readonly runner?: JobRunner;
  /** Its result. */
  readonly result?: JobResult;
}

export type JobResult = 'succeeded' | 'failed' | 'canceled';

export interface JobRunner {
  readonly id: number;
  readonly name: string;
}

/** A message of GitHub for the listener of a scale set, about its jobs and runners. */
export interface Statistics {
  readonly totalAvailableJobs: number;
  readonly totalAcquiredJobs: number;
  readonly totalAssignedJobs: number;
  readonly totalRunningJobs: number;
  readonly totalRegisteredRunners: number;
  readonly totalBusyRunners: number;
  readonly totalIdleRunners: number;
}

interface Message {
  readonly messageId: number;
  readonly messageType: 'RunnerScaleSetJobMessages';
  /** A list of events, as JSON. */
  readonly body: string;
}

type EventType = 'JobAvailable' | 'JobAssigned' | 'JobStarted' | 'JobCompleted';

const NEVER = '0001-01-01T00:00:00Z';

/** The jobs of one scale set, and the message queue of its listener. */
export class JobQueue {
  private readonly all = new Map<number, Job>();
  private readonly messages: Message[] = [];
  private readonly arrivals = new EventEmitter();
  private lastMessageId = 0;

  constructor(private readonly nextJobId: () => number) {}

  get jobs(): readonly Job[] {
    return [...this.all.values()];
  }

  /** The current state of a job. @throws when this scale set has no such job */
  job(id: number): Job {
    const job = this.all.get(id);
    if (job === undefined) throw new Error(`no job ${id}`);
    return job;
  }

  /** Offers jobs to the listener, in one message. */
  offer(count: number): Job[] {
    const jobs = Array.from({ length: count }, (): Job => ({ id: this.nextJobId(), state: 'available' }));
    for (const job of jobs) this.all.set(job.id, job);
    this.notify('JobAvailable', jobs);
    return jobs;
  }

  /** Assigns available jobs to the scale set; returns the ids of those that were available. */
  acquire(ids: readonly number[]): number[] {
    const acquired = ids.filter(id => this.all.get(id)?.state === 'available');
    const jobs = acquired.map(id => this.change(id, { state: 'assigned' }));
    if (jobs.length > 0) this.notify('JobAssigned', jobs);
    return acquired;
  }

  /** Makes a runner start an assigned job. @throws unless the job is assigned and the runner is idle */
  start(id: number, runner: JobRunner): Job {
    const { state } = this.job(id);
    if (state !== 'assigned') throw new Error(`job ${id} is ${state}: only an assigned job can start`);
    if (this.isBusy(runner.id)) throw new Error(`runner ${runner.name} is busy`);
    const job = this.change(id, { state: 'running', runner });
    this.notify('JobStarted', [job]);
    return job;
  }

  /** Ends a job, running or not. @throws when it has already ended */
  complete(id: number, result: JobResult): Job {
    if (this.job(id).state === 'completed') throw new Error(`job ${id} is completed`);
    const job = this.change(id, { state: 'completed', result });
    this.notify('JobCompleted', [job]);
    return job;
  }

  isBusy(runnerId: number): boolean {
    return this.jobs.some(({ state, runner }) => state === 'running' && runner?.id === runnerId);
  }

  statistics(registeredRunners: number): Statistics {
    const count = (...states: Job['state'][]) => this.jobs.filter(({ state }) => states.includes(state)).length;
    const busy = count('running');
    return {
      totalAvailableJobs: count('available'),
      totalAcquiredJobs: count('assigned'),
      totalAssignedJobs: count('assigned', 'running'),
      totalRunningJobs: busy,
      totalRegisteredRunners: registeredRunners,
      totalBusyRunners: busy,
      totalIdleRunners: registeredRunners - busy,
    };
  }

  /** The jobs that can be acquired. A listener requests them when it starts. */
  get available(): readonly unknown[] {
    return this.jobs.filter(({ state }) => state === 'available').map(job => eventOf('JobAvailable', job));
  }

  /** Waits for the first message after a handled one. Returns undefined after the timeout. */
  async next(afterId: number, withinMs: number): Promise<Message | undefined> {
    const find = () => this.messages.find(({ messageId }) => messageId > afterId);
    const deadline = AbortSignal.timeout(withinMs);
    while (find() === undefined && !deadline.aborted)
      await once(this.arrivals, 'message', { signal: deadline }).catch(() => undefined);
    return find();
  }

  /** Removes a handled message. Until then it is delivered again. */
  acknowledge(messageId: number): void {
    const index = this.messages.findIndex(message => message.messageId === messageId);
    if (index >= 0) this.messages.splice(index, 1);
  }

  private change(id: number, change: Partial<Job>): Job {
    const job = { ...this.job(id), ...change };
    this.all.set(id, job);
    return job;
  }

  private notify(type: EventType, jobs: readonly Job[]): void {
    this.messages.push({
      messageId: ++this.lastMessageId,
      messageType: 'RunnerScaleSetJobMessages',
      body: JSON.stringify(jobs.map(job => eventOf(type, job))),
    });
    this.arrivals.emit('message');
  }
}

function eventOf(messageType: EventType, { id, runner, result }: Job): unknown {
  return {
    messageType,
    runnerRequestId: id,
    jobId: `job-${id}`,
    jobDisplayName: `job ${id}`,
    jobWorkflowRef: 'rubionic/docs/.github/workflows/ci.yaml@refs/heads/main',
    workflowRunId: id,
    eventName: 'push',
    ownerName: 'rubionic',
    repositoryName: 'docs',
    requestLabels: [],
    queueTime: NEVER,
    scaleSetAssignTime: NEVER,
    runnerAssignTime: NEVER,
    finishTime: NEVER,
    ...(runner && { runnerId: runner.id, runnerName: runner.name }),
    ...(result && { result }),
  };
}
