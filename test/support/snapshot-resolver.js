const { join, resolve } = require('node:path');

const root = resolve(__dirname, '../..');
const tests = join(root, 'test');
const snapshots = join(root, '__snapshots__');

module.exports = {
  resolveSnapshotPath: (test, extension) => test.replace(tests, snapshots) + extension,
  resolveTestPath: (snapshot, extension) => snapshot.replace(snapshots, tests).slice(0, -extension.length),
  testPathForConsistencyCheck: join(tests, 'runners', 'runner-set.test.ts'),
};
