import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** Lists what a run wrote, so that the next one knows what of it is out of date and what is not its own. */
const RECORD = '.synthesized';

/**
 * Moves every file of a folder into another, each in one step, and removes what an earlier run left there and this one does not write.
 * Both folders must be on one file system.
 */
export function publish(from: string, to: string): void {
  const files = filesBelow(from);
  const before = existsSync(join(to, RECORD)) ? readFileSync(join(to, RECORD), 'utf8').split('\n') : [];
  writeFileSync(join(from, RECORD), files.map(file => `${file.replaceAll(sep, '/')}\n`).join(''));
  mkdirSync(to, { recursive: true });
  for (const file of [...files, RECORD]) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    renameSync(join(from, file), join(to, file));
  }
  const written = new Set(files.map(file => file.replaceAll(sep, '/')));
  for (const file of before.filter(name => name !== '' && !name.split('/').includes('..') && !written.has(name)))
    rmSync(join(to, file), { force: true });
}

function filesBelow(folder: string, below = ''): string[] {
  return readdirSync(join(folder, below), { withFileTypes: true })
    .flatMap(entry => {
      const path = join(below, entry.name);
      return entry.isDirectory() ? filesBelow(folder, path) : [path];
    })
    .sort();
}
