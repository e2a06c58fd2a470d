import type { IncomingMessage, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { FakeGitHub } from '../fake-github';
import { Loopback } from '../loopback';
import { NODE_ADDRESS } from './node';

/** The address from which fake runners get jobs. */
const PORT = 7080;

/** A job of a workflow, with the features that fake runners support. */
export interface WorkflowJob {
  /** Shell scripts, one per step. */
  readonly steps: readonly string[];

  /** The job's `container:`. @default - steps run in the runner */
  readonly container?: { readonly image: string; readonly env?: Readonly<Record<string, string>> };

  /** A command that the runner runs before the container starts. @default - none */
  readonly before?: string;

  /** Images of the job's `services:`. */
  readonly services?: readonly string[];
}

/** The result of a job. */
export interface JobOutcome {
  readonly runner: string;
  readonly result: 'succeeded' | 'failed' | 'canceled';
  /** The output and exit code of each step. */
  readonly steps: readonly { readonly code: number; readonly log: string }[];
  /** Other output. */
  readonly log: string;
}

interface Waiting {
  readonly job: WorkflowJob;
  readonly done: (outcome: JobOutcome) => void;
}

/** Passes the jobs of a fake GitHub to fake runners, which run their steps. */
export class Workflows {
  private readonly waiting = new Map<number, Waiting>();
  private readonly cancelled = new Set<number>();

  private constructor(
    private readonly github: FakeGitHub,
    private server: Loopback | undefined,
  ) {}

  static async start(github: FakeGitHub): Promise<Workflows> {
    const workflows = new Workflows(github, undefined);
    workflows.server = await Loopback.start(
      (request, response) => void workflows.serve(request, response).catch(error => response.destroy(error as Error)),
      NODE_ADDRESS,
      PORT,
    );
    return workflows;
  }

  async stop(): Promise<void> {
    await this.server?.stop();
  }

  /** Queues a job for a scale set and waits until it has ended. */
  run(scaleSet: string, job: WorkflowJob): Promise<JobOutcome> {
    return this.queue(scaleSet, job).outcome;
  }

  /** As {@link run}, but returns the ID of the job at once. */
  queue(scaleSet: string, job: WorkflowJob): { readonly id: number; readonly outcome: Promise<JobOutcome> } {
    const [queued] = this.github.queueJobs(scaleSet);
    if (queued === undefined) throw new Error(`no job was queued for ${scaleSet}`);
    const outcome = new Promise<JobOutcome>(done => this.waiting.set(queued.id, { job, done }));
    return { id: queued.id, outcome };
  }

  /** Cancels a job that runs, as a user does: its runner hears of it and ends the job. */
  cancel(id: number): void {
    this.cancelled.add(id);
  }

  /** Fails a job unless it has ended, as GitHub does some time after it has last heard of the runner. */
  lose(id: number): void {
    if (this.waiting.delete(id)) this.github.completeJob(id, 'failed');
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await json(request)) as { runner: string; id?: number } & JobOutcome;
    if (request.url === '/next') {
      const job = this.next(body.runner);
      response.writeHead(job ? 200 : 204).end(job && JSON.stringify(job));
      return;
    }
    if (request.url === '/cancelled') {
      const isCancelled = this.cancelled.has(body.id as number);
      response.writeHead(isCancelled ? 200 : 204).end(isCancelled ? '{}' : undefined);
      return;
    }
    const { id, ...outcome } = body;
    this.github.completeJob(id as number, outcome.result);
    this.waiting.get(id as number)?.done(outcome);
    this.waiting.delete(id as number);
    response.writeHead(200).end('{}');
  }

  /** Starts the first job that was assigned to the scale set of a runner. */
  private next(runnerName: string): (WorkflowJob & { readonly id: number }) | undefined {
    const runner = [...this.github.runners.values()].find(({ name }) => name === runnerName);
    const scaleSet = runner && this.github.scaleSets.get(runner.runnerScaleSetId);
    if (!scaleSet) return undefined;
    const assigned = this.github
      .jobsOf(scaleSet.name)
      .find(({ id, state }) => state === 'assigned' && this.waiting.has(id));
    if (!assigned) return undefined;
    this.github.startJob(assigned.id, runnerName);
    return { id: assigned.id, ...(this.waiting.get(assigned.id) as Waiting).job };
  }
}
