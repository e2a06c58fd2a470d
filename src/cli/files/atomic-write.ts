import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writing } from '../../file-error';
import { makeFolder } from '../../make-folder';

const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;

/**
 * Replaces the text of a file atomically: after a crash, the file has either the old or the new text. Symbolic links
 * are followed. Use a lock when several processes may write the file.
 *
 * @param mode of the file. @default - the mode of the existing file, else 0666 minus the umask
 * @throws FileError when the file system reports an error; the file is then unchanged and no temporary file is left
 */
export function writeAtomically(file: string, text: string, mode?: number): void {
  writing(file, () => replace(file, text, mode));
}

function replace(file: string, text: string, mode: number | undefined): void {
  makeFolder(dirname(file), 0o700);
  const place = existsSync(file) ? realpathSync(file) : file;
  // A fixed name, so that the next run overwrites the temporary file of a killed one.
  const draft = join(dirname(place), `.${basename(place)}.new`);
  const kept = mode ?? (existsSync(place) ? statSync(place).mode & 0o777 : undefined);
  const descriptor = openSync(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, kept ?? 0o666);
  try {
    try {
      if (kept !== undefined) fchmodSync(descriptor, kept);
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncDirectory(dirname(place));
}

/** Without fsync of the directory, a power failure may undo the rename. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
