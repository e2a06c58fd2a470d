import {
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;

/**
 * Puts a text in the place of a file, so that whatever happens, at any moment, the old one or the new one is there as a whole.
 * A link stays a link to the file that is replaced. Two writers at once have to be kept apart by a lock.
 *
 * @param mode of the file. Without it: as it was, or the usual one.
 */
export function writeAtomically(file: string, text: string, mode?: number): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const place = existsSync(file) ? realpathSync(file) : file;
  // Always the same name, so that what a killed run left is overwritten by the next one.
  const draft = join(dirname(place), `.${basename(place)}.new`);
  const kept = mode ?? (existsSync(place) ? statSync(place).mode & 0o777 : undefined);
  const descriptor = openSync(draft, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, kept ?? 0o666);
  try {
    if (kept !== undefined) fchmodSync(descriptor, kept);
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(draft, place);
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
