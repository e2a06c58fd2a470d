import { lstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Call, Io } from '../command';

/** The location and format of a configuration. */
export interface Location {
  readonly path: string;
  /** The path for messages. */
  readonly shown: string;
  readonly form: 'deskrun.yaml' | 'config.json';
  /** A missing file is an error: `--config` names it, and the command does not create it. */
  readonly mustExist: boolean;
}

/** The folder of a user's configuration and credentials: `~/.deskrun`. */
export function homeFolder({ env }: Io): string {
  return join(env.HOME ?? homedir(), '.deskrun');
}

/**
 * The configuration that a command works on: the file of `--config`, else `./deskrun.yaml` if it exists, else
 * `~/.deskrun/config.json`.
 *
 * @param creates whether the command creates a missing file that `--config` names
 */
export function locate(call: Call, io: Io, { creates = false } = {}): Location {
  const named = call.options.config as string | undefined;
  if (named !== undefined) return at(resolve(io.cwd, named), named, !creates);
  const local = join(io.cwd, 'deskrun.yaml');
  // A dangling link counts as a file: its missing target is an error, not a reason to use another configuration.
  return lstatSync(local, { throwIfNoEntry: false }) !== undefined
    ? at(local, 'deskrun.yaml', false)
    : at(join(homeFolder(io), 'config.json'), '~/.deskrun/config.json', false);
}

function at(path: string, shown: string, mustExist: boolean): Location {
  return { path, shown, form: path.endsWith('.json') ? 'config.json' : 'deskrun.yaml', mustExist };
}
