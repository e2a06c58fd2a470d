import type { CommandSpec, Run } from './command';
import { add } from './specs/add';
import { clusterCreate } from './specs/cluster-create';
import { clusterDelete } from './specs/cluster-delete';
import { clusterStatus } from './specs/cluster-status';
import { completion } from './specs/completion';
import { diff } from './specs/diff';
import { doctor } from './specs/doctor';
import { down } from './specs/down';
import { explain } from './specs/explain';
import { importValues } from './specs/import';
import { init } from './specs/init';
import { list } from './specs/list';
import { remove } from './specs/remove';
import { status } from './specs/status';
import { synth } from './specs/synth';
import { up } from './specs/up';
import { version } from './specs/version';

/**
 * A command of the CLI. It has two files:
 *
 * - `specs/<name>.ts` exports its `CommandSpec`. It imports only types, `specs/options.ts` and plain tables, so that
 *   help, completion and the parser load fast.
 * - `commands/<name>.ts` exports `run: Run`. It is loaded when the command runs. Import modules that need cdk8s
 *   where they are used (`await import(…)`).
 *
 * The files of a name with two words, such as `cluster create`, have a hyphen: `cluster-create.ts`.
 *
 * A command that reads a configuration takes the option `CONFIG` from `specs/options.ts` and calls
 * `openProject(call, io)` from `configuration/open.ts`. It writes data to `io.stdout` and everything else to
 * `io.stderr`. It throws `UsageError` for an invalid command line (exit code 2) and any other `DeskrunError` for
 * other errors that the user can fix (exit code 1).
 */
export interface Command {
  readonly spec: CommandSpec;
  readonly load: () => Promise<{ readonly run: Run }>;
}

/** All commands, in the order in which help lists them. */
export const COMMANDS: readonly Command[] = [
  { spec: init, load: () => import('./commands/init') },
  { spec: add, load: () => import('./commands/add') },
  { spec: list, load: () => import('./commands/list') },
  { spec: remove, load: () => import('./commands/remove') },
  { spec: synth, load: () => import('./commands/synth') },
  { spec: up, load: () => import('./commands/up') },
  { spec: down, load: () => import('./commands/down') },
  { spec: diff, load: () => import('./commands/diff') },
  { spec: status, load: () => import('./commands/status') },
  { spec: doctor, load: () => import('./commands/doctor') },
  { spec: clusterCreate, load: () => import('./commands/cluster-create') },
  { spec: clusterDelete, load: () => import('./commands/cluster-delete') },
  { spec: clusterStatus, load: () => import('./commands/cluster-status') },
  { spec: explain, load: () => import('./commands/explain') },
  { spec: importValues, load: () => import('./commands/import') },
  { spec: completion, load: () => import('./commands/completion') },
  { spec: version, load: () => import('./commands/version') },
];
