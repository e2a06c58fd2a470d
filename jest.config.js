if (process.env.CI && process.env.ACCEPT_DIFF) {
  throw new Error('CI never rewrites expected files: unset ACCEPT_DIFF, or CI');
}

/** @type {import('jest').Config} */
module.exports = {
  // For busy machines: properties try hundreds of cases, and how long they take is no fault.
  testTimeout: 60_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  // Needs an API server: `npm run test:cluster`.
  testPathIgnorePatterns: ['<rootDir>/test/reality/'],
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' } } }],
  },
  snapshotResolver: './test/support/snapshot-resolver.js',
  snapshotSerializers: ['./test/support/yaml-serializer.js'],
};
