// The environment of all tests: the process's own global object, instead of a copy for each test file as Jest's has. A
// copy answers each use of a global through an interceptor, and makes code that does nothing but compute twice as slow.
// Test files therefore share what they change about the process, such as its environment variables: restore it.

const asyncHooks = require('node:async_hooks');
const { LegacyFakeTimers, ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/**
 * Stores of asynchronous context of the running test file. Node.js 20 keeps one, and all it refers to, until it is
 * disabled.
 */
const stores = [];
asyncHooks.AsyncLocalStorage = class extends asyncHooks.AsyncLocalStorage {
  constructor(...options) {
    super(...options);
    stores.push(this);
  }
};

const timerConfig = {
  idToRef: id => ({ id, ref: () => this, unref: () => this }),
  refToId: timer => timer?.id,
};

/** The symbols of the global object that no other code can name. */
function ownSymbols() {
  return Object.getOwnPropertySymbols(globalThis).filter(symbol => Symbol.keyFor(symbol) === undefined);
}

module.exports = class OneGlobalEnvironment {
  constructor({ projectConfig: config }) {
    this.global = globalThis;
    this.symbols = ownSymbols();
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = new LegacyFakeTimers({
      config,
      global: globalThis,
      moduleMocker: this.moduleMocker,
      timerConfig,
    });
    this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
  }

  setup() {
    // Jest asks for 100 frames. Properties throw thousands of errors, and ten frames show where.
    Error.stackTraceLimit = 10;
  }

  teardown() {
    this.fakeTimers.dispose();
    this.fakeTimersModern.dispose();
    for (const store of stores.splice(0)) store.disable();
    // Jest keeps the tests of the file there, and with them its modules.
    for (const symbol of ownSymbols().filter(symbol => !this.symbols.includes(symbol))) delete globalThis[symbol];
  }

  exportConditions() {
    return ['node', 'node-addons'];
  }

  getVmContext() {
    return this.global;
  }
};
