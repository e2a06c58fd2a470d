import { cpusProblem, cpuThousandths } from '../../src/builds/cpus';

test.each([
  [2, 2000],
  [1.5, 1500],
  [0.001, 1],
  [0.1, 100],
  ['2', 2000],
  ['1.25', 1250],
  ['500m', 500],
  [128, 128_000],
])('%j is %d thousandths', (cpus, thousandths) => {
  expect(cpusProblem(cpus)).toBeUndefined();
  expect(cpuThousandths(cpus)).toBe(thousandths);
});

test.each(['two', '', '-1', '2 cores', '1k', '1e1', -1, 1e30])('%j is not a number of CPUs', cpus => {
  expect(cpusProblem(cpus)).toBe(`must be a number of CPUs such as 2, 1.5 or 500m, got ${JSON.stringify(cpus)}`);
});

test.each([
  [0, 'must be greater than 0, got 0'],
  ['0m', 'must be greater than 0, got "0m"'],
  [0.0005, 'must be a multiple of 0.001, got 0.0005'],
  ['0.5m', 'must be a multiple of 0.001, got "0.5m"'],
  [1.0005, 'must be a multiple of 0.001, got 1.0005'],
  [500, 'is 500 CPUs; did you mean 500m? If not, write 500000m'],
])('%j is refused for its value', (cpus, message) => {
  expect(cpusProblem(cpus)).toBe(message);
});
