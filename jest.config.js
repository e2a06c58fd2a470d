if (process.env.CI && process.env.ACCEPT_DIFF) {
  throw new Error('CI never rewrites expected files: unset ACCEPT_DIFF, or CI');
}

/** @type {import('jest').Config} */
module.exports = {
  // Properties run hundreds of cases. The limit is high so that a busy machine does not fail them.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // These need an API server, a node, and helm: `npm run test:cluster`, `npm run test:node`, `npm run test:helm`.
  testPathIgnorePatterns: ['<rootDir>/test/reality/', '<rootDir>/test/node/', '<rootDir>/test/helm/'],
  testEnvironment: './test/support/jest/environment.js',
  runtime: '<rootDir>/test/support/jest/runtime.js',
  testRunner: '<rootDir>/test/support/jest/runner.js',
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' } } }],
  },
  // Examples import the package by its name, as users do.
  moduleNameMapper: { '^cdk8s-deskrun$': '<rootDir>/src/index.ts' },
  snapshotResolver: './test/support/snapshot-resolver.js',
  snapshotSerializers: ['./test/support/yaml-serializer.js'],
};
