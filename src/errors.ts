import type { IConstruct } from 'constructs';
import { redact } from './credential-text';

/** A path into the value a user wrote: property names and list positions. */
export type ValuePath = readonly (string | number)[];

/** One thing that is wrong with a value, where it is, and what to do about it. */
export interface Finding {
  /** Where, in the words of whoever wrote the value: `['caches', 0, 'target']`. */
  readonly path: ValuePath;

  /** What came, what is allowed, what to do: lower case, no final period. */
  readonly message: string;

  /**
   * Whether the name at the end of the path is wrong, or the value behind it.
   *
   * @default 'value'
   */
  readonly at?: 'key' | 'value';
}

/** `caches[0].target`, as a user would write it. */
export function formatPath(path: ValuePath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[$\w./-]+$/.test(part) ? `${index === 0 ? '' : '.'}${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('');
}

/** The same findings, one level further in. */
export function prefixFindings(prefix: ValuePath, findings: readonly Finding[]): Finding[] {
  return findings.map(finding => ({ ...finding, path: [...prefix, ...finding.path] }));
}

/** The findings at places, and in parts, of which the others say nothing. */
export function findingsElsewhere(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  return findings.filter(({ path }) => !others.some(other => other.path.every((part, index) => path[index] === part)));
}

/** The findings without duplicates, such as those that every instance of a set repeats. */
export function uniqueFindings(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()];
}

/** Base class of the errors that this library throws. */
export abstract class DeskrunError extends Error {
  constructor(message: string) {
    // A message quotes what was written, and that may be a credential in the wrong place.
    super(redact(message));
    this.name = new.target.name;
  }
}

/** Properties that cannot work. Carries every finding of one construct or value, not only the first. */
export class PropsError extends DeskrunError {
  constructor(
    readonly findings: readonly Finding[],
    scope?: IConstruct,
  ) {
    const where = scope?.node.path ? `[${scope.node.path}] ` : '';
    super(
      findings
        .map(({ path, message }) => `${where}${path.length > 0 ? `${formatPath(path)}: ` : ''}${message}`)
        .join('\n'),
    );
  }
}

/** A configuration file that cannot be used. Its message has one `file:line:col` line for each finding. */
export class ConfigFileError extends DeskrunError {
  /** What is wrong with the value in the file, for who has it from elsewhere; nothing where it is the text that cannot be read. */
  constructor(
    message: string,
    readonly findings: readonly Finding[] = [],
  ) {
    super(message);
  }
}

/** Manifests that an API server or a controller would refuse. Thrown before anything is written. */
export class ManifestError extends DeskrunError {
  constructor(readonly problems: readonly string[]) {
    super(
      `${problems.join('\n')}\n${problems.length} ${problems.length === 1 ? 'error' : 'errors'}; nothing was written`,
    );
  }
}

/** Throws a {@link PropsError} when there is anything to say. */
export function refuse(findings: readonly Finding[], scope?: IConstruct): void {
  if (findings.length > 0) throw new PropsError(findings, scope);
}
