import { lstatSync, readlinkSync, statSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { FileError } from '../file-error';

/** A path as messages show it: relative where it is below the working directory. */
export function shownPath(path: string): string {
  const fromHere = relative('', path);
  return fromHere === '' ? '.' : fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
}

/** @throws FileError where something stands at a path that is no folder */
export function refuseAsFolder(path: string, shown: string): void {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry?.isDirectory() === false)
    throw new FileError(`${shown}: is a file, and the manifests need a folder; move it away or name another folder`);
  if (entry === undefined && lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
    throw new FileError(
      `${shown}: is a link to ${readlinkSync(path)}, which does not exist; create that folder or remove the link`,
    );
}
