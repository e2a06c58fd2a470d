import type { DocumentOptions, SchemaOptions } from 'yaml';
import { ConfigSource, type Position } from '../config/source';
import type { ValuePath } from '../errors';
import { isPlainObject } from '../kubernetes';

/** Helm reads YAML 1.1: `yes` is true and a file mode of 0644 is octal. Its times, dates and sexagesimal numbers stay words. */
const HELM_YAML: DocumentOptions & SchemaOptions = {
  version: '1.1',
  customTags: tags =>
    tags.filter(
      tag =>
        typeof tag === 'string' ||
        !(/:(timestamp|binary|omap|pairs|set)$/.test(tag.tag) || ('format' in tag && tag.format === 'TIME')),
    ),
};

/** Something in a `values.yaml`. */
export interface Place {
  readonly file: ValuesFile;
  readonly path: ValuePath;

  /** Whether the key is meant and not what stands behind it. @default 'value' */
  readonly at?: 'key' | 'value';
}

/** A `values.yaml`, as helm reads it. */
export class ValuesFile {
  readonly values: Readonly<Record<string, unknown>>;
  private readonly source: ConfigSource;

  /** @throws ConfigFileError where the text is no YAML, or no map of values; an empty one is the chart's defaults */
  constructor(
    text: string,
    readonly name: string,
  ) {
    this.source = new ConfigSource(text, name, HELM_YAML);
    const values = this.source.value ?? {};
    if (!isPlainObject(values))
      throw this.source.error([{ path: [], message: 'must be a map of values, as helm wants it' }]);
    this.values = values;
  }

  place(...path: ValuePath): Place {
    return { file: this, path };
  }

  position({ path, at }: Place): Position {
    return this.source.place({ path, at });
  }

  /** What stands at a place, or undefined. */
  at(path: ValuePath): unknown {
    return valueAt(this.values, path);
  }
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
