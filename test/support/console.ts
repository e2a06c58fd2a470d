import { PassThrough, Readable } from 'node:stream';
import type { Io } from '../../src/cli/command';

/** The streams and the environment of a command in a test, with its output so far. */
export interface Console {
  readonly io: Io;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly interrupt: () => void;
}

/** Returns a console that is not a terminal, in a folder, with this environment. */
export function consoleIn(
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  terminal: { readonly isTTY?: boolean; readonly columns?: number } = {},
): Console {
  const [said, data] = [collector(), collector()];
  const interruption = new AbortController();
  return {
    io: {
      stdin: Readable.from([]),
      stdout: data.stream,
      stderr: Object.assign(said.stream, terminal),
      env,
      cwd,
      signal: interruption.signal,
    },
    stdout: data.text,
    stderr: said.text,
    interrupt: () => {
      interruption.abort();
    },
  };
}

function collector(): { stream: PassThrough; text: () => string } {
  const stream = new PassThrough();
  const parts: Buffer[] = [];
  stream.on('data', (part: Buffer) => parts.push(part));
  return { stream, text: () => Buffer.concat(parts).toString() };
}
