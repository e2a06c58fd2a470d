import { formatPath } from '../errors';
import { masked, maskedText } from './credentials';
import type { Place } from './values-file';

/** Something of the values that is not in the configuration. */
export interface Left {
  readonly place: Place;

  /** What stands there. @default - as in the file */
  readonly value?: unknown;
  readonly reason: string;
  readonly remedy?: string;
}

/** A part of a `values.yaml` that the configuration does not carry, for people and for JSON. */
export interface NotCarried {
  /** The file, as it was called. */
  readonly file: string;

  /** `template.spec.containers[0].command`. */
  readonly path: string;

  /** Where that stands, or what is nearest around it; from 1. */
  readonly line: number;
  readonly column: number;

  /** What stands there, credentials masked; absent where something is missing from the values. */
  readonly value?: unknown;

  /** Why it is not carried. */
  readonly reason: string;

  /** What to do about it. @default - nothing has to be done */
  readonly remedy?: string;
}

/** The report of what was left, in the order of the files and their lines. */
export function reportOf(left: readonly Left[]): NotCarried[] {
  const files = [...new Set(left.map(({ place }) => place.file))];
  const report = left.map(({ place, reason, remedy, ...rest }) => {
    const { file, path, line, column } = place.file.locate(place);
    const value = 'value' in rest ? rest.value : place.file.at(place.path);
    return {
      file,
      path: maskedText(formatPath(path)),
      line,
      column,
      ...(value !== undefined && { value: masked(value) }),
      reason: maskedText(reason),
      ...(remedy !== undefined && { remedy: maskedText(remedy) }),
      order: files.indexOf(place.file),
    };
  });
  return report
    .sort((a, b) => a.order - b.order || a.line - b.line || a.column - b.column)
    .map(({ order, ...item }) => item);
}
