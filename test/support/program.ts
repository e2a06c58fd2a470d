import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

const READY_WITHIN_MS = 60_000;

/** A child process with its log. It ends with this process. Works on Linux only. */
export class Program {
  private readonly process: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor(
    private readonly file: string,
    args: readonly string[],
    private readonly logFile: string,
    env: Readonly<Record<string, string>> = {},
  ) {
    const output = openSync(logFile, 'w', 0o600);
    this.process = spawn(...endWithParent(file, args), { env, stdio: ['ignore', output, output] });
    closeSync(output);
    this.ended = new Promise(resolve => this.process.once('exit', resolve).once('error', resolve));
  }

  /** Waits until `look` returns a value. */
  async waitFor<T>(look: () => Promise<T | undefined>): Promise<T> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (Date.now() < deadline && this.runs) {
      const found = await look();
      if (found !== undefined) return found;
      await sleep(100);
    }
    const { exitCode } = this.process;
    const problem = exitCode === null ? `is not ready after ${READY_WITHIN_MS / 1000} s` : `ended with ${exitCode}`;
    throw new Error(`${this.file} ${problem}:\n${this.log}`);
  }

  get runs(): boolean {
    return this.process.exitCode === null && this.process.signalCode === null;
  }

  /** Its exit code, or that of a shell after a signal. */
  get exitCode(): number {
    const { exitCode, signalCode } = this.process;
    return exitCode ?? (signalCode === null ? 0 : 128 + constants.signals[signalCode]);
  }

  /** The last lines of its output. */
  get log(): string {
    return readFileSync(this.logFile, 'utf8').split('\n').slice(-20).join('\n');
  }

  /** Kills it. */
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

/** A command that runs a program until its parent exits for any reason: Jest cannot clean up after a crash. */
export function endWithParent(file: string, args: readonly string[]): [file: string, args: string[]] {
  return ['/usr/bin/setpriv', ['--pdeathsig', 'KILL', file, ...args]];
}
