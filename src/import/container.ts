import { isDeepStrictEqual } from 'node:util';
import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';
import { isBlank } from './chart-values';
import type { Draft } from './draft';
import { listOf, named, type Entry } from './mode-pod';
import { valueAt, within, type Place } from './values-file';

/** A container in the values, and the one that the mode creates under the same name. */
export interface ContainerImport {
  readonly container: Entry;
  readonly place: Place;

  /** The container of the mode. Empty if the mode has no container of that name. */
  readonly base: Entry;
  readonly list: 'containers' | 'initContainers';

  /** Keys of the configuration to use for a field, instead of the template. */
  readonly configKeys: { readonly [field: string]: ValuePath };

  /** Names of variables that another part of the configuration sets, such as the proxy. */
  readonly otherVariables: readonly string[];

  /** Names of all volumes of the pod. */
  readonly volumes: readonly unknown[];

  /** Whether the chart adds the mounts of the mode, except for volumes that the values mount. @default false */
  readonly chartAddsMounts?: boolean;

  /** Whether the pod is for Windows nodes. @default false */
  readonly forWindows?: boolean;
}

/**
 * Imports the fields of a container that differ from those of the mode.
 * Each goes to its key in the configuration, else to the template, which overrides the mode.
 */
export function importContainer(draft: Draft, given: ContainerImport): void {
  const { container, base } = given;
  if (base.name === undefined) inTemplate(draft, given);
  for (const [field, value] of Object.entries(container)) {
    if (field === 'name' || isBlank(value) || isDeepStrictEqual(value, base[field])) continue;
    if (field === 'env') importEnv(draft, given, value);
    else if (field === 'volumeMounts') importMounts(draft, given, value);
    else if (field !== 'command' && field !== 'args') importField(draft, given, field, value);
  }
  importCommand(draft, given);
}

function importField(draft: Draft, given: ContainerImport, field: string, value: unknown): void {
  const hasPlain = Object.hasOwn(given.configKeys, field) && (field !== 'resources' || isPlainRequirements(value));
  const plain = hasPlain ? given.configKeys[field] : undefined;
  draft.set(plain ?? [...inTemplate(draft, given), field], value, within(given.place, field));
}

/** Imports command and args together: args of the mode must not follow a command of the user. */
function importCommand(draft: Draft, given: ContainerImport): void {
  const { container, base } = given;
  const fields = ['command', 'args'] as const;
  const changed = fields.filter(
    field => !isBlank(container[field]) && !isDeepStrictEqual(container[field], base[field]),
  );
  if (changed.length === 0) return;
  for (const field of fields) {
    if (!isBlank(container[field]))
      draft.set([...inTemplate(draft, given), field], container[field], within(given.place, field));
    else if (base[field] !== undefined)
      draft.set([...inTemplate(draft, given), field], [], within(given.place, changed[0] as string));
  }
}

function isPlainRequirements(value: unknown): boolean {
  return isPlainObject(value) && Object.keys(value).every(key => key === 'requests' || key === 'limits');
}

/**
 * Imports variables to `env` if all are plain strings that nothing else sets. Otherwise imports all of them to the
 * template: a variable can refer to those before it, so their order must stay.
 */
function importEnv(draft: Draft, given: ContainerImport, value: unknown): void {
  const { base, place, configKeys, otherVariables } = given;
  if (!Array.isArray(value)) {
    draft.omit(within(place, 'env'), 'must be a list of variables');
    return;
  }
  const own = value
    .map((entry: unknown, index) => ({ entry, from: within(place, 'env', index) }))
    .filter(({ entry }) => !isPlainObject(entry) || !isDeepStrictEqual(named(listOf(base, 'env'), entry.name), entry));
  const others = [...otherVariables, ...listOf(base, 'env').map(({ name }) => name)];
  const names = own.map(({ entry }) => (isPlainObject(entry) ? entry.name : undefined));
  const plain = own.every(
    ({ entry }, index) => isPlainVariable(entry) && !others.includes(entry.name) && names.indexOf(entry.name) === index,
  );
  for (const { entry, from } of own) {
    if (plain && configKeys.env && isPlainVariable(entry))
      draft.set([...configKeys.env, entry.name], entry.value ?? '', from);
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

function importMounts(draft: Draft, given: ContainerImport, value: unknown): void {
  const { base, place, configKeys } = given;
  if (!Array.isArray(value)) {
    draft.omit(within(place, 'volumeMounts'), 'must be a list of volumeMounts');
    return;
  }
  value.forEach((mount: unknown, index) => {
    const from = within(place, 'volumeMounts', index);
    const known = isPlainObject(mount) ? named(listOf(base, 'volumeMounts'), mount.mountPath, 'mountPath') : undefined;
    if (known !== undefined && isDeepStrictEqual(known, mount)) return;
    if (given.chartAddsMounts && known !== undefined && named(value.filter(isPlainObject), known.name) === undefined) {
      draft.omit(
        from,
        `uses the mountPath of ${String(known.name)} in the chart; the API server refuses a duplicate mountPath`,
      );
      return;
    }
    if (isPlainObject(mount) && !given.volumes.includes(mount.name)) {
      draft.omit(from, 'refers to a volume that the pod does not have; the API server refuses the runner pods');
      return;
    }
    if (known === undefined && configKeys.volumeMounts) draft.add(configKeys.volumeMounts, mount, from);
    else draft.add([...inTemplate(draft, given), 'volumeMounts'], mount, from);
  });
}

/** Returns the path of the container in the template of the configuration. Adds the container if it is missing. */
export function inTemplate(
  draft: Draft,
  { container: { name }, list, place }: Pick<ContainerImport, 'container' | 'list' | 'place'>,
): ValuePath {
  const path = ['template', 'spec', list];
  const containers = (valueAt(draft.config, path) ?? []) as readonly Entry[];
  const index = containers.findIndex(container => container.name === name);
  if (index < 0) draft.add(path, { name }, place);
  return [...path, index < 0 ? containers.length : index];
}
