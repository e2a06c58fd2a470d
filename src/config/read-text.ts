import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { ConfigFileError } from '../errors';
import { reasonOf } from '../file-error';

/**
 * The text of a file in UTF-8, without a byte order mark.
 *
 * @param shown what messages call the file
 * @throws ConfigFileError for a file that cannot be read, or is not text in UTF-8
 */
export function readText(path: string, shown: string): string {
  return decodeText(bytesOf(path, shown), shown);
}

function bytesOf(path: string, shown: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const target = (error as NodeJS.ErrnoException).code === 'ENOENT' ? linkTarget(path) : undefined;
    const reason = target === undefined ? reasonOf(error) : `it is a link to ${target}, which does not exist`;
    throw new ConfigFileError(`${shown}: cannot be read: ${reason}; nothing was written`);
  }
}

/** What a symbolic link points at, or nothing where the path is no link. */
export function linkTarget(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(path) : undefined;
}

const UTF_16 = /^(\xff\xfe|\xfe\xff)/;

/** Bytes as text. @throws ConfigFileError for what is not UTF-8, with the line of the first wrong byte */
export function decodeText(bytes: Buffer, shown: string): string {
  if (UTF_16.test(bytes.toString('latin1', 0, 2)) || isWide(bytes))
    throw new ConfigFileError(`${shown}: is UTF-16; save it as UTF-8; nothing was written`);
  const invalid = firstInvalid(bytes);
  if (invalid !== undefined)
    throw new ConfigFileError(
      `${shown}:${lineAt(bytes, invalid)}  byte 0x${bytes.toString('hex', invalid, invalid + 1)} is not UTF-8; save the file as UTF-8; nothing was written`,
    );
  const nul = bytes.indexOf(0);
  if (nul !== -1)
    throw new ConfigFileError(
      `${shown}:${lineAt(bytes, nul)}  has a NUL byte: this is no text file; nothing was written`,
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

/** The offset of the first byte that does not decode. */
function firstInvalid(bytes: Buffer): number | undefined {
  const decoded = bytes.toString('utf8');
  const reencoded = Buffer.from(decoded, 'utf8');
  if (reencoded.equals(bytes)) return undefined;
  let offset = 0;
  while (bytes[offset] === reencoded[offset]) offset++;
  return offset;
}
