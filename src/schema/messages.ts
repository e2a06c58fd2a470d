import { builtInClass } from '../plain-object';
import type { JsonSchema } from './json-schema';
import { nearest } from './nearest';
import { synonymOf } from './synonyms';

const TYPE_NAMES = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'empty',
};

/** Describes what a schema allows, as the text after "must be" or "give": `an integer`, `one of a, b`. */
export function describeExpected(schema: JsonSchema): string {
  if (schema.instance) return schema.instance.name;
  if ('const' in schema) return bare(schema.const);
  if (schema.enum) return `one of ${joinNames(schema.enum.map(bare))}`;
  if (schema['x-kubernetes-int-or-string']) return 'an integer or a string';
  return schema.type ? TYPE_NAMES[schema.type] : 'a value';
}

/** Describes a value, as the text after "got": `the number 5`, `"x"`, `a list`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'object') return `a ${typeof value}`;
  const name = builtInClass(value);
  return name === 'Object' ? 'an object' : `${/^[AEIO]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** Returns the allowed key that is most similar to an unknown key and that the object does not have, or undefined. */
export function similarKey(allowed: readonly string[], object: object, key: string): string | undefined {
  const free = allowed.filter(name => !Object.hasOwn(object, name));
  return synonymOf(key, free) ?? nearest(key, free);
}

/** Returns the message for a key that an object must not have. */
export function unknownKeyMessage(allowed: readonly string[], object: object, key: string): string {
  const similar = similarKey(allowed, object, key);
  if (similar !== undefined) return `unknown key; did you mean ${similar}?`;
  return `unknown key; ${allowed.length > 0 ? `allowed: ${joinNames(allowed)}` : 'no keys are allowed here'}`;
}

/** Returns the message for a value that is not the constant or one of the enum values of a schema. */
export function notAllowedMessage(schema: JsonSchema, value: unknown): string {
  const similar = typeof value === 'string' ? nearest(value, (schema.enum ?? []).filter(isText)) : undefined;
  const suggestion = similar === undefined ? '' : `; did you mean ${similar}?`;
  return `must be ${describeExpected(schema)}, got ${describeValue(value)}${suggestion}`;
}

/** Returns the message for a string that does not match the pattern of a schema. */
export function patternMessage(schema: JsonSchema, value: string): string {
  const expected = schema.examples ? `look like ${schema.examples.map(bare).join(' or ')}` : `match ${schema.pattern}`;
  return `must ${expected}, got ${describeValue(value)}`;
}

/** Returns the message for a number, or a number of characters or items, that is too small or too large. */
export function boundMessage(end: 'least' | 'most', bound: number, size: number, unit?: string): string {
  if (unit === undefined) return `must be at ${end} ${bound}, got ${size}`;
  if (end === 'least' && bound === 1) return 'must not be empty';
  return `must have at ${end} ${bound} ${unit}${bound === 1 ? '' : 's'}, got ${size}`;
}

/** Formats a value without quotes, as in YAML. An empty string gets quotes. */
function bare(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

/** Joins names with commas. Of more than 15 names, it shows 12 and the number of the others. */
export function joinNames(words: readonly string[]): string {
  return words.length > 15 ? `${words.slice(0, 12).join(', ')} and ${words.length - 12} more` : words.join(', ');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
