const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/reality/**/*.test.ts'],
  testPathIgnorePatterns: [],
  globalSetup: '<rootDir>/test/support/assets-needed.ts',
  testTimeout: 90_000,
  // Where a start fails half-way; every program that was started ends with Jest.
  forceExit: true,
  // Each file has an API server of its own, at some 500 MB.
  maxWorkers: 2,
};
