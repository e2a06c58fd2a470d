import { isPlainObject } from '../../plain-object';
import { hasType } from '../../schema/types';
import type { JsonSchema } from '../../schema/json-schema';
import type { TypedSchema } from '../../schema/shape';
import { describeExpected } from '../../schema/messages';

/** A value that was not read because it is not of its type. */
export interface Unreadable {
  /** Where it is: `spec.containers[0].name`. Empty for the value as a whole. */
  readonly path: string;
  readonly message: string;
}

/** What could be read of a value, and what could not. */
export interface Readable<T> {
  /** @default - the value as a whole is not of its type, or a required field is missing */
  readonly value?: T;
  readonly unreadable: readonly Unreadable[];
}

/**
 * Reads as much of a value as is of the type that a schema describes. A field of another type is left out, and an entry
 * of a list or an object with it where the field is required. `null` counts as missing. Fields that the schema does not
 * name are kept.
 *
 * Messages never quote a value: it may be a credential.
 */
export function readTyped<T>(schema: TypedSchema<T>, value: unknown): Readable<T> {
  const unreadable: Unreadable[] = [];
  const read = new Reader((path, message) => unreadable.push({ path, message })).read(schema, value, '');
  return { value: read as T | undefined, unreadable };
}

type Report = (path: string, message: string) => void;

class Reader {
  constructor(private readonly report: Report) {}

  /** What is of its type in the value; `undefined` where the value as a whole is not. */
  read(schema: JsonSchema, value: unknown, path: string): unknown {
    const fitting = (schema.anyOf ?? [schema]).find(alternative => hasType(alternative, value));
    if (!fitting) {
      const wanted = (schema.anyOf ?? [schema]).map(describeExpected).join(' or ');
      this.report(path, `must be ${wanted}, got ${typeName(value)}`);
      return undefined;
    }
    if (Array.isArray(value)) return this.list(fitting, value, path);
    return isPlainObject(value) ? this.object(fitting, value, path) : value;
  }

  private list({ items = {} }: JsonSchema, list: readonly unknown[], path: string): unknown[] {
    return list.map((item, index) => this.read(items, item, `${path}[${index}]`)).filter(item => item !== undefined);
  }

  private object(schema: JsonSchema, object: Record<string, unknown>, path: string): unknown {
    const { properties = {}, additionalProperties: others, required = [] } = schema;
    const entries: [string, unknown][] = [];
    for (const [key, value] of Object.entries(object)) {
      if (value === null || value === undefined) continue;
      const inner = Object.hasOwn(properties, key) ? properties[key] : others;
      const place = path === '' ? key : `${path}.${key}`;
      const read = typeof inner === 'object' ? this.read(inner, value, place) : value;
      if (read !== undefined) entries.push([key, read]);
    }
    const missing = required.filter(key => !entries.some(([name]) => name === key));
    if (missing.length === 0) return Object.fromEntries(entries);
    this.report(path, `has no ${missing.join(', no ')}`);
    return undefined;
  }
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  return typeof value === 'boolean' ? 'a boolean' : `a ${typeof value}`;
}
