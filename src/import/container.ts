import { isDeepStrictEqual } from 'node:util';
import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';
import { isBlank } from './chart-values';
import type { Draft } from './draft';
import { listOf, named, type Entry } from './mode-pod';
import { valueAt, within, type Place } from './values-file';

/** A container of the values, and what the mode has of it. */
export interface ContainerImport {
  readonly container: Entry;
  readonly place: Place;

  /** The mode's own; empty where it has none of that name. */
  readonly base: Entry;
  readonly list: 'containers' | 'initContainers';

  /** Where keys of the configuration say a field more plainly than the template does. */
  readonly plainly: { readonly [field: string]: ValuePath };

  /** Variables that something beside the mode sets too. */
  readonly taken: readonly string[];

  /** The volumes that the pod will have. */
  readonly volumes: readonly unknown[];

  /** Whether the chart adds the mode's mounts, but for those of volumes that are mounted anyway. @default false */
  readonly completed?: boolean;

  /** Whether the pod is for Windows nodes. @default false */
  readonly forWindows?: boolean;
}

/** What a container says that the mode does not say already: at its plain key, or in the template, which has the last word. */
export function carryContainer(draft: Draft, given: ContainerImport): void {
  const { container, base } = given;
  if (base.name === undefined) inTemplate(draft, given);
  for (const [field, value] of Object.entries(container)) {
    if (field === 'name' || isBlank(value) || isDeepStrictEqual(value, base[field])) continue;
    if (field === 'env') carryEnv(draft, given, value);
    else if (field === 'volumeMounts') carryMounts(draft, given, value);
    else if (field !== 'command' && field !== 'args') carryField(draft, given, field, value);
  }
  carryCommand(draft, given);
}

function carryField(draft: Draft, given: ContainerImport, field: string, value: unknown): void {
  const hasPlain = Object.hasOwn(given.plainly, field) && (field !== 'resources' || isPlainRequirements(value));
  const plain = hasPlain ? given.plainly[field] : undefined;
  draft.set(plain ?? [...inTemplate(draft, given), field], value, within(given.place, field));
}

/** Both fields together, since arguments of the mode must not follow a command of somebody else. */
function carryCommand(draft: Draft, given: ContainerImport): void {
  const { container, base } = given;
  const fields = ['command', 'args'] as const;
  const unlike = fields.filter(
    field => !isBlank(container[field]) && !isDeepStrictEqual(container[field], base[field]),
  );
  if (unlike.length === 0) return;
  for (const field of fields) {
    if (!isBlank(container[field]))
      draft.set([...inTemplate(draft, given), field], container[field], within(given.place, field));
    else if (base[field] !== undefined)
      draft.set([...inTemplate(draft, given), field], [], within(given.place, unlike[0] as string));
  }
}

function isPlainRequirements(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).every(key => key === 'requests' || key === 'limits');
}

/** By name where each is a plain text that nobody else sets; else in the template, all together, since one may refer to those before it. */
function carryEnv(draft: Draft, given: ContainerImport, value: unknown): void {
  const { base, place, plainly, taken } = given;
  if (!Array.isArray(value)) {
    draft.leave(within(place, 'env'), 'must be a list of variables');
    return;
  }
  const own = value
    .map((entry: unknown, index) => ({ entry, from: within(place, 'env', index) }))
    .filter(({ entry }) => !isPlainObject(entry) || !isDeepStrictEqual(named(listOf(base, 'env'), entry.name), entry));
  const others = [...taken, ...listOf(base, 'env').map(({ name }) => name)];
  const names = own.map(({ entry }) => (isPlainObject(entry) ? entry.name : undefined));
  const plain = own.every(
    ({ entry }, index) => isPlainVariable(entry) && !others.includes(entry.name) && names.indexOf(entry.name) === index,
  );
  for (const { entry, from } of own) {
    if (plain && plainly.env && isPlainVariable(entry))
      draft.set([...plainly.env, entry.name], entry.value ?? '', from);
    else draft.add([...inTemplate(draft, given), 'env'], entry, from);
  }
}

function isPlainVariable(entry: unknown): entry is { readonly name: string; readonly value?: string } {
  return (
    isPlainObject(entry) &&
    typeof entry.name === 'string' &&
    ['string', 'undefined'].includes(typeof entry.value) &&
    Object.keys(entry).every(key => key === 'name' || key === 'value')
  );
}

function carryMounts(draft: Draft, given: ContainerImport, value: unknown): void {
  const { base, place, plainly } = given;
  if (!Array.isArray(value)) {
    draft.leave(within(place, 'volumeMounts'), 'must be a list of mounts');
    return;
  }
  value.forEach((mount: unknown, index) => {
    const from = within(place, 'volumeMounts', index);
    const known = isPlainObject(mount) ? named(listOf(base, 'volumeMounts'), mount.mountPath, 'mountPath') : undefined;
    if (known !== undefined && isDeepStrictEqual(known, mount)) return;
    if (given.completed && known !== undefined && named(value.filter(isPlainObject), known.name) === undefined) {
      draft.leave(
        from,
        `mounts another volume where the chart mounts ${String(known.name)}; the API server refuses two mounts at one path`,
      );
      return;
    }
    if (isPlainObject(mount) && !given.volumes.includes(mount.name)) {
      draft.leave(from, 'mounts a volume that the pod does not have; the API server refuses the runners');
      return;
    }
    if (known === undefined && plainly.volumeMounts) draft.add(plainly.volumeMounts, mount, from);
    else draft.add([...inTemplate(draft, given), 'volumeMounts'], mount, from);
  });
}

/** Where the container is in the configuration's template; it is added there when it is first needed. */
export function inTemplate(
  draft: Draft,
  { container: { name }, list, place }: Pick<ContainerImport, 'container' | 'list' | 'place'>,
): ValuePath {
  const path = ['template', 'spec', list];
  const there = (valueAt(draft.config, path) ?? []) as readonly Entry[];
  const index = there.findIndex(container => container.name === name);
  if (index < 0) draft.add(path, { name }, place);
  return [...path, index < 0 ? there.length : index];
}
