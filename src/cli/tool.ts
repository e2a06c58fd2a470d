import { spawn } from 'node:child_process';
import { DeskrunError } from '../errors';
import type { Io } from './command';

/** A program beside us that is missing or failed. Its message says which, and what it said. */
export class ToolError extends DeskrunError {}

/** What a program left behind. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Where each program comes from, for whoever does not have it. */
const SOURCES: Readonly<Record<string, string>> = {
  docker: 'https://docs.docker.com/engine/install/',
  kind: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  kubectl: 'https://kubernetes.io/docs/tasks/tools/',
};

/** How long a child may take to end after it was asked to. */
const GRACE_MS = 5000;

/**
 * Runs a program to its end. What it must not show the process list, it gets on `stdin`.
 *
 * @throws ToolError when there is no such program, or when the user interrupts
 */
export function runTool(io: Io, program: string, args: readonly string[], stdin?: string): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    if (io.signal.aborted) {
      reject(new ToolError(`interrupted before ${program} was called`));
      return;
    }
    const child = spawn(program, args, { cwd: io.cwd, env: io.env, stdio: ['pipe', 'pipe', 'pipe'] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    // A child that does not read its input says why when it ends.
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
