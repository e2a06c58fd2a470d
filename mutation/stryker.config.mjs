// Changes the code in small ways and looks whether a test notices: see README.md.

import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of src/, a file without its ending, or several in braces. */
const mutated = process.env.MUTATED ?? '{pod,hooks}';
const out = join(tmpdir(), 'deskrun-mutation');
const name = mutated.replace(/\W+/g, '-');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  jest: { configFile: 'mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  mutate: [`src/${mutated}.ts`, `src/${mutated}/**/*.ts`],
  ignorePatterns: ['lib', 'dist', 'bench', 'coverage'],
  incremental: true,
  incrementalFile: join(out, `${name}.incremental.json`),
  tempDirName: join(out, 'sandbox'),
  reporters: ['clear-text', 'json'],
  clearTextReporter: { reportTests: false },
  jsonReporter: { fileName: join(out, `${name}.json`) },
  concurrency: 2,
  // A busy machine is no reason to call a mutant noticed.
  timeoutMS: 20_000,
  // Nothing here reads it, and Stryker would want TypeScript to.
  tsconfigFile: 'none',
};
