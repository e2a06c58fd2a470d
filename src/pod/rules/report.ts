import type { ValuePath } from '../../errors';
import { isObject } from '../../plain-object';

/** A part of a manifest. What has the wrong type is reported by the schema check; rules pass over it. */
export interface Plain {
  readonly [field: string]: unknown;
}

/** Takes what is wrong at a path below the part that a rule was given. */
export type Report = (path: ValuePath, message: string, at?: 'key') => void;

/** The same report, one part further in. */
export function below(report: Report, ...prefix: ValuePath): Report {
  return (path, message, at) => report([...prefix, ...path], message, at);
}

const NOTHING: Plain = {};

/** The value as an object; an empty one in place of anything else. */
export function objectOf(value: unknown): Plain {
  return isObject(value) ? value : NOTHING;
}

/** The entries of a list, each as an object and at its own position. */
export function objectsOf(value: unknown): readonly Plain[] {
  if (!Array.isArray(value)) return [];
  return value.every(isObject) ? value : value.map(objectOf);
}

/** The entries of a list of strings, each at its own position. */
export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(entry => (typeof entry === 'string' ? entry : '')) : [];
}

/** Reports a number that is not in a range; any whole number is in it where no bound is given. */
export function checkRange(report: Report, path: ValuePath, value: unknown, least: number, most = Infinity): void {
  if (typeof value !== 'number' || (value >= least && value <= most)) return;
  report(path, `must be ${most === Infinity ? `at least ${least}` : `from ${least} to ${most}`}, got ${value}`);
}

/** Reports a string that is missing or empty. */
export function checkPresent(report: Report, part: Plain, field: string): void {
  const value = part[field];
  if (value === undefined || value === '') report([field], 'is required, and must not be empty');
}

/** Which of the fields are set. */
export function given(part: Plain, fields: readonly string[]): string[] {
  return fields.filter(field => part[field] !== undefined && part[field] !== null);
}

/** Reports a part that must have one of several fields and has none, or more than one. */
export function checkExactlyOne(report: Report, part: Plain, fields: readonly string[], noun: string): void {
  const [first, ...more] = given(part, fields);
  if (first === undefined) report([], `has no ${noun}; give one, such as ${fields.slice(0, 6).join(', ')}`);
  for (const field of more) report([field], `is a second ${noun} beside ${first}; remove one`);
}

/** A word or a number as it was written. */
export function wordOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
