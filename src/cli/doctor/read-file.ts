import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { decodeText, readText } from '../../config/read-text';
import type { Io } from '../command';
import { readDump } from './dump';
import type { Facts } from './facts';

/** Reads the facts from a file of objects, or with `-` from standard input. Their time is that of the file. */
export async function readFile(from: string, io: Io): Promise<Facts> {
  if (from === '-') return readDump(decodeText(await buffer(io.stdin), 'stdin'), 'stdin', new Date());
  const file = resolve(io.cwd, from);
  return readDump(readText(file, `--from: ${from}`), from, statSync(file).mtime);
}
