import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { decodeText, readText } from '../../config-file/read-text';
import type { Io } from '../command';
import { readDump } from './dump';
import type { Facts } from './facts';

/** The facts in a file, or on stdin for `-`. Ages are those at the time when the file was written. */
export async function readFile(from: string, io: Io): Promise<Facts> {
  if (from === '-') return readDump(decodeText(await buffer(io.stdin), 'stdin'), 'stdin', new Date());
  const file = resolve(io.cwd, from);
  return readDump(readText(file, `--from: ${from}`), from, statSync(file).mtime);
}
