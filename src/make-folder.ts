import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { FileError } from './file-error';

/**
 * Creates a folder and its missing parents. Unlike `mkdir` with `recursive`, it fails with the reason of the first
 * folder that cannot be created.
 *
 * @returns the topmost folder that was created, or undefined if the folder exists
 */
export function makeFolder(path: string, mode?: number): string | undefined {
  try {
    mkdirSync(path, { mode });
    return path;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const above = dirname(path);
    if (code === 'ENOENT' && above !== path) {
      const made = makeFolder(above, mode);
      mkdirSync(path, { mode });
      return made ?? path;
    }
    const entry = statSync(path, { throwIfNoEntry: false });
    if (entry?.isDirectory() === true) return undefined;
    if (entry !== undefined) throw new FileError(`${path}: is a file, not a folder`);
    throw error;
  }
}
