import { spawn } from 'node:child_process';
import { DeskrunError } from '../errors';
import type { Io } from './command';

/** An external program is missing or failed. The message has its name and its error output. */
export class ToolError extends DeskrunError {}

/** Exit code and output of a program. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Installation instructions of each program. */
const SOURCES: Readonly<Record<string, string>> = {
  docker: 'https://docs.docker.com/engine/install/',
  kind: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  kubectl: 'https://kubernetes.io/docs/tasks/tools/',
};

/** Time between SIGTERM and SIGKILL. */
const GRACE_MS = 5000;

/**
 * Runs a program until it exits. Pass secrets on `stdin`: arguments are visible in the process list.
 *
 * @throws ToolError when the program is not installed, or when the user interrupts
 */
export function runTool(io: Io, program: string, args: readonly string[], stdin?: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    if (io.signal.aborted) {
      reject(new ToolError(`interrupted before ${program} started`));
      return;
    }
    const child = spawn(program, args, { cwd: io.cwd, env: io.env, stdio: ['pipe', 'pipe', 'pipe'] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A child that does not read its input reports the reason when it exits.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);

    let kill: NodeJS.Timeout | undefined;
    const stop = () => {
      child.kill('SIGTERM');
      kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    };
    io.signal.addEventListener('abort', stop, { once: true });
    const ended = () => {
      io.signal.removeEventListener('abort', stop);
      clearTimeout(kill);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      ended();
      reject(
        new ToolError(error.code === 'ENOENT' ? missing(program) : `${program} could not be started: ${error.message}`),
      );
    });
    child.on('close', code => {
      ended();
      if (io.signal.aborted) reject(new ToolError(`interrupted while ${program} ran`));
      else
        resolve({
          code: code ?? 1,
          stdout: Buffer.concat(stdout).toString(),
          stderr: Buffer.concat(stderr).toString(),
        });
    });
  });
}

function missing(program: string): string {
  return `${program} is not on PATH; install it: ${SOURCES[program] ?? 'see its documentation'}`;
}
