import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

const CASE = fileURLToPath(new URL('case.mjs', import.meta.url));

/** Where files cost least, so that no disk is measured. */
export function scratch() {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** The medians of several runs of a case, each in a process of its own. */
export function measure(given, runs) {
  process.stderr.write(`${JSON.stringify(given)} x ${runs}\n`);
  const results = Array.from({ length: runs }, () => JSON.parse(execFileSync(process.execPath, [CASE, JSON.stringify(given)], { encoding: 'utf8' })));
  return Object.fromEntries(Object.keys(results[0]).map(key => [key, median(results.map(result => result[key]))]));
}

function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The median wall time of a process that does nothing but load a module. */
export function startUp(code, runs) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  return median(Array.from({ length: runs }, () => {
    const start = performance.now();
    execFileSync(process.execPath, ['-e', code], { cwd: root });
    return performance.now() - start;
  }));
}
