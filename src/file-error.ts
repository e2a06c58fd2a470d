import { DeskrunError } from './errors';

/** Thrown for a file or folder that cannot be read or written. The message starts with its path. */
export class FileError extends DeskrunError {}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use, perhaps as a mount point',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'it exists already',
  EFBIG: 'the file would be larger than the limit',
  EIO: 'the disk reports an error',
  EISDIR: 'it is a folder, not a file',
  ELOOP: 'too many symbolic links',
  EMFILE: 'too many open files',
  ENAMETOOLONG: 'the name is too long',
  ENFILE: 'too many open files',
  ENOENT: 'it does not exist',
  ENOSPC: 'no space is left on the disk',
  ENOTDIR: 'a part of the path is a file, not a folder',
  ENOTEMPTY: 'the folder is not empty',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
};

/** An error of Node.js about a call of the operating system. */
interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
}

/** Reports whether an error comes from the operating system, such as a full disk. */
export function isSystemError(error: unknown): error is SystemError {
  return typeof error === 'object' && error !== null && 'syscall' in error && 'code' in error;
}

/** Returns why an operation on a file failed: `no space is left on the disk (ENOSPC)`. */
export function reasonOf(error: unknown): string {
  if (!isSystemError(error)) return String(error);
  const { code } = error;
  return REASONS[code] === undefined ? code : `${REASONS[code]} (${code})`;
}

/**
 * Runs a function that writes files, and returns its result.
 *
 * @param shown the path for messages
 * @throws FileError when the file system refuses the operation
 */
export function writing<T>(shown: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new FileError(`${shown}: cannot be written: ${reasonOf(error)}`);
  }
}
