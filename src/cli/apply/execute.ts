import { setTimeout as pause } from 'node:timers/promises';
import { CLEANUP_FINALIZER } from '../../runners/arc-names';
import type { Kubectl } from '../kubectl/kubectl';
import type { Named } from '../kubectl/objects';
import type { Progress } from '../progress';
import { ToolError } from '../tool';
import { LISTENING_RESOURCES, listeningOf } from './listening';
import { isProtected, isRegistered } from './set-objects';
import type { Action, Step } from './steps';

/** How a step ended. */
export interface StepResult {
  readonly step: Step;
  readonly status: 'done' | 'failed' | 'not done';
  /** Why it failed or was skipped. */
  readonly reason?: string;
}

/** Timeouts and options of the execution of steps. */
export interface ExecutionOptions {
  /** The time for runners to finish their jobs, and for the controller to start. */
  readonly timeoutSeconds: number;
  /** The time for all new sets to be registered at GitHub. */
  readonly registrationSeconds: number;
  readonly pollMs: number;
  /** The time for the controller to react to a change. */
  readonly settleMs: number;
  /** True to overwrite fields of other field managers. */
  readonly force: boolean;
}

/** Executes steps in order. Steps that need a failed one are skipped; an interruption stops all. */
export async function execute(
  steps: readonly Step[],
  kubectl: Kubectl,
  progress: Progress,
  signal: AbortSignal,
  options: ExecutionOptions,
): Promise<StepResult[]> {
  const results = new Map<string, StepResult>();
  const registration = new Deadline(options.registrationSeconds);
  for (const step of steps) {
    const missing = step.needs.map(id => results.get(id)).find(result => result?.status !== 'done');
    const reason = signal.aborted ? 'interrupted' : missing && `needs: ${missing.step.title}`;
    results.set(step.id, reason === undefined ? await attempt(step) : { step, status: 'not done', reason });
  }
  return [...results.values()];

  async function attempt(step: Step): Promise<StepResult> {
    const line = progress.begin(step.title);
    try {
      await perform(step.action, kubectl, signal, options, registration);
      line.done();
      return { step, status: 'done' };
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      line.failed(error.message);
      return { step, status: 'failed', reason: error.message };
    }
  }
}

async function perform(
  action: Action,
  kubectl: Kubectl,
  signal: AbortSignal,
  options: ExecutionOptions,
  registration: Deadline,
): Promise<void> {
  const { timeoutSeconds } = options;
  switch (action.type) {
    case 'apply':
      await kubectl.apply(action.manifests, { force: action.force ?? options.force });
      return;
    case 'request deletion':
      return kubectl.delete(action.objects, { wait: false });
    case 'delete':
      return kubectl.delete(action.objects, { timeoutSeconds });
    case 'release':
      // The controller has removed the finalizer from the objects that the set names.
      for (const object of (await kubectl.get(action.objects)).filter(isProtected))
        await kubectl.release(object, CLEANUP_FINALIZER);
      return;
    case 'established':
      return kubectl.waitEstablished(action.objects, timeoutSeconds);
    case 'available':
      return kubectl.waitAvailable(action.object, timeoutSeconds);
    case 'registered':
      return waitUntilRegistered(action.object, kubectl, signal, registration, options.pollMs);
    case 'listening':
      if (action.changed) await wait(options.settleMs, signal);
      return waitUntilListening(action, kubectl, signal, registration, options.pollMs);
  }
}

/** One deadline for all sets. It starts with the first wait. */
class Deadline {
  private end: number | undefined;

  constructor(readonly seconds: number) {}

  get passed(): boolean {
    this.end ??= Date.now() + this.seconds * 1000;
    return Date.now() >= this.end;
  }
}

async function waitUntilRegistered(
  set: Named,
  kubectl: Kubectl,
  signal: AbortSignal,
  deadline: Deadline,
  pollMs: number,
): Promise<void> {
  for (;;) {
    const [live] = await kubectl.get([set]);
    if (!live)
      throw new ToolError(
        `${set.metadata.name} was deleted by something else; a controller of another minor version deletes runner sets`,
      );
    if (isRegistered(live)) return;
    if (deadline.passed) {
      throw new ToolError(
        `${set.metadata.name} is not registered at GitHub after ${deadline.seconds} s: is the credential valid ` +
          `for ${String((live.spec as { readonly githubConfigUrl?: string }).githubConfigUrl)}, and does the ` +
          'controller run? its log shows the answer of GitHub',
      );
    }
    await wait(pollMs, signal);
  }
}

/** After this number of recreations, the cause is not the race in the controller. */
const MAX_RECREATIONS = 3;

async function waitUntilListening(
  { object, changed }: Extract<Action, { type: 'listening' }>,
  kubectl: Kubectl,
  signal: AbortSignal,
  deadline: Deadline,
  pollMs: number,
): Promise<void> {
  const { name } = object.metadata;
  for (let recreations = 0; ;) {
    const { state, listeners } = listeningOf(object, await kubectl.list(LISTENING_RESOURCES));
    if (state === 'listening' || (state === 'draining' && changed)) return;
    if (state === 'stale' && recreations < MAX_RECREATIONS) {
      recreations++;
      // A listener has no state: the controller creates another, for the EphemeralRunnerSet that exists.
      await kubectl.delete(listeners, { wait: false });
    } else if (deadline.passed) {
      throw new ToolError(
        state === 'stale'
          ? `the listener of ${name} reports to an EphemeralRunnerSet that does not exist, even after it was ` +
              `recreated; see ${RACE}`
          : `${name} has no listener after ${deadline.seconds} s and gets no jobs; the log of the controller shows why`,
      );
    }
    await wait(pollMs, signal);
  }
}

const RACE = 'https://github.com/actions/actions-runner-controller/issues/4661';

/** @throws ToolError when the user interrupts */
async function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => {
    throw new ToolError('interrupted');
  });
}
