import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';
import { got, unknownKey } from '../schema/wording';
import type { Keys } from './chart-keys';
import type { Left } from './left';
import { valueAt, type ValuesFile } from './values-file';

/** What a chart makes use of in a file. */
export class ChartValues {
  private readonly values: unknown;

  /** What it passes over is added to `left`. */
  constructor(
    readonly file: ValuesFile,
    keys: Keys,
    private readonly left: Left[],
  ) {
    this.values = readable(file.values, keys, [], (path, reason, at) =>
      left.push({ place: { file, path, at }, reason }),
    );
  }

  /** What stands there, or undefined; helm takes null for nothing. */
  get(...path: ValuePath): unknown {
    return valueAt(this.values, path) ?? undefined;
  }

  /** As {@link get}; undefined also where templates take it for nothing: an empty text, list or map, false, 0. */
  given(...path: ValuePath): unknown {
    const value = this.get(...path);
    return isEmpty(value) ? undefined : value;
  }

  /** A text that says something, or undefined; anything else is left. */
  text(...path: ValuePath): string | undefined {
    const value = this.given(...path);
    if (value === undefined || typeof value === 'string') return value;
    this.left.push({ place: this.file.place(...path), reason: `must be a text, got ${got(value)}` });
    return undefined;
  }
}

/** What helm's templates take for nothing. */
export function isEmpty(value: unknown): boolean {
  return isBlank(value) || value === 0 || value === false;
}

/** What says nothing in a pod, where false and 0 do. */
export function isBlank(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '';
}

type Leave = (path: ValuePath, reason: string, at?: 'key') => void;

function readable(value: unknown, keys: Keys, path: ValuePath, leave: Leave): unknown {
  if (keys === true) return withoutNulls(value);
  if (value === null) return undefined;
  if (!isPlainObject(value)) {
    leave(path, 'the chart wants a map here, and stops or passes over anything else');
    return undefined;
  }
  return fromEntries(
    Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
      if (known !== undefined) return [[key, readable(inner, known, [...path, key], leave)]];
      leave([...path, key], `the chart ignores it: ${unknownKey(Object.keys(keys), value, key)}`, 'key');
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

/** Of whatever names, `__proto__` included. */
function fromEntries(entries: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  return Object.fromEntries(entries);
}
