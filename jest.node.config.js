const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/node/**/*.test.ts'],
  testPathIgnorePatterns: [],
  globalSetup: '<rootDir>/test/support/node-tier/setup.ts',
  testTimeout: 180_000,
  // All tests share one node.
  maxWorkers: 1,
  // A failed start can leave programs running.
  forceExit: true,
};
