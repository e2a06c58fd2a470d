import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The content of all files below a folder by path, in the order of the paths, without hidden files. */
export function filesOf(folder: string): Record<string, string> {
  const paths = pathsBelow(folder).filter(path => !basename(path).startsWith('.'));
  return Object.fromEntries(paths.map(path => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** The paths of all files below a folder, in order. */
export function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(folder, path)).isFile())
    .sort();
}
