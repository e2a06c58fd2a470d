import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from '../command';
import { DumpError, readDump } from './dump';
import type { Facts } from './facts';

/** The facts in a file, or with `-` on stdin, as old as its objects were when it was written. */
export async function readFile(from: string, io: Io): Promise<Facts> {
  if (from === '-') return readDump(await textOf(io.stdin), 'stdin', new Date());
  const file = resolve(io.cwd, from);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new DumpError(`--from: ${(error as Error).message}`);
  }
  return readDump(text, from, statSync(file).mtime);
}

async function textOf(stdin: Io['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString();
}
