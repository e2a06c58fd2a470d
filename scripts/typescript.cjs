// Runs TypeScript as it stands: `node -r ./scripts/typescript.cjs src/main.ts`. Types are checked by `npm run check`.

const { readFileSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const options = {
    filename,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  };
  module._compile(transformSync(readFileSync(filename, 'utf8'), options).code, filename);
};

// Examples name the package as their users do; here it is the sources.
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = (request, ...rest) =>
  resolveFilename(request === 'cdk8s-deskrun' ? join(__dirname, '../src/index.ts') : request, ...rest);
