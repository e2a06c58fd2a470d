import { lstatSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Call, Io } from '../command';

/** Where a configuration is, and in which words it is written. */
export interface Location {
  readonly path: string;
  /** As messages name it. */
  readonly shown: string;
  readonly form: 'deskrun.yaml' | 'config.json';
}

/** The folder in which deskrun keeps what belongs to a user, not to a project. */
export function homeFolder({ env }: Io): string {
  return join(env.HOME ?? homedir(), '.deskrun');
}

/** `--config`, if it is given; else `./deskrun.yaml`, if it exists; else `~/.deskrun/config.json`. */
export function locate(call: Call, io: Io): Location {
  const asked = call.options.config as string | undefined;
  if (asked !== undefined) return at(resolve(io.cwd, asked), asked);
  const local = join(io.cwd, 'deskrun.yaml');
  // A link that leads nowhere counts: what it should lead to is missed, not replaced by another configuration.
  return lstatSync(local, { throwIfNoEntry: false }) !== undefined
    ? at(local, 'deskrun.yaml')
    : at(join(homeFolder(io), 'config.json'), '~/.deskrun/config.json');
}

function at(path: string, shown: string): Location {
  return { path, shown, form: path.endsWith('.json') ? 'config.json' : 'deskrun.yaml' };
}
