import type { ValuePath } from '../errors';
import { typedSpelling } from '../kubernetes';
import type { PodContribution } from './contribution';
import { identityOf } from './lists';

/**
 * Where a value of a composed pod was written, given its path in the pod's manifest; nothing where the pod has nothing
 * of the kind.
 */
export type Locate = (path: ValuePath) => ValuePath | undefined;

/** The owner of every part of a composed pod that one contribution alone decided, by its place. */
export type Owners = ReadonlyMap<string, PodContribution>;

/** Where the value at a path of a composed template was written. */
export function locate(path: ValuePath, template: object, owners: Owners): ValuePath | undefined {
  // The outermost places are decided by nobody alone.
  const places = placesAlong(path, template).slice(1).reverse();
  let by: PodContribution | undefined;
  for (const place of places) by ??= owners.get(place) ?? ownerInside(place, owners);
  return by && withinOwner(path, template, by);
}

/** The place that a path ends at, and those around it, the outermost first. */
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

/** An override inside a part that several decided together, or else any of them. */
function ownerInside(place: string, owners: Owners): PodContribution | undefined {
  const inside = [...owners].filter(([other]) => other.startsWith(`${place}.`) || other.startsWith(`${place}[`));
  return (inside.find(([, { lastWord }]) => lastWord) ?? inside[0])?.[1];
}

/**
 * An override is a template as its author wrote it, so the place in it can be told. A prop that is called as a field of
 * the pod has the form of that field; of any other it can only be said which prop it is.
 */
function withinOwner(path: ValuePath, template: object, by: PodContribution): ValuePath {
  const local = pathIn(by.template, path, template);
  if (by.lastWord) return [...by.owner, ...local];
  const prop = by.owner.at(-1);
  const field = typeof prop === 'string' ? local.indexOf(prop) : -1;
  return field < 0 ? by.owner : [...by.owner, ...local.slice(field + 1)];
}

/** The same path in a contribution, where entries of lists have other positions; as far as it goes there. */
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

/** The typed API spells some names otherwise than manifests do. */
function nameIn(value: unknown, name: string): string {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? name : typedSpelling(name);
}

function childOf(value: unknown, name: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[name] : undefined;
}
