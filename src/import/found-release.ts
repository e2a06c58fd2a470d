import type { ConfigSource } from '../config-file/source';
import type { ValuePath } from '../errors';
import type { Omission } from './not-carried';
import { ValuesFile, valueAt, type Layer, type Place } from './values-file';

/** The charts of ARC. */
export type ArcChart = 'gha-runner-scale-set' | 'gha-runner-scale-set-controller';

/** A release of one of the charts of ARC, found in a text. */
export interface FoundRelease {
  readonly chart: ArcChart;
  readonly file: ValuesFile;

  /** @default - unknown */
  readonly releaseName?: string;

  /** @default - the namespace that the caller passes */
  readonly namespace?: string;

  /** The object that contains the release, such as `HelmRelease ci/docs`. @default - the text contains only values */
  readonly object?: string;

  /** The version of the chart and its place. @default - unknown */
  readonly version?: { readonly text: string; readonly place: Place };

  /** The condition in the values of the umbrella chart that disables it. @default - it is installed */
  readonly off?: Place;
}

/** The releases found in a text. */
export interface Found {
  readonly releases: FoundRelease[];

  /** Parts of the text that are not imported. */
  readonly omissions: Omission[];

  /** Objects in the text that are not releases of ARC's charts, as `Kind name`. */
  readonly others: string[];
}

/** A value in a YAML document, with its path: the document itself, an item of a list, the value of a key. */
export class Item {
  constructor(
    readonly source: ConfigSource,
    readonly at: ValuePath,
    private readonly root: unknown = source.value,
  ) {}

  get(...path: ValuePath): unknown {
    return valueAt(this.root, [...this.at, ...path]);
  }

  /** Returns a string that is not empty, or undefined. */
  text(...path: ValuePath): string | undefined {
    const value = this.get(...path);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** Returns the entries of a list. Empty if there is no list. */
  items(...path: ValuePath): Item[] {
    const list = this.get(...path);
    return Array.isArray(list) ? list.map((_, index) => this.child(...path, index)) : [];
  }

  child(...path: ValuePath): Item {
    return new Item(this.source, [...this.at, ...path], this.root);
  }

  layer(...path: ValuePath): Layer {
    return { source: this.source, at: [...this.at, ...path] };
  }

  place(...path: ValuePath): Place {
    return { file: new ValuesFile([{ source: this.source, at: [] }]), path: [...this.at, ...path] };
  }
}

/** Returns the name of a chart: the last segment of a name, path or URL. */
export function chartName(name: string | undefined): string | undefined {
  return name?.replace(/\/+$/, '').split('/').at(-1);
}
