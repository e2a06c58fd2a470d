const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/node/**/*.test.ts'],
  testPathIgnorePatterns: [],
  globalSetup: '<rootDir>/test/support/node-tier/setup.ts',
  testTimeout: 180_000,
  // There is one node, and the machine has few cores.
  maxWorkers: 1,
  // Where a start fails half-way.
  forceExit: true,
};
