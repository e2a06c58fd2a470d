import type { DocumentOptions, SchemaOptions } from 'yaml';
import type { ConfigSource, Position } from '../config/source';
import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';

/** Helm reads YAML 1.1: `yes` is true and a file mode of 0644 is octal. Its times, dates and sexagesimal numbers stay words. */
export const HELM_YAML: DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags: tags =>
    tags.filter(
      tag =>
        typeof tag === 'string' ||
        !(/:(timestamp|binary|omap|pairs|set)$/.test(tag.tag) || ('format' in tag && tag.format === 'TIME')),
    ),
};

/** Something in the values of a release, or in the object around them. */
export interface Place {
  readonly file: ValuesFile;
  readonly path: ValuePath;

  /** Whether the key is meant and not what stands behind it. @default 'value' */
  readonly at?: 'key' | 'value';
}

/** A map of values somewhere in a text. */
export interface Layer {
  readonly source: ConfigSource;

  /** Where the values are. */
  readonly at: ValuePath;

  /** Keys that are not for the chart. @default - none */
  readonly without?: readonly string[];
}

/** A place in the words of a reader of the files. */
export interface Located extends Position {
  readonly file: string;
  readonly path: ValuePath;
}

/** The values of a release as helm reads them: a map, or several, of which later ones replace earlier ones. */
export class ValuesFile {
  readonly values: Readonly<Record<string, unknown>>;
  private readonly layers: readonly (Layer & { readonly values: unknown })[];

  /** @throws ConfigFileError where any of the layers is no map of values; nothing at all is the chart's defaults */
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

  /** Where a place is: in the last layer that has it, else around it in the last one. */
  locate({ path, at }: Place): Located {
    const layer =
      [...this.layers].reverse().find(({ values }) => valueAt(values, path) !== undefined) ?? this.layers.at(-1);
    if (layer === undefined) throw new Error('values of no file');
    const whole = [...layer.at, ...path];
    return { file: layer.source.file, path: whole, ...layer.source.place({ path: whole, at }) };
  }

  /** What stands at a place, or undefined. */
  at(path: ValuePath): unknown {
    return valueAt(this.values, path);
  }
}

function mapOf({ source, at, without = [] }: Layer): Readonly<Record<string, unknown>> {
  const values = valueAt(source.value, at) ?? {};
  if (!isPlainObject(values)) throw source.error([{ path: at, message: 'must be a map of values, as helm wants it' }]);
  return without.length === 0
    ? values
    : Object.fromEntries(Object.entries(values).filter(([key]) => !without.includes(key)));
}

/** Maps are merged, and everything else is replaced, as helm does with several files. */
function merged(values: Record<string, unknown>, over: Record<string, unknown>): Record<string, unknown> {
  const result = new Map<string, unknown>(Object.entries(values));
  for (const [key, value] of Object.entries(over)) {
    const under = result.get(key);
    result.set(key, isPlainObject(under) && isPlainObject(value) ? merged(under, value) : value);
  }
  return Object.fromEntries(result);
}

/** A place inside another. */
export function within(place: Place, ...path: ValuePath): Place {
  return { ...place, path: [...place.path, ...path] };
}

/** What stands at a path of a value, or undefined. */
export function valueAt(value: unknown, path: ValuePath): unknown {
  return path.reduce(
    (inner: unknown, part) =>
      typeof inner === 'object' && inner !== null && Object.hasOwn(inner, part)
        ? (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );
}
