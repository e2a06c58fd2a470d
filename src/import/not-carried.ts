import { formatPath } from '../errors';
import { masked, maskedText } from './credentials';
import type { Place } from './values-file';

/** A value that the import omits or changes. */
export interface Omission {
  readonly place: Place;

  /** The value to report. @default - the value at the place */
  readonly value?: unknown;
  readonly reason: string;
  readonly remedy?: string;
}

/** A part of the values that the imported configuration omits or changes. */
export interface NotCarried {
  /** The file that holds the value, as the caller named it. */
  readonly file: string;

  /** Path of the value, such as `template.spec.containers[0].command`. */
  readonly path: string;

  /** Line of the value, from 1. For a missing value, the line of the nearest value around it. */
  readonly line: number;

  /** Column of the value, from 1. For a missing value, the column of the nearest value around it. */
  readonly column: number;

  /** The value, with credentials masked. @default - the value is missing from the file */
  readonly value?: unknown;

  /** Why the configuration does not hold the value as written. */
  readonly reason: string;

  /** What to do about it. @default - nothing needs to be done */
  readonly remedy?: string;
}

/** Returns the report of all omissions, sorted by file, line and column. Credentials are masked. */
export function notCarriedReport(omissions: readonly Omission[]): NotCarried[] {
  const files = [...new Set(omissions.map(({ place }) => place.file))];
  const report = omissions.map(({ place, reason, remedy, ...rest }) => {
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
