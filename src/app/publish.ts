import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { FileError } from '../file-error';
import { makeFolder } from '../make-folder';
import { shownPath } from './output-folder';

/** Lists the files that a run wrote. The next run removes only files in this list. */
export const RECORD = '.synthesized';

/**
 * Moves all files of a folder into another, each atomically. Removes files of an earlier run that this run does not
 * write. Both folders must be on the same file system.
 *
 * @throws FileError before any file is moved, when a folder has the path of a file
 */
export function publish(from: string, to: string): void {
  const files = filesBelow(from);
  for (const file of [...files, RECORD]) {
    if (isFolder(join(to, file)))
      throw new FileError(
        `${shownPath(join(to, file))}: is a folder, but a manifest must be written there; move the folder`,
      );
  }
  const before = existsSync(join(to, RECORD)) ? readFileSync(join(to, RECORD), 'utf8').split('\n') : [];
  writeFileSync(join(from, RECORD), files.map(file => `${file.replaceAll(sep, '/')}\n`).join(''));
  for (const file of [...files, RECORD]) {
    makeFolder(dirname(join(to, file)));
    renameSync(join(from, file), join(to, file));
  }
  const written = new Set(files.map(file => file.replaceAll(sep, '/')));
  for (const file of before.filter(name => name !== '' && !name.split('/').includes('..') && !written.has(name)))
    if (!isFolder(join(to, file))) rmSync(join(to, file), { force: true });
}

function isFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap(entry => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? filesBelow(folder, path) : [path];
    })
    .sort();
}
