import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathsBelow } from './files';

export { filesOf } from './files';

/** Creates a folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'test-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach(folder => rmSync(folder, { recursive: true })));

/** The content, inode and modification time of all files below a folder: equal if nothing was written. */
export function fileStates(folder: string): Record<string, unknown> {
  return Object.fromEntries(
    pathsBelow(folder).map(path => {
      const { ino, mtimeMs, ctimeMs } = statSync(join(folder, path));
      return [path, { ino, mtimeMs, ctimeMs, text: readFileSync(join(folder, path), 'utf8') }];
    }),
  );
}
