import { existsSync, lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { FileError } from '../file-error';
import { makeFolder } from '../make-folder';
import { shownPath } from './output-folder';

/** Lists what a run wrote, so that the next one knows what of it is out of date and what is not its own. */
export const RECORD = '.synthesized';

/**
 * Moves every file of a folder into another, each in one step, and removes what an earlier run left there and this one
 * does not write. Both folders must be on one file system.
 *
 * @throws FileError before anything is moved, where a folder stands in the place of a file
 */
export function publish(from: string, to: string): void {
  const files = filesBelow(from);
  for (const file of [...files, RECORD]) {
    if (isFolder(join(to, file)))
      throw new FileError(`${shownPath(join(to, file))}: is a folder, and a file is to be written there; move it away`);
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
