const base = require('./jest.config.js');

/** @type {import('jest').Config} */
module.exports = {
  ...base,
  testMatch: ['<rootDir>/test/reality/**/*.test.ts'],
  testPathIgnorePatterns: [],
  globalSetup: '<rootDir>/test/support/assets-needed.ts',
  testTimeout: 90_000,
  // A failed start can leave programs running. They end with Jest.
  forceExit: true,
  // Each test file starts an API server, which uses about 500 MB.
  maxWorkers: 2,
};
