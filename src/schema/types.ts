import { builtInClass, isObject } from '../plain-object';
import type { JsonSchema } from './json-schema';

/** Reports whether a value has the type of a schema. */
export function hasType(schema: JsonSchema, value: unknown): boolean {
  if (schema.instance) return schema.instance.is(value);
  if (schema['x-kubernetes-int-or-string']) return Number.isInteger(value) || typeof value === 'string';
  switch (schema.type) {
    case undefined:
      return value !== undefined;
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      // A Map and a Date are objects too, and their content is not in their properties.
      return isObject(value) && ['Object', 'Module'].includes(builtInClass(value));
    case 'null':
      return value === null;
    default:
      return typeof value === schema.type;
  }
}

/** Reports whether a value is the constant, or one of the enum values, of a schema. */
export function isAllowedValue(schema: JsonSchema, value: unknown): boolean {
  if (schema.const !== undefined) return schema.const === value;
  return !schema.enum || schema.enum.includes(value);
}
