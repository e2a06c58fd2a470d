import type { ReadStream } from 'node:tty';
import { InterruptedError } from '../interrupted-error';
import type { Io } from '../command';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const BACKSPACE = ['\u007f', '\b'];

/** Reads a line from the terminal without echo. A PEM key may have several lines and ends with its END line. */
export async function askSecretly(question: string, { stdin, stderr, signal }: Io): Promise<string> {
  const terminal = stdin as ReadStream;
  stderr.write(`${question}: `);
  terminal.setRawMode(true);
  try {
    return await typed(terminal, signal);
  } finally {
    terminal.setRawMode(false);
    terminal.pause();
    stderr.write('\n');
  }
}

function typed(terminal: ReadStream, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const end = (settle: () => void) => {
      terminal.removeListener('data', read);
      signal.removeEventListener('abort', abort);
      settle();
    };
    const abort = () => end(() => reject(new InterruptedError('interrupted; nothing was written')));
    const read = (chunk: Buffer) => {
      for (const key of chunk.toString('utf8')) {
        // A terminal in raw mode does not send SIGINT.
        if (key === CTRL_C) return void process.kill(process.pid, 'SIGINT');
        if (key === CTRL_D || (/[\r\n]/.test(key) && isComplete(text))) return end(() => resolve(text));
        text = BACKSPACE.includes(key) ? text.slice(0, -1) : text + (key === '\r' ? '\n' : key);
      }
    };
    terminal.on('data', read);
    signal.addEventListener('abort', abort);
    terminal.resume();
  });
}

/** Reports whether the input is complete: a pasted PEM key has several lines. */
function isComplete(text: string): boolean {
  return !text.startsWith('-----BEGIN') || /-----END [^-]*-----\n?$/.test(text);
}
