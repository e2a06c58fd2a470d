import type { DocumentOptions, SchemaOptions } from 'yaml';
import type { ConfigSource, Position } from '../config-file/source';
import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';

/**
 * The YAML dialect of helm: YAML 1.1, where `yes` is true and 0644 is octal.
 * Timestamps, dates and sexagesimal numbers remain strings.
 */
export const HELM_YAML: DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags: tags =>
    tags.filter(
      tag =>
        typeof tag === 'string' ||
        !(/:(timestamp|binary|omap|pairs|set)$/.test(tag.tag) || ('format' in tag && tag.format === 'TIME')),
    ),
};

/** A place in the values of a release, or in the object that contains them. */
export interface Place {
  readonly file: ValuesFile;
  readonly path: ValuePath;

  /** Whether the place is the key or its value. @default 'value' */
  readonly at?: 'key' | 'value';
}

/** A map of values in a YAML document. */
export interface Layer {
  readonly source: ConfigSource;

  /** Path of the map in the document. */
  readonly at: ValuePath;

  /** Keys to ignore, because the chart does not receive them. @default - none */
  readonly without?: readonly string[];
}

/** A place in a file, as reported to users. */
export interface Located extends Position {
  readonly file: string;
  readonly path: ValuePath;
}

/** The values of a release, merged as helm merges them: later layers override earlier ones. */
export class ValuesFile {
  readonly values: Readonly<Record<string, unknown>>;
  private readonly layers: readonly (Layer & { readonly values: unknown })[];

  /** @throws ConfigFileError if a layer is not a map. An empty layer is an empty map. */
  constructor(layers: readonly Layer[]) {
    this.layers = layers.map(layer => ({ ...layer, values: mapOf(layer) }));
    this.values = this.layers.reduce<Record<string, unknown>>(
      (values, layer) => merged(values, layer.values as Record<string, unknown>),
      {},
    );
  }

  place(...path: ValuePath): Place {
    return { file: this, path };
  }

  /** Returns the position of a place: in the last layer that sets it, else the nearest position in the last layer. */
  locate({ path, at }: Place): Located {
    const layer =
      [...this.layers].reverse().find(({ values }) => valueAt(values, path) !== undefined) ?? this.layers.at(-1);
    if (layer === undefined) throw new Error('values without a layer');
    const fullPath = [...layer.at, ...path];
    return { file: layer.source.file, path: fullPath, ...layer.source.place({ path: fullPath, at }) };
  }

  /** Returns the value at a path, or undefined. */
  at(path: ValuePath): unknown {
    return valueAt(this.values, path);
  }
}

function mapOf({ source, at, without = [] }: Layer): Readonly<Record<string, unknown>> {
  const values = valueAt(source.value, at) ?? {};
  if (!isPlainObject(values)) throw source.error([{ path: at, message: 'must be a map of values' }]);
  return without.length === 0
    ? values
    : Object.fromEntries(Object.entries(values).filter(([key]) => !without.includes(key)));
}

/** Merges maps and replaces everything else, as helm does with several values files. */
function merged(values: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const result = new Map<string, unknown>(Object.entries(values));
  for (const [key, value] of Object.entries(over)) {
    const under = result.get(key);
    result.set(key, isPlainObject(under) && isPlainObject(value) ? merged(under, value) : value);
  }
  return Object.fromEntries(result);
}

/** Returns the place at a path below another place. */
export function within(place: Place, ...path: ValuePath): Place {
  return { ...place, path: [...place.path, ...path] };
}

/** Returns the value at a path of a value, or undefined. */
export function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce(
    (inner: unknown, part) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, part)
        ? (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}
