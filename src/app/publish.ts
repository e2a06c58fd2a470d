import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Moves every file of a folder into another, each in one step, and removes manifests that are there from an earlier run.
 * Both folders must be on one file system.
 */
export function publish(from: string, to: string, extension: string): string[] {
  const files = filesBelow(from);
  mkdirSync(to, { recursive: true });
  const stale = filesBelow(to).filter(file => file.endsWith(extension) && !files.includes(file));
  for (const file of files) {
    mkdirSync(dirname(join(to, file)), { recursive: true });
    renameSync(join(from, file), join(to, file));
  }
  for (const file of stale) rmSync(join(to, file));
  return files;
}

function filesBelow(folder: string, below = ''): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(join(folder, below), { withFileTypes: true }).flatMap(entry => {
    const path = join(below, entry.name);
    return entry.isDirectory() ? filesBelow(folder, path) : [path];
  }).sort();
}
