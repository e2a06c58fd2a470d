#!/usr/bin/env node
// The published package has the compiled command. A clone has its sources, and runs them as they are, without a build.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const sources = join(__dirname, '../src/cli/bin.ts');
if (existsSync(sources)) {
  require('../scripts/typescript.cjs');
  require(sources);
} else {
  require('../lib/src/cli/bin.js');
}
