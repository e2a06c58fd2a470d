/**
 * Reports whether a value is a plain object: no array and no instance of a class. Objects of other realms count too.
 */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as object | null;
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** Reports whether a value is an object and not an array. Instances of classes count too. */
export function isObject<T extends object = Record<string, unknown>>(value: unknown): value is T {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the built-in class of an object: `Map`, `Date`, or `Object` for plain objects and all other classes. */
export function builtInClass(value: object): string {
  return Object.prototype.toString.call(value).slice('[object '.length, -1);
}

/** Returns a copy of an object without the properties that are undefined. */
export function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as T;
}

/** Returns the sorted keys of an object. Insertion sort is fastest for a few keys that are mostly in order already. */
function sortedKeys(map: Readonly<Record<string, unknown>>): string[] {
  const keys = Object.keys(map);
  if (keys.length > 100) return keys.sort();
  for (let next = 1; next < keys.length; next++) {
    const key = keys[next] as string;
    let place = next;
    for (; place > 0 && (keys[place - 1] as string) > key; place--) keys[place] = keys[place - 1] as string;
    keys[place] = key;
  }
  return keys;
}

/** Returns a deep copy of plain data without null and undefined properties, with the keys of every object sorted. */
export function sortedCopy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(sortedCopy) as T;
  if (!isPlainObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const key of sortedKeys(value)) {
    const inner = value[key];
    if (inner !== undefined && inner !== null) copy[key] = sortedCopy(inner);
  }
  return copy as T;
}
