// Jest's runtime, but what is the same in every test file is done once in a process: large packages are loaded by
// Node.js itself, and a file is compiled when it is first required. Modules of this project are still made anew for
// each test file.

const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');
const { withRunsOfEnvironment } = require('../property-runs');

const SHARED = new Set(['cdk8s', 'cdk8s-plus-28', 'constructs', 'fast-check', 'js-yaml', 'yaml']);

/** Where these packages are looked for first: `scripts/peers.sh` tests with other versions of them. */
const FROM = process.env.TEST_PEERS ?? __dirname;

/** The packages that are loaded, by name. */
const loaded = new Map();

function load(name) {
  const exported = require(require.resolve(name, { paths: [FROM, __dirname] }));
  return name === 'fast-check' ? withRunsOfEnvironment(exported) : exported;
}

/** Functions by file, each with the source that it was compiled from. */
const compiled = new Map();

class SharingRuntime extends Runtime {
  constructor(...options) {
    super(...options);
    const { executor } = this;
    executor.compile = (source, filename) => {
      const known = compiled.get(filename);
      if (known?.source === source) return known.body;
      const body = compileFunction(source, executor.injectedModuleParameters, { filename });
      compiled.set(filename, { source, body });
      return body;
    };
  }

  requireModuleOrMock(from, name) {
    if (!SHARED.has(name)) return super.requireModuleOrMock(from, name);
    if (!loaded.has(name)) loaded.set(name, load(name));
    return loaded.get(name);
  }
}

module.exports = { __esModule: true, default: SharingRuntime };
