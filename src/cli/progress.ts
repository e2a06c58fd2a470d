import type { Io } from './command';

/** A step in progress. */
export interface ProgressLine {
  done(): void;
  failed(reason: string): void;
}

/** Reports progress: on a terminal a line for each step with its elapsed time, elsewhere a line when it begins. */
export class Progress {
  constructor(private readonly stderr: Io['stderr']) {}

  /** Prints a line. */
  say(text: string): void {
    this.stderr.write(`${text}\n`);
  }

  begin(title: string): ProgressLine {
    return this.stderr.isTTY === true ? this.onTerminal(title) : this.inFile(title);
  }

  private inFile(title: string): ProgressLine {
    this.say(title);
    return {
      done: () => undefined,
      failed: reason => {
        this.say(`failed: ${title}: ${reason}`);
      },
    };
  }

  private onTerminal(title: string): ProgressLine {
    const began = Date.now();
    const draw = (end = ''): void => {
      const line = `${title}  ${elapsed(Date.now() - began)}`;
      // Truncated, since the next draw does not erase a wrapped line.
      this.stderr.write(`\r\u001b[K${line.slice(0, (this.stderr.columns ?? 80) - 1)}${end}`);
    };
    draw();
    const clock = setInterval(draw, 1000);
    const stop = (): void => {
      clearInterval(clock);
      draw('\n');
    };
    return {
      done: stop,
      failed: reason => {
        stop();
        this.say(`failed: ${reason}`);
      },
    };
  }
}

/** `4s`, `2m05s`. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}
