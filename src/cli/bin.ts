#!/usr/bin/env node
import { reasonOf } from '../file-error';
import { run } from './run';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // The second signal ends the process without waiting for the cleanup that the first one started.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader may close the pipe early, as head does.
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`cannot write to standard output: ${reasonOf(error)}\n`);
  process.exit(1);
});
// No stream is left to report it on.
process.stderr.on('error', () => undefined);
// Without a listener, a limit on the size of files (ulimit -f) kills the process before it can clean up.
process.on('SIGXFSZ', () => undefined);

const { stdin, stdout, stderr, env } = process;
void run(process.argv.slice(2), { stdin, stdout, stderr, env, cwd: process.cwd(), signal: interruption.signal }).then(
  code => {
    process.exitCode = interruption.signal.aborted ? 130 : code;
  },
);
