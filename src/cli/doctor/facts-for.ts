import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Call, Io } from '../command';
import { runTool } from '../tool';
import { UsageError } from '../usage-error';
import { collect } from './collect';
import { DumpError, readDump } from './dump';
import type { Facts } from './facts';

/** The facts that a command line asks for: of a cluster, or of a file with what another said. */
export async function factsFor({ options: { from, kubeconfig, context } }: Call, io: Io): Promise<Facts> {
  if (typeof from !== 'string') {
    const connection = Object.entries({ kubeconfig, context }).flatMap(([name, value]) => (typeof value === 'string' ? [`--${name}=${value}`] : []));
    return collect((program, args) => runTool(io, program, program === 'kubectl' ? [...args, ...connection] : args), new Date());
  }
  if (kubeconfig !== undefined || context !== undefined) throw new UsageError('--from looks at no cluster: leave out --kubeconfig and --context');
  if (from === '-') return readDump(await textOf(io.stdin), 'stdin', new Date());
  const file = resolve(io.cwd, from);
  try {
    // As old as its objects are when the file was written.
    return readDump(readFileSync(file, 'utf8'), from, statSync(file).mtime);
  } catch (error) {
    if (error instanceof DumpError) throw error;
    throw new DumpError(`--from: ${(error as Error).message}`);
  }
}

async function textOf(stdin: Io['stdin']): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString();
}
