/**
 * Lets the environment decide how often properties run: `PROPERTY_RUNS=20` multiplies the number of runs of each
 * property, `PROPERTY_SEED=580523934` runs each with that seed.
 */
const { PROPERTY_RUNS, PROPERTY_SEED } = process.env;

if (PROPERTY_RUNS !== undefined || PROPERTY_SEED !== undefined) {
  jest.mock('fast-check', () => {
    const fc = jest.requireActual('fast-check');
    const assert = (property, parameters = {}) =>
      fc.assert(property, {
        ...parameters,
        numRuns: Math.ceil((parameters.numRuns ?? 100) * Number(PROPERTY_RUNS ?? 1)),
        ...(PROPERTY_SEED !== undefined && { seed: Number(PROPERTY_SEED) }),
      });
    return { ...fc, assert };
  });
}
