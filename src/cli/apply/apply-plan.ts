import type { Call, ExitCode, Io } from '../command';
import type { Kubectl } from '../kubectl/kubectl';
import { printData } from '../output';
import { Progress } from '../progress';
import { ToolError } from '../tool';
import { execute, type StepResult } from './execute';
import { executionOptions } from './options';
import type { Plan } from './plan';
import { reportOf, succeeded, type Report } from './report';
import { planText } from './show';

/**
 * Prints a plan, executes it and prints a report.
 *
 * @throws ToolError when the plan needs a flag that the user has not set; nothing was changed then
 */
export async function applyPlan(plan: Plan, kubectl: Kubectl, call: Call, io: Io): Promise<ExitCode> {
  const progress = new Progress(io.stderr);
  io.stderr.write(planText(plan));
  const open = plan.stops.filter(({ flag }) => call.options[flag] !== true);
  if (open.length > 0)
    throw new ToolError(
      `nothing was changed: the plan needs ${open.map(({ flag }) => `--${flag}`).join(' and ')}, see above`,
    );

  const results = await execute(plan.steps, kubectl, progress, io.signal, executionOptions(call));
  const report = reportOf(plan, results);
  await printData(call, io, report, reportRows);
  const left = skipped(results);
  if (io.signal.aborted)
    progress.say(
      `interrupted; done: ${titles(results.filter(({ status }) => status === 'done'))}; not done: ` +
        `${titles(results.filter(({ status }) => status !== 'done'))}; run deskrun up to continue`,
    );
  else if (left.length > 0) progress.say(`skipped, because an earlier step failed: ${titles(left)}`);
  return succeeded(report) ? 0 : 1;
}

/**
 * Steps that were not started because one before failed. The wait for a listener is left out after the wait for GitHub.
 */
function skipped(results: readonly StepResult[]): StepResult[] {
  const registrations = new Set(results.flatMap(({ step }) => (step.action.type === 'registered' ? [step.id] : [])));
  return results.filter(
    ({ step, status }) =>
      status === 'not done' && !(step.action.type === 'listening' && step.needs.some(id => registrations.has(id))),
  );
}

/** The rows of the report: one for each runner set, and for each other object or group of objects. */
export function reportRows({ results }: Report): string[][] {
  return [
    ['NAME', 'PLAN', 'RESULT', ''],
    ...results.map(({ name, action, status, reason = '' }) => [name, action, status, reason.split('\n')[0] as string]),
  ];
}

function titles(results: readonly { readonly step: { readonly title: string } }[]): string {
  return results.map(({ step }) => step.title).join(', ') || 'nothing';
}
