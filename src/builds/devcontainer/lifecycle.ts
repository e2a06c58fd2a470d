import type { MergedConfig } from './merge';
import { inside, type Place, type Report } from './report';
import type { Hook, LifecycleCommand, WrittenConfig } from './written-config';

/** A command of a lifecycle hook that a build runs before its own command. */
export interface HookCommand {
  readonly hook: Hook;

  /** Text for a shell, words without a shell, or several of these by name that run at the same time. */
  readonly command: LifecycleCommand;
}

/** Returns the commands that a build runs, in their order. */
export function hookCommands(merged: MergedConfig, config: WrittenConfig, top: Place, report: Report): HookCommand[] {
  if (config.initializeCommand !== undefined)
    report.notice(
      inside(top, 'initializeCommand'),
      'is not run: it is for the machine of the developer; run it in the command of the build if the build needs it',
    );
  const attached = merged.hooks.find(({ hook }) => hook === 'postAttachCommand');
  if (attached) report.notice(attached.place, 'is not run: no editor attaches to a build');
  return merged.hooks
    .filter(({ hook, value }) => hook !== 'postAttachCommand' && !isEmpty(value))
    .map(({ hook, value, place }) => {
      checkWords(value, place, report);
      return { hook, command: value };
    });
}

function isEmpty(command: LifecycleCommand): boolean {
  if (typeof command === 'string') return command.trim() === '';
  return Object.keys(command).length === 0;
}

function checkWords(command: LifecycleCommand, place: Place, report: Report): void {
  if (typeof command === 'string') return;
  if (!Array.isArray(command)) {
    for (const [name, inner] of Object.entries(command)) checkWords(inner, inside(place, name), report);
  } else if (/^(-|$)/.test(String(command[0]))) {
    report.error(inside(place, 0), `must be the name of a program, got ${JSON.stringify(command[0])}`);
  }
}
