#!/usr/bin/env node
import { run } from './run';

const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Who asks twice does not want to wait for what the first time set off.
    if (interruption.signal.aborted) process.exit(130);
    interruption.abort();
  });
}
// Whoever reads may have seen enough, as head does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const { stdin, stdout, stderr, env } = process;
void run(process.argv.slice(2), { stdin, stdout, stderr, env, cwd: process.cwd(), signal: interruption.signal }).then(
  code => {
    process.exitCode = interruption.signal.aborted ? 130 : code;
  },
);
