/**
 * fast-check, with the number of runs and the seed of properties from the environment: `PROPERTY_RUNS=20` multiplies
 * the number of runs of each property, `PROPERTY_SEED=580523934` runs each with that seed.
 */
exports.withRunsOfEnvironment = fc => ({
  ...fc,
  assert(property, parameters = {}) {
    const { PROPERTY_RUNS = '1', PROPERTY_SEED } = process.env;
    return fc.assert(property, {
      ...parameters,
      numRuns: Math.ceil((parameters.numRuns ?? 100) * Number(PROPERTY_RUNS)),
      ...(PROPERTY_SEED !== undefined && { seed: Number(PROPERTY_SEED) }),
    });
  },
});
