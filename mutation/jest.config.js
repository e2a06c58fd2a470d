const unit = require('../jest.config.js');

const mutated = process.env.MUTATED ?? '{pod,hooks}';

/** The tests of what is mutated: those of the same name, as test/ mirrors src/. */
module.exports = {
  ...unit,
  rootDir: '..',
  // Stryker measures the coverage of each test only with a runner that it knows.
  testRunner: 'jest-circus/runner',
  testMatch: [`<rootDir>/test/${mutated}{,.properties}.test.ts`, `<rootDir>/test/${mutated}/**/*.test.ts`],
  setupFiles: ['<rootDir>/mutation/first-failure.js'],
};
