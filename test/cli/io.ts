import { PassThrough, Readable } from 'node:stream';
import type { Io } from '../../src/cli/command';
import { run } from '../../src/cli/run';

/** What a command line did, without a process of its own. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in a folder, which is its user's home too. */
export async function call(folder: string, args: readonly string[], around: Partial<Io> = {}): Promise<Result> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await run(args, { ...ioOf(folder), stdout, stderr, ...around });
  return { code, stdout: textOf(stdout), stderr: textOf(stderr) };
}

/** What a command finds around it that is run in a folder, which is its user's home too. */
export function ioOf(folder: string): Io {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  return {
    stdin: Readable.from([]),
    stdout,
    stderr,
    env: { HOME: folder },
    cwd: folder,
    signal: new AbortController().signal,
  };
}

function textOf(stream: PassThrough): string {
  return (stream.read() as Buffer | null)?.toString('utf8') ?? '';
}
