import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';
import { describeValue, unknownKeyMessage } from '../schema/messages';
import type { Keys } from './chart-keys';
import type { Omission } from './not-carried';
import { valueAt, type ValuesFile } from './values-file';

/** The values in a file that a chart reads. */
export class ChartValues {
  private readonly values: unknown;

  /** Adds every key that the chart ignores to `omissions`. */
  constructor(
    readonly file: ValuesFile,
    keys: Keys,
    private readonly omissions: Omission[],
  ) {
    this.values = readable(file.values, keys, [], (path, reason, at) =>
      omissions.push({ place: { file, path, at }, reason }),
    );
  }

  /** Returns the value at a path, or undefined. Helm handles null as a missing value. */
  get(...path: ValuePath): unknown {
    return valueAt(this.values, path) ?? undefined;
  }

  /** Returns the value at a path, or undefined where helm's templates treat it as empty. @see isEmpty */
  given(...path: ValuePath): unknown {
    const value = this.get(...path);
    return isEmpty(value) ? undefined : value;
  }

  /** Returns a string that is not empty, or undefined. Records a value of another type as an omission. */
  text(...path: ValuePath): string | undefined {
    const value = this.given(...path);
    if (value === undefined || typeof value === 'string') return value;
    this.omissions.push({ place: this.file.place(...path), reason: `must be a string, got ${describeValue(value)}` });
    return undefined;
  }
}

/** Reports whether helm's templates treat a value as empty: an empty string, list or map, false, 0, null. */
export function isEmpty(value: unknown): boolean {
  return isBlank(value) || value === 0 || value === false;
}

/** Reports whether a value is empty in a pod: null, an empty string, list or map. Unlike in helm, not false or 0. */
export function isBlank(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '';
}

type Omit = (path: ValuePath, reason: string, at?: 'key') => void;

function readable(value: unknown, keys: Keys, path: ValuePath, omit: Omit): unknown {
  if (keys === true) return withoutNulls(value);
  if (value === null) return undefined;
  if (!isPlainObject(value)) {
    omit(path, 'must be a map; the chart fails or ignores anything else');
    return undefined;
  }
  return fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
      if (known !== undefined) return [[key, readable(inner, known, [...path, key], omit)]];
      omit([...path, key], `the chart ignores it: ${unknownKeyMessage(Object.keys(keys), value, key)}`, 'key');
      return [];
    }),
  );
}

function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isPlainObject(value)) return value;
  return fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== null)
      .map(([key, inner]) => [key, withoutNulls(inner)]),
  );
}

/** Supports any key, `__proto__` included. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}
