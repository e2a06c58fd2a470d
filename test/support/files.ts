import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

/** What every file below a folder holds, by path, in the order of the paths; hidden files are not looked at. */
export function filesOf(folder: string): Record<string, string> {
  const paths = pathsBelow(folder).filter(path => !basename(path).startsWith('.'));
  return Object.fromEntries(paths.map(path => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** The path of every file below a folder, in order. */
export function pathsBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(path => statSync(join(folder, path)).isFile())
    .sort();
}
