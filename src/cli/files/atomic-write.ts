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
 * Replaces the text of a file so that at any moment, whatever happens, the whole old text or the whole new one is there.
 * A link stays a link to the file that is replaced. Two writers at once must be kept apart by a lock.
 *
 * @param mode of the file. Default: as it was, or the usual one.
 * @throws FileError when the file system refuses; the file is then as it was, and nothing is left beside it
 */
export function writeAtomically(file: string, text: string, mode?: number): void {
  writing(file, () => replace(file, text, mode));
}

function replace(file: string, text: string, mode: number | undefined): void {
  makeFolder(dirname(file), 0o700);
  const place = existsSync(file) ? realpathSync(file) : file;
  // Always the same name, so that what a killed run left is overwritten by the next one.
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

/** Without it, a power cut may undo the renaming. */
function syncDirectory(directory: string): void {
  const descriptor = openSync(directory, constants.O_RDONLY);
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
