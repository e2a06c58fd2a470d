import type { ValuePath } from '../../errors';
import { isObject } from '../../plain-object';

/** A part of a manifest. The schema check reports values of the wrong type, so the rules ignore them. */
export interface Plain {
  readonly [field: string]: unknown;
}

/** Adds a finding. The path is relative to the part that the rule checks. */
export type Report = (path: ValuePath, message: string, at?: 'key') => void;

/** Returns a report that adds a prefix to each path, for the check of a nested part. */
export function below(report: Report, ...prefix: ValuePath): Report {
  return (path, message, at) => report([...prefix, ...path], message, at);
}

const EMPTY: Plain = {};

/** Returns the value if it is an object, and an empty object otherwise. */
export function objectOf(value: unknown): Plain {
  return isObject(value) ? value : EMPTY;
}

/** Returns the entries of a list at their positions. An entry that is not an object becomes an empty object. */
export function objectsOf(value: unknown): readonly Plain[] {
  if (!Array.isArray(value)) return [];
  return value.every(isObject) ? value : value.map(objectOf);
}

/** Returns the entries of a list at their positions. An entry that is not a string becomes an empty string. */
export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(entry => (typeof entry === 'string' ? entry : '')) : [];
}

/** Reports a number that is less than the minimum or greater than the maximum. */
export function checkRange(report: Report, path: ValuePath, value: unknown, min: number, max = Infinity): void {
  if (typeof value !== 'number' || (value >= min && value <= max)) return;
  report(path, `must be ${max === Infinity ? `at least ${min}` : `from ${min} to ${max}`}, got ${value}`);
}

/** Reports a string that is missing or empty. */
export function checkPresent(report: Report, part: Plain, field: string): void {
  const value = part[field];
  if (value === undefined || value === '') report([field], 'is required, and must not be empty');
}

/** Returns those of the fields that are set. */
export function presentFields(part: Plain, fields: readonly string[]): string[] {
  return fields.filter(field => part[field] !== undefined && part[field] !== null);
}

/** Reports a part that does not have exactly one of the fields. */
export function checkExactlyOne(report: Report, part: Plain, fields: readonly string[], noun: string): void {
  const [first, ...more] = presentFields(part, fields);
  if (first === undefined) report([], `has no ${noun}; add one, such as ${fields.slice(0, 6).join(', ')}`);
  for (const field of more)
    report([field], `cannot be combined with ${first}, because only one ${noun} is allowed; remove one`);
}

/** Formats a string or a number as the user wrote it. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
