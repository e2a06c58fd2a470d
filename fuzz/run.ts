// Runs the fuzz targets with arbitrary inputs: `npm run fuzz`, or
// `npm run fuzz -- --target argv --seed 1 --runs 1000`.

import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { argv } from './argv';
import { cinch } from './cinch';
import { config } from './config';
import { hooks } from './hooks';
import type { Target } from './target';

/** The share of each in a million: a configuration takes a hundred times as long as a command line. */
const TARGETS: Readonly<Record<string, { readonly target: Target; readonly share: number }>> = {
  config: { target: config, share: 0.02 },
  cinch: { target: cinch, share: 0.1 },
  argv: { target: argv, share: 0.45 },
  hooks: { target: hooks, share: 0.43 },
};

const { values } = parseArgs({
  options: { target: { type: 'string' }, seed: { type: 'string' }, runs: { type: 'string', default: '1000000' } },
});
const seed = values.seed === undefined ? Date.now() | 0 : Number(values.seed);
const runs = Number(values.runs);
const chosen = Object.entries(TARGETS).filter(([name]) => values.target === undefined || name === values.target);
if (chosen.length === 0 || !Number.isInteger(seed) || !Number.isInteger(runs) || runs < 1) {
  console.error(`--target is one of ${Object.keys(TARGETS).join(', ')}; --seed and --runs are whole numbers`);
  process.exit(2);
}

console.log(`seed ${seed}`);
for (const [name, { target, share }] of chosen) {
  const start = performance.now();
  const result = fc.check(target, { seed, numRuns: values.target === undefined ? Math.ceil(runs * share) : runs });
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `${name}: ${result.numRuns} inputs in ${seconds.toFixed(1)} s, ${Math.round(result.numRuns / seconds)} a second`,
  );
  if (!result.failed) continue;
  console.error(fc.defaultReportMessage(result), result.errorInstance);
  process.exitCode = 1;
}
