import type { ValuePath } from '../errors';
import type { Left } from './left';
import { valueAt, type Place } from './values-file';

type Container = Record<string | number, unknown>;

interface Origin {
  readonly path: ValuePath;
  readonly from: Place;
}

/** A part of a configuration in the making, which knows where each bit of it came from. */
export class Draft {
  readonly config: Record<string, unknown> = {};
  readonly left: Left[] = [];

  /** What a reader of the configuration should know, each with the path of the key it is about. */
  readonly remarks: { readonly path: ValuePath; readonly text: string }[] = [];
  private origins: Origin[] = [];

  /** Writes a value that came from a place of the values, word for word or in other words. */
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

  /** Adds an entry to a list. */
  add(path: ValuePath, value: unknown, from: Place): void {
    const list = valueAt(this.config, path);
    this.set([...path, Array.isArray(list) ? list.length : 0], value, from);
  }

  /** Notes that something of the values is not carried. */
  leave(place: Place, reason: string, remedy?: string): void {
    this.left.push({ place, reason, remedy });
  }

  /** Adds a comment above a key. */
  remark(path: ValuePath, text: string): void {
    this.remarks.push({ path, text });
  }

  /** Where a bit of the configuration came from: itself, or what it is a part of; undefined where nothing said it. */
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

  /** As much of a path as is there, in the configuration's own spelling: the typed API says hostPid for hostPID. */
  nearest(path: ValuePath): ValuePath {
    const there: (string | number)[] = [];
    let holder: unknown = this.config;
    for (const part of path) {
      if (typeof holder !== 'object' || holder === null) break;
      const key = Object.hasOwn(holder, part)
        ? part
        : Object.keys(holder).find(name => name.toLowerCase() === String(part).toLowerCase());
      if (key === undefined) break;
      there.push(Array.isArray(holder) ? Number(key) : key);
      holder = (holder as Container)[key];
    }
    return there;
  }

  /** Takes out what stands at a path, and returns it. */
  remove(path: ValuePath): unknown {
    const value = valueAt(this.config, path);
    const holder = valueAt(this.config, path.slice(0, -1)) as Container;
    const last = path.at(-1) as string | number;
    if (Array.isArray(holder)) this.removeItem(path.slice(0, -1), holder, Number(last));
    else delete holder[last];
    return value;
  }

  /** The items behind it move up, and so do their origins. */
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

/** Sets a key of whatever name. */
function define(holder: object, key: string | number, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}

function startsWith(path: ValuePath, start: ValuePath): boolean {
  return start.every((part, index) => part === path[index]);
}
