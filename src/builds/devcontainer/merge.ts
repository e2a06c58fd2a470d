import { dockerMount } from './mounts/mount-text';
import { inside, type Place } from './report';
import { bytesOfRequirement } from './sizes';
import {
  HOOKS,
  type Hook,
  type HostRequirements,
  type ImageMetadata,
  type LifecycleCommand,
  type WrittenEnv,
} from './written-config';

/** A value, and where it is written. */
export interface Placed<T> {
  readonly value: T;
  readonly place: Place;
}

/** One of the configurations that are merged: the metadata of an image or a feature, or devcontainer.json itself. */
export interface Layer {
  readonly metadata: ImageMetadata & { readonly entrypoint?: string };

  /** Where a key of the layer is written. */
  readonly placeOf: (key: string) => Place;
}

/** A layer all of whose keys are at one place, such as the metadata of an image. */
export function layerAt(metadata: Layer['metadata'], place: Place): Layer {
  return { metadata, placeOf: () => place };
}

/** A layer that is written in a file. */
export function layerOf(metadata: Layer['metadata'], place: Place): Layer {
  return { metadata, placeOf: key => inside(place, key) };
}

/** The keys of all layers. A later layer replaces single values of an earlier one, and adds to its lists. */
export interface MergedConfig {
  /** The commands in the order in which they run. */
  readonly hooks: readonly (Placed<LifecycleCommand> & { readonly hook: Hook })[];
  readonly mounts: readonly Placed<NonNullable<ImageMetadata['mounts']>[number]>[];
  readonly containerEnv: Readonly<Record<string, Placed<WrittenEnv[string]>>>;
  readonly remoteEnv: Readonly<Record<string, Placed<WrittenEnv[string]>>>;
  readonly capAdd: readonly Placed<string>[];
  readonly securityOpt: readonly Placed<string>[];
  readonly entrypoints: readonly Placed<string>[];
  readonly init?: Placed<boolean>;
  readonly privileged?: Placed<boolean>;
  readonly containerUser?: Placed<string>;
  readonly remoteUser?: Placed<string>;
  readonly updateRemoteUserUID?: Placed<boolean>;
  readonly userEnvProbe?: Placed<string>;
  readonly overrideCommand?: Placed<boolean>;
  readonly hostRequirements?: Placed<MergedRequirements>;
}

/** The highest requirements of all layers. */
export interface MergedRequirements {
  readonly cpus: number;

  /** Bytes. 0 if nothing is required. */
  readonly memory: number;

  /** Bytes. 0 if nothing is required. */
  readonly storage: number;

  readonly gpu?: HostRequirements['gpu'];
}

/**
 * Merges the layers, the weakest first.
 *
 * @see https://containers.dev/implementors/spec/#merge-logic
 */
export function mergeLayers(layers: readonly Layer[]): MergedConfig {
  return {
    hooks: HOOKS.flatMap(hook => all(layers, hook).map(command => ({ hook, ...command }))),
    mounts: lastOfTarget(items(layers, 'mounts')),
    containerEnv: entries(layers, 'containerEnv'),
    remoteEnv: entries(layers, 'remoteEnv'),
    capAdd: unique(items(layers, 'capAdd')),
    securityOpt: unique(items(layers, 'securityOpt')),
    entrypoints: all(layers, 'entrypoint'),
    init: all(layers, 'init')[0],
    privileged: all(layers, 'privileged')[0],
    containerUser: all(layers, 'containerUser').at(-1),
    remoteUser: all(layers, 'remoteUser').at(-1),
    userEnvProbe: all(layers, 'userEnvProbe').at(-1),
    updateRemoteUserUID: given(layers, 'updateRemoteUserUID').at(-1),
    overrideCommand: given(layers, 'overrideCommand').at(-1),
    hostRequirements: requirements(given(layers, 'hostRequirements')),
  };
}

type Metadata = Layer['metadata'];

function given<K extends keyof Metadata>(layers: readonly Layer[], key: K): Placed<NonNullable<Metadata[K]>>[] {
  return layers.flatMap(({ metadata, placeOf }) => {
    const value = metadata[key];
    return value === undefined ? [] : [{ value, place: placeOf(key) }];
  });
}

/** The values that are not empty or false. */
function all<K extends keyof Metadata>(layers: readonly Layer[], key: K): Placed<NonNullable<Metadata[K]>>[] {
  return given(layers, key).filter(({ value }) => Boolean(value));
}

type ListKey = 'mounts' | 'capAdd' | 'securityOpt';

function items<K extends ListKey>(layers: readonly Layer[], key: K): Placed<NonNullable<Metadata[K]>[number]>[] {
  return given(layers, key).flatMap(({ value, place }) =>
    value.map((item: NonNullable<Metadata[K]>[number], index: number) => ({
      value: item,
      place: inside(place, index),
    })),
  );
}

function unique(values: readonly Placed<string>[]): Placed<string>[] {
  return values.filter(({ value }, index) => values.findIndex(other => other.value === value) === index);
}

function lastOfTarget(mounts: MergedConfig['mounts']): MergedConfig['mounts'] {
  const targets = mounts.map(({ value }) => dockerMount(value).target);
  return mounts.filter((_, index) => targets.lastIndexOf(targets[index]) === index);
}

function entries(layers: readonly Layer[], key: 'containerEnv' | 'remoteEnv'): MergedConfig['remoteEnv'] {
  const merged = Object.create(null) as Record<string, Placed<WrittenEnv[string]>>;
  for (const { value, place } of given(layers, key))
    for (const name of Object.keys(value)) merged[name] = { value: value[name] ?? null, place: inside(place, name) };
  return merged;
}

function requirements(all: readonly Placed<HostRequirements>[]): Placed<MergedRequirements> | undefined {
  const last = all.at(-1);
  if (!last) return undefined;
  const highest = (numbers: readonly number[]) => Math.max(0, ...numbers);
  const value = {
    cpus: highest(all.map(({ value: { cpus } }) => cpus ?? 0)),
    memory: highest(all.map(({ value: { memory } }) => bytesOfRequirement(memory) ?? 0)),
    storage: highest(all.map(({ value: { storage } }) => bytesOfRequirement(storage) ?? 0)),
    gpu: all.map(({ value: { gpu } }) => gpu).reduce(strictest, undefined),
  };
  return { value, place: last.place };
}

function strictest(a: HostRequirements['gpu'], b: HostRequirements['gpu']): HostRequirements['gpu'] {
  if (a === undefined || a === false) return b;
  if (b === undefined || b === false || (a === 'optional' && b === 'optional')) return a;
  const [first, second] = [a, b].map(gpu => (typeof gpu === 'object' ? gpu : {}));
  const cores = Math.max(first?.cores ?? 0, second?.cores ?? 0);
  const memory = Math.max(...[first, second].map(gpu => bytesOfRequirement(gpu?.memory) ?? 0));
  return { cores: cores || undefined, memory: memory > 0 ? String(memory) : undefined };
}
