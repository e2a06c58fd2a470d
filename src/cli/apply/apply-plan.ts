import type { Call, ExitCode, Io } from '../command';
import type { Kubectl } from '../kubectl/kubectl';
import { printData } from '../output';
import { Progress } from '../progress';
import { ToolError } from '../tool';
import { execute, type StepResult } from './execute';
import { mannerOf } from './options';
import type { Plan } from './plan';
import { reportOf, succeeded, type Report } from './report';
import { planText } from './show';

/**
 * Shows a plan, does it and reports.
 *
 * @throws ToolError when it would delete what the user has not said may be deleted; nothing was done then
 */
export async function applyPlan(plan: Plan, kubectl: Kubectl, call: Call, io: Io): Promise<ExitCode> {
  const progress = new Progress(io.stderr);
  io.stderr.write(planText(plan));
  const open = plan.stops.filter(({ flag }) => call.options[flag] !== true);
  if (open.length > 0)
    throw new ToolError(
      `nothing was done: ${open.map(({ flag }) => `--${flag}`).join(' and ')} would be needed, see above`,
    );

  const results = await execute(plan.steps, kubectl, progress, io.signal, mannerOf(call));
  const report = reportOf(plan, results);
  await printData(call, io, report, reportRows);
  const left = notBegun(results);
  if (io.signal.aborted)
    progress.say(
      `interrupted; done: ${titles(results.filter(({ status }) => status === 'done'))}; not done: ${titles(results.filter(({ status }) => status !== 'done'))}; deskrun up goes on from there`,
    );
  else if (left.length > 0) progress.say(`not done, since what they need failed: ${titles(left)}`);
  return succeeded(report) ? 0 : 1;
}

/** Steps that others kept from being begun. The wait for a listener is left out where the wait for GitHub before it tells already. */
function notBegun(results: readonly StepResult[]): StepResult[] {
  const registrations = new Set(results.flatMap(({ step }) => (step.action.type === 'registered' ? [step.id] : [])));
  return results.filter(
    ({ step, status }) =>
      status === 'not done' && !(step.action.type === 'listening' && step.needs.some(id => registrations.has(id))),
  );
}

/** A line for each runner set and each other thing that was touched. */
export function reportRows({ results }: Report): string[][] {
  return [
    ['NAME', 'PLAN', 'RESULT', ''],
    ...results.map(({ name, action, status, reason = '' }) => [name, action, status, reason.split('\n')[0] as string]),
  ];
}

function titles(results: readonly { readonly step: { readonly title: string } }[]): string {
  return results.map(({ step }) => step.title).join(', ') || 'nothing';
}
