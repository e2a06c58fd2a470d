import { cronProblem } from '../../src/builds/cron';

test.each([
  '0 0 * * *',
  '*/15 * * * *',
  '0 3 * * 1-5',
  '0,30 8-18/2 * * mon-fri',
  '5/10 * ? JAN,jul Sun',
  '0 0 1 1 *',
  '59 23 31 12 6',
  '  0 0 * * *  ',
  '0 0 29 2 *',
  '0 0 31 2 1',
  '0 0 30,31 2,4 *',
])('%j is a schedule', schedule => {
  expect(cronProblem(schedule)).toBeUndefined();
});

test.each(['', '* * * *', '* * * * * *', '@reboot', '@every 1h'])('%j does not have five fields', schedule => {
  expect(cronProblem(schedule)).toBe(
    `must have five fields (minute, hour, day of the month, month, day of the week), got ${JSON.stringify(schedule)}`,
  );
});

test.each([
  ['@daily', '0 0 * * *'],
  ['@hourly', '0 * * * *'],
  ['@weekly', '0 0 * * 0'],
])('%s is refused with the same schedule in five fields', (schedule, fields) => {
  expect(cronProblem(schedule)).toMatch(`got "${schedule}"; write ${fields}`);
  expect(cronProblem(fields)).toBeUndefined();
});

test('a time zone is refused', () => {
  for (const schedule of ['TZ=UTC 0 0 * * *', 'CRON_TZ=Europe/Berlin 0 0 * * *'])
    expect(cronProblem(schedule)).toBe(
      `must not have a time zone, got "${schedule}"; set the time zone of the build instead`,
    );
});

test.each([
  ['60 * * * *', 'the minute must be *, or numbers from 0 to 59 with , - and /, not 60'],
  ['* 24 * * *', 'the hour must be *, or numbers from 0 to 23 with , - and /, not 24'],
  ['* * 0 * *', 'the day of the month must be *, or numbers from 1 to 31 with , - and /, not 0'],
  ['* * * 13 *', 'the month must be *, or numbers from 1 to 12 or jan to dec with , - and /, not 13'],
  [
    '* * * * 7',
    'the day of the week must be *, or numbers from 0 to 6 or sun to sat with , - and /, not 7; Sunday is 0',
  ],
  ['* * * * x', 'the day of the week must be *, or numbers from 0 to 6 or sun to sat with , - and /, not x'],
  ['5-1 * * * *', 'the minute must be *, or numbers from 0 to 59 with , - and /, not 5-1'],
])('%s: %s', (schedule, message) => {
  expect(cronProblem(schedule)).toBe(`${message}; got ${JSON.stringify(schedule)}`);
});

test.each(['*/0', '*/x', '1-', '-1', '1-2-3', '1//2', '1/2/3', '1,', ',', '1.5', '+1', '0x1', '*-5', 'jan'])(
  'the minute %s is refused',
  minute => {
    expect(cronProblem(`${minute} * * * *`)).toMatch(/^the minute must be/);
  },
);

test('every wrong field is reported', () => {
  expect(cronProblem('60 24 * * *')).toMatch(/^the minute .*; the hour .*; got "60 24 \* \* \*"$/);
});

test.each(['0 0 30 2 *', '0 0 31 feb,apr,jun ?', '0 0 31 4/2 *'.replace('4/2', '4,6,9,11')])(
  '%j is refused, since it never happens',
  schedule => {
    expect(cronProblem(schedule)).toBe(
      `never happens: no month of the schedule has such a day, got ${JSON.stringify(schedule)}`,
    );
  },
);
