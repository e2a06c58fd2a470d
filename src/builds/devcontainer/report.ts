import type { Position } from '../../config-file/source';
import { ConfigFileError, formatPath, type Finding, type ValuePath } from '../../errors';

/** A file whose values have positions. */
export interface Source {
  readonly file: string;
  place(finding: Pick<Finding, 'path' | 'at'>): Position;
}

/** A value in a file. */
export interface Place {
  readonly source: Source;
  readonly path: ValuePath;
}

/** A finding with its position in a file of the checkout. */
export interface PlacedFinding extends Finding, Position {
  /** Path of the file in the checkout. */
  readonly file: string;
}

/** The place of a part of a value. */
export function inside({ source, path }: Place, ...parts: ValuePath): Place {
  return { source, path: [...path, ...parts] };
}

/** Formats a finding as `file:line:column  path: message`. */
export function formatFinding({ file, line, column, path, message }: PlacedFinding): string {
  return lineOf({ file, line, column, text: path.length > 0 ? `${formatPath(path)}: ${message}` : message });
}

/** Collects what is wrong in a devcontainer.json file and the files that it names. */
export class Report {
  /** What is ignored, assumed, or works differently in a pod. */
  readonly notices: PlacedFinding[] = [];

  private readonly errors: PlacedFinding[] = [];

  error(place: Place, message: string, at?: Finding['at']): void {
    add(this.errors, placed(place, message, at));
  }

  notice(place: Place, message: string, at?: Finding['at']): void {
    add(this.notices, placed(place, message, at));
  }

  /** Reports whether there is an error at a path of a file or below it. */
  hasErrorAt({ source, path }: Place): boolean {
    return this.errors.some(
      ({ file, path: other }) => file === source.file && path.every((part, index) => other[index] === part),
    );
  }

  /** @throws ConfigFileError with all errors */
  refuse(): void {
    if (this.errors.length === 0) return;
    const sorted = [...this.errors].sort(byPosition);
    throw new ConfigFileError([...sorted.map(formatFinding), summary(sorted.length)].join('\n'), sorted);
  }
}

/** Creates the error for a text that cannot be parsed. */
export function refuseText(mistakes: readonly PlacedText[]): ConfigFileError {
  const sorted = [...mistakes].sort(byPosition);
  return new ConfigFileError([...sorted.map(lineOf), summary(sorted.length)].join('\n'));
}

interface PlacedText extends Position {
  readonly file: string;
  readonly text: string;
}

/** What is read twice is reported once. */
function add(findings: PlacedFinding[], finding: PlacedFinding): void {
  if (!findings.some(other => formatFinding(other) === formatFinding(finding))) findings.push(finding);
}

function placed({ source, path }: Place, message: string, at?: Finding['at']): PlacedFinding {
  return { file: source.file, ...source.place({ path, at }), path, message, at };
}

function lineOf({ file, line, column, text }: PlacedText): string {
  return `${file}:${line}:${column}  ${text}`;
}

function byPosition(a: Position & { file: string }, b: Position & { file: string }): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

function summary(count: number): string {
  return `${count} ${count === 1 ? 'error' : 'errors'}; nothing was written`;
}
