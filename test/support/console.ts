import { PassThrough, Readable } from 'node:stream';
import type { Io } from '../../src/cli/command';

/** What a command finds around it in a test, and what it has said so far. */
export interface Console {
  readonly io: Io;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly interrupt: () => void;
}

/** A console that nobody looks at, in a folder, with this environment. */
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
