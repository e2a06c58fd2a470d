const unit = require('../jest.config.js');

/** The tests of what is mutated: those of the folder of the same name. */
module.exports = {
  ...unit,
  rootDir: '..',
  testMatch: [`<rootDir>/test/${process.env.MUTATED ?? '{pod,hooks}'}/**/*.test.ts`],
  setupFiles: ['<rootDir>/mutation/first-failure.js'],
};
