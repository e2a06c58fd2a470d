const unit = require('../jest.config.js');

const mutated = process.env.MUTATED ?? '{pod,hooks}';

/** The tests of what is mutated: those of the same name, as test/ mirrors src/. */
module.exports = {
  ...unit,
  rootDir: '..',
  testMatch: [`<rootDir>/test/${mutated}{,.properties}.test.ts`, `<rootDir>/test/${mutated}/**/*.test.ts`],
  setupFiles: ['<rootDir>/mutation/first-failure.js'],
};
