const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/reality/**/*.test.ts'],
  testPathIgnorePatterns: [],
  globalSetup: '<rootDir>/test/support/assets-needed.ts',
  testTimeout: 60_000,
  // Each file has an API server of its own, at some 500 MB.
  maxWorkers: 2,
};
