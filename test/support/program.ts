import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;

/** Another process, with a log of all it says, which does not outlive this one. Linux alone knows how. */
export class Program {
  private readonly process: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(
    private readonly file: string,
    args: readonly string[],
    private readonly log: string,
    env: Readonly<Record<string, string>> = {},
  ) {
    const output = openSync(log, 'w', 0o600);
    this.process = spawn(...endingWithUs(file, args), { env, stdio: ['ignore', output, output] });
    closeSync(output);
    this.ended = new Promise(resolve => this.process.once('exit', resolve).once('error', resolve));
  }

  /** What `look` finds, as soon as it finds anything. */
  async until<T>(look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline && this.runs) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(100);
    }
    const { exitCode } = this.process;
    const problem = exitCode === null ? `is not ready after ${READY_WITHIN_MS / 1000} s` : `ended with ${exitCode}`;
    throw new Error(`${this.file} ${problem}:\n${this.lastWords}`);
  }

  get runs(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** How it ended; where a signal ended it, what a shell says of that. */
  get exitCode(): number {
    const { exitCode, signalCode } = this.process;
    return exitCode ?? (signalCode === null ? 0 : 128 + constants.signals[signalCode]);
  }

  /** The end of what it has said. */
  get lastWords(): string {
    return readFileSync(this.log, 'utf8').split('\n').slice(-20).join('\n');
  }

  /** Ends it at once. */
  kill(): void {
    this.process.kill('SIGKILL');
  }

  async stop(): Promise<void> {
    this.process.kill('SIGTERM');
    const patience = setTimeout(() => this.process.kill('SIGKILL'), 10_000);
    await this.ended;
    clearTimeout(patience);
  }
}

/**
 * The command that runs a program until whoever started it is gone, however that came: Jest has no last moment to clean
 * up in.
 */
export function endingWithUs(file: string, args: readonly string[]): [file: string, args: string[]] {
  return ['/usr/bin/setpriv', ['--pdeathsig', 'KILL', file, ...args]];
}
