interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** Names of values, from the least on. */
  readonly names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

const FIELDS: readonly Field[] = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  { name: 'day of the week', least: 0, most: 6, names: DAYS },
];

/** Schedules by name, which a CronJob accepts too. */
const NAMED: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * Returns why a text is not a cron schedule with five fields, or undefined. The rules are those of a CronJob.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
 */
export function cronProblem(schedule: string): string | undefined {
  const got = `got ${JSON.stringify(schedule)}`;
  if (/TZ=/.test(schedule)) return `must not have a time zone, ${got}; set the time zone of the build instead`;
  const texts = schedule.trim().split(/\s+/);
  if (texts.length !== FIELDS.length) {
    const same = Object.hasOwn(NAMED, schedule) ? `; write ${NAMED[schedule]}` : '';
    return `must have five fields (minute, hour, day of the month, month, day of the week), ${got}${same}`;
  }
  const values = FIELDS.map((field, index) => valuesOf(field, texts[index] as string));
  const problems = FIELDS.flatMap((field, index) => (values[index] ? [] : [wrongField(field, texts[index] as string)]));
  if (problems.length > 0) return `${problems.join('; ')}; ${got}`;
  const [, , days = [], months = []] = values as number[][];
  // With a day of the week, the days of the month are alternatives to it.
  const isNever = isAny(texts[4]) && months.every(month => days.every(day => day > (LONGEST[month - 1] as number)));
  return isNever ? `never happens: no month of the schedule has such a day, ${got}` : undefined;
}

const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isAny(text: string | undefined): boolean {
  return text === '*' || text === '?';
}

function wrongField({ name, least, most, names }: Field, text: string): string {
  const words = names ? ` or ${names[0]} to ${names.at(-1)}` : '';
  const sunday = names === DAYS && /\b7\b/.test(text) ? '; Sunday is 0' : '';
  return `the ${name} must be *, or numbers from ${least} to ${most}${words} with , - and /, not ${text}${sunday}`;
}

/** The values of a field, or undefined if it is malformed. Its parts are `*`, `?`, values and ranges with a step. */
function valuesOf(field: Field, text: string): number[] | undefined {
  const parts = text.split(',').map(part => valuesOfPart(field, part));
  return parts.includes(undefined) ? undefined : (parts as number[][]).flat();
}

function valuesOfPart(field: Field, part: string): number[] | undefined {
  const [range = '', step = '1', ...more] = part.split('/');
  if (more.length > 0 || !/^[1-9]\d*$/.test(step)) return undefined;
  const [from, to] = boundsOf(field, range, part.includes('/'));
  if (from === undefined || to === undefined || from > to) return undefined;
  const values: number[] = [];
  for (let value = from; value <= to; value += Number(step)) values.push(value);
  return values;
}

function boundsOf(field: Field, range: string, hasStep: boolean): [from?: number, to?: number] {
  if (isAny(range)) return [field.least, field.most];
  const [from, to, ...rest] = range.split('-').map(word => valueOf(field, word));
  if (rest.length > 0) return [];
  if (range.includes('-')) return [from, to];
  // A value with a step is a range to the end.
  return [from, hasStep ? field.most : from];
}

function valueOf({ least, most, names = [] }: Field, word: string): number | undefined {
  const named = names.indexOf(word.toLowerCase());
  if (named !== -1) return least + named;
  const value = /^\d+$/.test(word) ? Number(word) : -1;
  return value >= least && value <= most ? value : undefined;
}
