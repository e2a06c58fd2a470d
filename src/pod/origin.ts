import type { ValuePath } from '../errors';
import { typedSpelling } from '../kubernetes';
import { isOverride, type PodContribution } from './contribution';
import { identityOf } from './lists';

/** Returns the prop that sets the value at a path of a composed pod's manifest, or undefined when no prop does. */
export type Locate = (path: ValuePath) => ValuePath | undefined;

/** The owner of each part of a composed pod that one contribution sets, by path. */
export type Owners = ReadonlyMap<string, PodContribution>;

/** Returns the prop that sets the value at a path of a composed template. */
export function locate(path: ValuePath, template: object, owners: Owners): ValuePath | undefined {
  // The outermost part is never set by one contribution alone.
  const places = placesAlong(path, template).slice(1).reverse();
  let by: PodContribution | undefined;
  for (const place of places) by ??= owners.get(place) ?? ownerInside(place, owners);
  return by && withinOwner(path, template, by);
}

/** Returns the key in {@link Owners} of the part at a path and of the parts that contain it, outermost first. */
function placesAlong(path: ValuePath, template: object): string[] {
  let place = '';
  let value: unknown = template;
  let list: string | undefined;
  return path.map(part => {
    const name = typeof part === 'string' ? nameIn(value, part) : part;
    const inner = childOf(value, name);
    const identity = typeof name === 'number' && list !== undefined ? identityOf(list, inner) : undefined;
    if (identity !== undefined) place += `[${identity}]`;
    else place += place === '' ? name : `.${name}`;
    list = typeof name === 'string' ? name : undefined;
    value = inner;
    return place;
  });
}

/** Returns an owner of a value inside a part that several contributions set. Prefers an override. */
function ownerInside(place: string, owners: Owners): PodContribution | undefined {
  const inside = [...owners].filter(([other]) => other.startsWith(`${place}.`) || other.startsWith(`${place}[`));
  return (inside.find(([, by]) => isOverride(by)) ?? inside[0])?.[1];
}

/**
 * Returns the path of a value in the props. The user wrote the template of an override, so the full path is known. A
 * prop with the name of a pod field has the shape of that field. For other props, the path ends at the prop.
 */
function withinOwner(path: ValuePath, template: object, by: PodContribution): ValuePath {
  const local = pathIn(by.template, path, template);
  if (isOverride(by)) return [...by.owner, ...local];
  const prop = by.owner.at(-1);
  const field = typeof prop === 'string' ? local.indexOf(prop) : -1;
  return field < 0 ? by.owner : [...by.owner, ...local.slice(field + 1)];
}

/** Translates a path to a contribution, where list entries have other positions. Stops where the contribution ends. */
function pathIn(contribution: object, path: ValuePath, template: object): ValuePath {
  const local: (string | number)[] = [];
  let [own, composed]: unknown[] = [contribution, template];
  let list: string | undefined;
  for (const part of path) {
    const name = typeof part === 'string' ? nameIn(composed, part) : part;
    const entry = childOf(composed, name);
    const identity = typeof name === 'number' && list !== undefined ? identityOf(list, entry) : undefined;
    if (identity !== undefined && Array.isArray(own)) {
      const index = own.findIndex(other => identityOf(list as string, other) === identity);
      if (index < 0) break;
      local.push(index);
      own = own[index] as unknown;
    } else {
      local.push(part);
      own = childOf(own, name);
    }
    list = typeof name === 'string' ? name : undefined;
    composed = entry;
  }
  return local;
}

/** Returns the name that the value has. Some names differ in the typed API: `hostPid` for `hostPID`. */
function nameIn(value: unknown, name: string): string {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? name : typedSpelling(name);
}

function childOf(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[name] : undefined;
}
