import type { ValuePath } from '../errors';
import type { Omission } from './not-carried';
import { valueAt, type Place } from './values-file';

type Container = Record<string | number, unknown>;

interface Origin {
  readonly path: ValuePath;
  readonly from: Place;
}

/** A part of a configuration under construction. It records from which place in the values each of its values came. */
export class Draft {
  readonly config: Record<string, unknown> = {};
  readonly omissions: Omission[] = [];

  /** Comments for the written file, each with the path of the key below it. */
  readonly comments: { readonly path: ValuePath; readonly text: string }[] = [];
  private origins: Origin[] = [];

  /** Sets a value. `from` is the place in the values that it came from. */
  set(path: ValuePath, value: unknown, from: Place): void {
    const last = path.at(-1) as string | number;
    let holder: Container = this.config;
    path.slice(0, -1).forEach((part, index) => {
      if (!Object.hasOwn(holder, part)) define(holder, part, typeof path[index + 1] === 'number' ? [] : {});
      holder = holder[part] as Container;
    });
    define(holder, last, structuredClone(value));
    this.origins.push({ path, from });
  }

  /** Appends an entry to a list. */
  add(path: ValuePath, value: unknown, from: Place): void {
    const list = valueAt(this.config, path);
    this.set([...path, Array.isArray(list) ? list.length : 0], value, from);
  }

  /** Records that a value is not imported. */
  omit(place: Place, reason: string, remedy?: string): void {
    this.omissions.push({ place, reason, remedy });
  }

  /** Adds a comment above a key. */
  comment(path: ValuePath, text: string): void {
    this.comments.push({ path, text });
  }

  /**
   * Returns the place in the values that a value came from, or the place of the nearest value around it.
   * Undefined if it did not come from the values.
   */
  originOf(path: ValuePath): Place | undefined {
    let best: Origin | undefined;
    for (const origin of this.origins)
      if (startsWith(path, origin.path) && origin.path.length >= (best?.path.length ?? 0)) best = origin;
    if (best === undefined) return undefined;
    const rest = path.slice(best.path.length);
    const { from } = best;
    const verbatim = rest.reduce<Place>(
      (place, part) =>
        from.file.at([...place.path, part]) === undefined ? place : { ...place, path: [...place.path, part] },
      from,
    );
    return rest.length === 0 ? from : verbatim;
  }

  /**
   * Returns the part of a path that exists, spelled as in the configuration.
   * Findings use the spelling of the typed API, such as hostPid for hostPID.
   */
  existingPath(path: ValuePath): ValuePath {
    const existing: (string | number)[] = [];
    let holder: unknown = this.config;
    for (const part of path) {
      if (typeof holder !== 'object' || holder === null) break;
      const key = Object.hasOwn(holder, part)
        ? part
        : Object.keys(holder).find(name => name.toLowerCase() === String(part).toLowerCase());
      if (key === undefined) break;
      existing.push(Array.isArray(holder) ? Number(key) : key);
      holder = (holder as Container)[key];
    }
    return existing;
  }

  /** Removes the value at a path and returns it. */
  remove(path: ValuePath): unknown {
    const value = valueAt(this.config, path);
    const holder = valueAt(this.config, path.slice(0, -1)) as Container;
    const last = path.at(-1) as string | number;
    if (Array.isArray(holder)) this.removeItem(path.slice(0, -1), holder, Number(last));
    else delete holder[last];
    return value;
  }

  /** Removes an item of a list. Shifts the origins of the items behind it. */
  private removeItem(path: ValuePath, list: unknown[], index: number): void {
    const items = list.flatMap((_, position): Origin[] => {
      const from = this.originOf([...path, position]);
      return from === undefined ? [] : [{ path: [...path, position], from }];
    });
    this.origins = [...this.origins, ...items].flatMap(origin => {
      const position = startsWith(origin.path, path) ? origin.path[path.length] : undefined;
      if (typeof position !== 'number' || position < index) return [origin];
      return position === index
        ? []
        : [{ ...origin, path: [...path, position - 1, ...origin.path.slice(path.length + 1)] }];
    });
    list.splice(index, 1);
  }
}

/** Sets a key of any name, `__proto__` included. */
function define(holder: object, key: string | number, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function startsWith(path: ValuePath, start: ValuePath): boolean {
  return start.every((part, index) => part === path[index]);
}
