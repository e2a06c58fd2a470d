import type { JsonSchema } from './json-schema';
import { nearest } from './nearest';
import { synonymOf } from './synonyms';

const typeNames = {
  string: 'a string',
  integer: 'an integer',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'empty',
};

/** What a schema wants, fit to follow "must be" or "give". */
export function expected(schema: JsonSchema): string {
  if (schema.instance) return schema.instance.name;
  if ('const' in schema) return plain(schema.const);
  if (schema.enum) return `one of ${listed(schema.enum.map(plain))}`;
  if (schema['x-kubernetes-int-or-string']) return 'an integer or a string';
  return schema.type ? typeNames[schema.type] : 'a value';
}

/** What came instead: `the number 5`, `"x"`, `a list`. */
export function got(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** The key that an unknown one likely stands for. A name that is taken already cannot have been meant. */
export function meantKey(allowed: readonly string[], object: object, key: string): string | undefined {
  const free = allowed.filter(name => !Object.hasOwn(object, name));
  return synonymOf(key, free) ?? nearest(key, free);
}

export function unknownKey(allowed: readonly string[], object: object, key: string): string {
  const meant = meantKey(allowed, object, key);
  if (meant !== undefined) return `unknown key; did you mean ${meant}?`;
  return `unknown key; ${allowed.length > 0 ? `allowed: ${listed(allowed)}` : 'none is allowed here'}`;
}

export function notAllowed(schema: JsonSchema, value: unknown): string {
  const meant = typeof value === 'string' ? nearest(value, (schema.enum ?? []).filter(isText)) : undefined;
  return `must be ${expected(schema)}, got ${got(value)}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

export function mismatched(schema: JsonSchema, value: string): string {
  const wanted = schema.examples ? `look like ${schema.examples.map(plain).join(' or ')}` : `match ${schema.pattern}`;
  return `must ${wanted}, got ${got(value)}`;
}

export function outOfBounds(end: 'least' | 'most', bound: number, size: number, unit?: string): string {
  if (unit === undefined) return `must be at ${end} ${bound}, got ${size}`;
  if (end === 'least' && bound === 1) return 'must not be empty';
  return `must have at ${end} ${bound} ${unit}${bound === 1 ? '' : 's'}, got ${size}`;
}

/** Bare, as one would write it in YAML, unless that would look like nothing. */
function plain(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : JSON.stringify(value);
}

export function listed(words: readonly string[]): string {
  return words.length > 15 ? `${words.slice(0, 12).join(', ')} and ${words.length - 12} more` : words.join(', ');
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
