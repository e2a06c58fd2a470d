import * as fc from 'fast-check';
import { durationProblem, durationSeconds } from '../../src/builds/duration';

test.each([
  ['30m', 1800],
  ['1h30m', 5400],
  ['1.5h', 5400],
  ['.5h', 1800],
  ['5.m', 300],
  ['+90s', 90],
  ['1h1h', 7200],
  ['500ms', 1],
  ['1500ms', 2],
  ['1ns', 1],
  ['1us', 1],
  ['1µs', 1],
  ['1μs', 1],
  ['0.1s0.2s0.7s', 1],
  ['1m0.000000001s', 61],
  ['596523h14m7s', 2147483647],
])('%s is %d seconds', (text, seconds) => {
  expect(durationProblem(text)).toBeUndefined();
  expect(durationSeconds(text)).toBe(seconds);
});

describe('what Go refuses is refused', () => {
  test.each(['', '.', '.s', '30', '30 m', 'm', '1h-5m', '1h 5m', '--5m', '1e3s', '5M', 'PT5M', '1H', '1,5h', '1h30'])(
    '%j',
    text => {
      expect(durationProblem(text)).toContain(
        `must be a duration such as 90s, 30m or 1h30m, got ${JSON.stringify(text)}`,
      );
    },
  );
});

test.each([
  ['30', '; it has no unit: write 30m for minutes or 30s for seconds'],
  ['1d', '; there is no unit for days: write 24h'],
  ['2 days', '; there is no unit for days: write 48h'],
  ['5min', '; did you mean 5m?'],
  ['90 seconds', '; did you mean 90s?'],
  ['1H', '; did you mean 1h?'],
])('the refusal of %j says what to write', (text, remedy) => {
  expect(durationProblem(text)).toBe(
    `must be a duration such as 90s, 30m or 1h30m, got ${JSON.stringify(text)}${remedy}`,
  );
});

test('a unit that could be another is not guessed', () => {
  for (const text of ['5mo', '5msec', '5w']) expect(durationProblem(text)).not.toMatch(/did you mean/);
});

test.each(['0', '0s', '-5m', '-0', '-0.5s'])('%j is not longer than 0', text => {
  expect(durationProblem(text)).toBe(`must be longer than 0, got ${JSON.stringify(text)}`);
});

test('a duration longer than Kubernetes allows is refused', () => {
  expect(durationProblem('596523h14m8s')).toBe('must be at most 2147483647 seconds, got "596523h14m8s"');
});

test('whole numbers of seconds stay as they are, in any units', () => {
  fc.assert(
    fc.property(fc.nat(9999), fc.nat(59), fc.nat(59), (hours, minutes, seconds) => {
      expect(durationSeconds(`${hours}h${minutes}m${seconds}s`)).toBe(hours * 3600 + minutes * 60 + seconds);
      expect(durationSeconds(`${hours * 3600 + minutes * 60 + seconds}000ms`)).toBe(
        hours * 3600 + minutes * 60 + seconds,
      );
    }),
  );
});
