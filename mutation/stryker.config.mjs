// Changes the code in small ways and looks whether a test notices: see README.md.

import { tmpdir } from 'node:os';
import { join } from 'node:path';

const out = join(tmpdir(), 'deskrun-mutation');

/** @type {import('@stryker-mutator/api/core').PartialStrykerOptions} */
export default {
  testRunner: 'jest',
  jest: { configFile: 'mutation/jest.config.js', enableFindRelatedTests: false },
  coverageAnalysis: 'perTest',
  mutate: [`src/${process.env.MUTATED ?? '{pod,hooks}'}/**/*.ts`],
  ignorePatterns: ['lib', 'dist', 'bench', 'coverage'],
  incremental: true,
  incrementalFile: join(out, `${process.env.MUTATED ?? 'all'}.incremental.json`),
  tempDirName: join(out, 'sandbox'),
  reporters: ['clear-text', 'json'],
  clearTextReporter: { reportTests: false },
  jsonReporter: { fileName: join(out, `${process.env.MUTATED ?? 'all'}.json`) },
  concurrency: 2,
  timeoutMS: 2_000,
  // Nothing here reads it, and Stryker would want TypeScript to.
  tsconfigFile: 'none',
};
