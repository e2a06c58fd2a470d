if (process.env.CI && process.env.ACCEPT_DIFF) {
  throw new Error('CI never rewrites expected files: unset ACCEPT_DIFF, or CI');
}

/** @type {import('jest').Config} */
module.exports = {
  // For busy machines: properties try hundreds of cases, and how long they take is no fault.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Need an API server, a node, and helm: `npm run test:cluster`, `npm run test:node`, `npm run test:helm`.
  testPathIgnorePatterns: ['<rootDir>/test/reality/', '<rootDir>/test/node/', '<rootDir>/test/helm/'],
  testEnvironment: './test/support/jest/environment.js',
  runtime: '<rootDir>/test/support/jest/runtime.js',
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' } } }],
  },
  // Runs the properties more often, or with one seed, when the environment says so.
  setupFiles: ['<rootDir>/test/support/property-runs.js'],
  // Examples name the package as their users do.
  moduleNameMapper: { '^cdk8s-deskrun$': '<rootDir>/src/index.ts' },
  snapshotResolver: './test/support/snapshot-resolver.js',
  snapshotSerializers: ['./test/support/yaml-serializer.js'],
};
