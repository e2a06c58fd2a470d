import { lstatSync, readlinkSync, statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { FileError } from '../file-error';

/** Formats a path for messages: relative when it is in the working directory. */
export function shownPath(path: string): string {
  const fromHere = relative('', path);
  return fromHere === '' ? '.' : fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
}

/** @throws FileError when the path exists and is not a folder */
export function requireFolder(path: string, shown: string): void {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory() === false)
    throw new FileError(
      `${shown}: is a file, but the output folder must be a folder; move the file or choose another folder`,
    );
  if (entry === undefined && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw new FileError(
      `${shown}: is a link to ${readlinkSync(path)}, which does not exist; create that folder or remove the link`,
    );
}
