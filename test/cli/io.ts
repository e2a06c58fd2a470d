import { PassThrough, Readable } from 'node:stream';
import type { Io } from '../../src/cli/command';
import { run } from '../../src/cli/run';

/** The result of a command line that ran in this process. */
export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line in a folder, which is also the home directory of the user. */
export async function call(folder: string, args: readonly string[], around: Partial<Io> = {}): Promise<Result> {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await run(args, { ...ioOf(folder), stdout, stderr, ...around });
  return { code, stdout: textOf(stdout), stderr: textOf(stderr) };
}

/** The environment of a command in a folder, which is also the home directory of the user. */
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
