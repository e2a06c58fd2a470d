#!/usr/bin/env node
import { reasonOf } from '../file-error';
import { run } from './run';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait for what the first time set off.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });
}
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // The reader may have seen enough, as head does.
  if (error.code === 'EPIPE') process.exit(0);
  process.stderr.write(`standard output cannot be written: ${reasonOf(error)}\n`);
  process.exit(1);
});
// There is nowhere left to say so.
process.stderr.on('error', () => undefined);
// Without a listener, a limit on the size of files (ulimit -f) kills the process before it can clean up.
process.on('SIGXFSZ', () => undefined);

const { stdin, stdout, stderr, env } = process;
void run(process.argv.slice(2), { stdin, stdout, stderr, env, cwd: process.cwd(), signal: interruption.signal }).then(
  code => {
    process.exitCode = interruption.signal.aborted ? 130 : code;
  },
);
