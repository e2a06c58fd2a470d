import type { ConfigSource } from '../config/source';
import type { ValuePath } from '../errors';
import type { Left } from './left';
import { ValuesFile, valueAt, type Layer, type Place } from './values-file';

/** The charts of ARC. */
export type ArcChart = 'gha-runner-scale-set' | 'gha-runner-scale-set-controller';

/** A release of one of the charts, found in a text of any form. */
export interface FoundRelease {
  readonly chart: ArcChart;
  readonly file: ValuesFile;

  /** @default - none is known */
  readonly releaseName?: string;

  /** @default - that of the caller */
  readonly namespace?: string;

  /** What it was found in: `HelmRelease ci/docs`. @default - the text is its values alone */
  readonly object?: string;

  /** The version of the chart, and where it stands. @default - none is known */
  readonly version?: { readonly text: string; readonly place: Place };

  /** Where it is said that the chart around it does not install it. @default - it is installed */
  readonly off?: Place;
}

/** What a text holds. */
export interface Found {
  readonly releases: FoundRelease[];

  /** What cannot be read of it. */
  readonly left: Left[];

  /** Objects of the text that are no releases of ARC's charts, as `Kind name`. */
  readonly others: string[];
}

/** An object in a text: a document, an item of a list. */
export class Item {
  constructor(
    readonly source: ConfigSource,
    readonly at: ValuePath,
    private readonly whole: unknown = source.value,
  ) {}

  get(...path: ValuePath): unknown {
    return valueAt(this.whole, [...this.at, ...path]);
  }

  /** A text that says something, or undefined. */
  text(...path: ValuePath): string | undefined {
    const value = this.get(...path);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  /** The entries of a list, none where there is no list. */
  items(...path: ValuePath): Item[] {
    const list = this.get(...path);
    return Array.isArray(list) ? list.map((_, index) => this.below(...path, index)) : [];
  }

  below(...path: ValuePath): Item {
    return new Item(this.source, [...this.at, ...path], this.whole);
  }

  layer(...path: ValuePath): Layer {
    return { source: this.source, at: [...this.at, ...path] };
  }

  place(...path: ValuePath): Place {
    return { file: new ValuesFile([{ source: this.source, at: [] }]), path: [...this.at, ...path] };
  }
}

/** The chart that a name, a path or an address names last. */
export function chartNamed(name: string | undefined): string | undefined {
  return name?.replace(/\/+$/, '').split('/').at(-1);
}
