import { isDeepStrictEqual } from 'node:util';
import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';
import { isEmpty } from './chart-values';
import type { Draft } from './draft';
import { listOf, named, type Entry } from './mode-pod';
import { valueAt, type Place } from './values-file';

/** A container of the values that a mode has too. */
export interface SharedContainer {
  readonly container: Entry;
  readonly place: Place;

  /** The mode's own. */
  readonly base: Entry;
  readonly list: 'containers' | 'initContainers';

  /** Where keys of the configuration say a field more plainly than the template does. */
  readonly plainly: { readonly [field: string]: ValuePath };

  /** Variables that something beside the mode sets too. */
  readonly taken: readonly string[];
}

/** What a container says that the mode does not say already: at its plain key, or in the template, which has the last word. */
export function carryContainer(draft: Draft, shared: SharedContainer): void {
  const { container, base } = shared;
  for (const [field, value] of Object.entries(container)) {
    if (field === 'name' || isEmpty(value) || isDeepStrictEqual(value, base[field])) continue;
    if (field === 'env') carryEnv(draft, shared, value);
    else if (field === 'volumeMounts') carryMounts(draft, shared, value);
    else if (field !== 'command' && field !== 'args') carryField(draft, shared, field, value);
  }
  carryCommand(draft, shared);
}

function within(place: Place, ...path: ValuePath): Place {
  return { ...place, path: [...place.path, ...path] };
}

function carryField(draft: Draft, shared: SharedContainer, field: string, value: unknown): void {
  const plain = field === 'resources' && !isPlainRequirements(value) ? undefined : shared.plainly[field];
  draft.set(plain ?? [...inTemplate(draft, shared), field], value, within(shared.place, field));
}

/** Both fields together, since arguments of the mode must not follow a command of somebody else. */
function carryCommand(draft: Draft, shared: SharedContainer): void {
  const { container, base } = shared;
  const fields = ['command', 'args'] as const;
  const unlike = fields.filter(field => !isEmpty(container[field]) && !isDeepStrictEqual(container[field], base[field]));
  if (unlike.length === 0) return;
  for (const field of fields) {
    if (!isEmpty(container[field])) draft.set([...inTemplate(draft, shared), field], container[field], within(shared.place, field));
    else if (base[field] !== undefined) draft.set([...inTemplate(draft, shared), field], [], within(shared.place, unlike[0] as string));
  }
}

function isPlainRequirements(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).every(key => key === 'requests' || key === 'limits');
}

/** By name where each is a plain text that nobody else sets; else in the template, all together, since one may refer to those before it. */
function carryEnv(draft: Draft, shared: SharedContainer, value: unknown): void {
  const { base, place, plainly, taken } = shared;
  if (!Array.isArray(value)) {
    draft.leave(within(place, 'env'), 'must be a list of variables');
    return;
  }
  const own = value.map((entry: unknown, index) => ({ entry, from: within(place, 'env', index) }))
    .filter(({ entry }) => !isPlainObject(entry) || !isDeepStrictEqual(named(listOf(base, 'env'), entry.name), entry));
  const others = [...taken, ...listOf(base, 'env').map(({ name }) => name)];
  const names = own.map(({ entry }) => (isPlainObject(entry) ? entry.name : undefined));
  const plain = own.every(({ entry }, index) => isPlainVariable(entry) && !others.includes(entry.name) && names.indexOf(entry.name) === index);
  for (const { entry, from } of own) {
    if (plain && plainly.env && isPlainVariable(entry)) draft.set([...plainly.env, entry.name], entry.value ?? '', from);
    else draft.add([...inTemplate(draft, shared), 'env'], entry, from);
  }
}

function isPlainVariable(entry: unknown): entry is { readonly name: string; readonly value?: string } {
  return isPlainObject(entry) && typeof entry.name === 'string' && ['string', 'undefined'].includes(typeof entry.value)
    && Object.keys(entry).every(key => key === 'name' || key === 'value');
}

function carryMounts(draft: Draft, shared: SharedContainer, value: unknown): void {
  const { base, place, plainly } = shared;
  if (!Array.isArray(value)) {
    draft.leave(within(place, 'volumeMounts'), 'must be a list of mounts');
    return;
  }
  value.forEach((mount: unknown, index) => {
    const from = within(place, 'volumeMounts', index);
    const known = isPlainObject(mount) ? named(listOf(base, 'volumeMounts'), mount.mountPath, 'mountPath') : undefined;
    if (known !== undefined && isDeepStrictEqual(known, mount)) return;
    if (known === undefined && plainly.volumeMounts) draft.add(plainly.volumeMounts, mount, from);
    else draft.add([...inTemplate(draft, shared), 'volumeMounts'], mount, from);
  });
}

/** Where the container is in the configuration's template; it is added there when it is first needed. */
function inTemplate(draft: Draft, { container: { name }, list, place }: Pick<SharedContainer, 'container' | 'list' | 'place'>): ValuePath {
  const path = ['template', 'spec', list];
  const there = (valueAt(draft.config, path) ?? []) as readonly Entry[];
  const index = there.findIndex(container => container.name === name);
  if (index < 0) draft.add(path, { name }, place);
  return [...path, index < 0 ? there.length : index];
}

/** Writes a variable that the values do not have, and that says what its absence says there. */
export function setVariable(draft: Draft, shared: SharedContainer, variable: Entry): void {
  draft.add([...inTemplate(draft, shared), 'env'], variable, within(shared.place, 'env'));
}
