import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';

/** The program of one measurement. */
export const CASE = fileURLToPath(new URL('case.mjs', import.meta.url));

/** Where files cost least, so that no disk is measured. */
export function scratch() {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
}

/** The medians of several runs of a case, each in a process of its own. */
export function measure(given, runs) {
  return measureInTurns([given], runs)[0];
}

/** The same of several cases, run in turns so that whatever else goes on hits all of them. */
export function measureInTurns(cases, runs) {
  const results = cases.map(() => []);
  for (let run = 0; run < runs; run++) {
    cases.forEach((given, index) => {
      process.stderr.write(`${JSON.stringify(given)} ${run + 1} of ${runs}\n`);
      results[index].push(
        JSON.parse(execFileSync(process.execPath, [CASE, JSON.stringify(given)], { encoding: 'utf8' })),
      );
    });
  }
  return results.map(ofOne =>
    Object.fromEntries(Object.keys(ofOne[0]).map(key => [key, median(ofOne.map(result => result[key]))])),
  );
}

export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** The median wall time of each of several processes, run in turns so that whatever else goes on hits all of them. */
export function startUps(commandLines, runs) {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const taken = commandLines.map(() => []);
  for (let run = 0; run < runs; run++) {
    commandLines.forEach((argv, index) => {
      const start = performance.now();
      execFileSync(process.execPath, argv, { cwd, stdio: 'ignore' });
      taken[index].push(performance.now() - start);
    });
  }
  return taken.map(median);
}
