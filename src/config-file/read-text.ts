import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { ConfigFileError } from '../errors';
import { reasonOf } from '../file-error';

/**
 * Reads a UTF-8 text file. A byte order mark is removed.
 *
 * @param shown the name of the file in messages
 * @throws ConfigFileError if the file cannot be read or is not UTF-8 text
 */
export function readText(path: string, shown: string): string {
  return decodeText(bytesOf(path, shown), shown);
}

function bytesOf(path: string, shown: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const target = (error as NodeJS.ErrnoException).code === 'ENOENT' ? linkTarget(path) : undefined;
    const reason = target === undefined ? reasonOf(error) : `it is a symbolic link to ${target}, which does not exist`;
    throw new ConfigFileError(`${shown}: cannot be read: ${reason}; nothing was written`);
  }
}

/** Returns the target of a symbolic link, or undefined if the path is not a symbolic link. */
export function linkTarget(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(path) : undefined;
}

const UTF_16 = /^(\xff\xfe|\xfe\xff)/;

/** Decodes UTF-8. @throws ConfigFileError if the bytes are not UTF-8 text, with the line of the first invalid byte */
export function decodeText(bytes: Buffer, shown: string): string {
  if (UTF_16.test(bytes.toString('latin1', 0, 2)) || isWide(bytes))
    throw new ConfigFileError(`${shown}: is UTF-16; save it as UTF-8; nothing was written`);
  const invalid = firstInvalid(bytes);
  if (invalid !== undefined)
    throw new ConfigFileError(
      `${shown}:${lineAt(bytes, invalid)}  byte 0x${bytes.toString('hex', invalid, invalid + 1)} is not UTF-8; ` +
        'save the file as UTF-8; nothing was written',
    );
  const nul = bytes.indexOf(0);
  if (nul !== -1)
    throw new ConfigFileError(
      `${shown}:${lineAt(bytes, nul)}  has a NUL byte, so it is not a text file; nothing was written`,
    );
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

/** UTF-16 without a byte order mark: every other byte of ASCII text is 0. */
function isWide(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 64);
  return (
    start.length >= 4 && [0, 1].some(parity => start.every((byte, index) => (byte === 0) === (index % 2 === parity)))
  );
}

function lineAt(bytes: Buffer, offset: number): number {
  return bytes.toString('latin1', 0, offset).split('\n').length;
}

/** Returns the offset of the first byte that is not UTF-8. */
function firstInvalid(bytes: Buffer): number | undefined {
  const decoded = bytes.toString('utf8');
  const reencoded = Buffer.from(decoded, 'utf8');
  if (reencoded.equals(bytes)) return undefined;
  let offset = 0;
  while (bytes[offset] === reencoded[offset]) offset++;
  return offset;
}
