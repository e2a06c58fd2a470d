import * as fc from 'fast-check';

const { PROPERTY_RUNS, PROPERTY_SEED } = process.env;
afterEach(() => {
  for (const [name, value] of Object.entries({ PROPERTY_RUNS, PROPERTY_SEED })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

/** The numbers that a property gets. */
function numbers(parameters?: fc.Parameters<unknown>): number[] {
  const seen: number[] = [];
  fc.assert(
    fc.property(fc.nat(), number => void seen.push(number)),
    parameters,
  );
  return seen;
}

test('PROPERTY_RUNS multiplies the number of runs of a property', () => {
  process.env.PROPERTY_RUNS = '3';
  expect(numbers({ numRuns: 10 })).toHaveLength(30);
  expect(numbers()).toHaveLength(300);
  process.env.PROPERTY_RUNS = '0.15';
  expect(numbers({ numRuns: 10 })).toHaveLength(2);
});

test('PROPERTY_SEED makes a property run with the same values again', () => {
  process.env.PROPERTY_SEED = '580523934';
  expect(numbers()).toEqual(numbers());
  const before = numbers();
  process.env.PROPERTY_SEED = '580523935';
  expect(numbers()).not.toEqual(before);
});
