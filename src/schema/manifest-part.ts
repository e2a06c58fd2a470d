import type { Finding, ValuePath } from '../errors';
import { isPlainObject } from '../plain-object';
import { describeValue } from './messages';

/**
 * Finds everything in a part of a manifest that cannot be written as YAML: class instances, empty list entries and
 * values that contain themselves. Values that cdk8s resolves, such as `Lazy` and `Quantity`, are allowed.
 */
export function findUnwritable(part: unknown, path: ValuePath): Finding[] {
  return search(part, path, []);
}

function search(value: unknown, path: ValuePath, parents: readonly unknown[]): Finding[] {
  if (parents.includes(value)) return [{ path, message: 'must not contain itself' }];
  const inside = [...parents, value];
  if (Array.isArray(value))
    return Array.from(value, (item: unknown, index) => {
      const at = [...path, index];
      return item === undefined ? [{ path: at, message: 'is empty; give a value' }] : search(item, at, inside);
    }).flat();
  if (isPlainObject(value) && !isResolvable(value))
    return Object.entries(value).flatMap(([key, inner]) => search(inner, [...path, key], inside));
  return isWritable(value)
    ? []
    : [{ path, message: `must be plain data (text, numbers, lists, objects), got ${describeValue(value)}` }];
}

function isWritable(value: unknown): boolean {
  switch (typeof value) {
    case 'undefined':
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      return value === null || isResolvable(value);
    default:
      return false;
  }
}

/** Reports whether a resolver of cdk8s replaces a value: `Lazy`, a token, `Quantity` or `IntOrString`. */
function isResolvable(value: object): boolean {
  const has = (method: string) => typeof (value as Record<string, unknown>)[method] === 'function';
  return has('produce') || has('resolve') || (!isPlainObject(value) && Object.keys(value).join() === 'value');
}
