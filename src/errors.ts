import type { IConstruct } from 'constructs';
import { redact } from './credential-text';

/** A path in a value: property names and list indexes, such as `['caches', 0, 'target']`. */
export type ValuePath = readonly (string | number)[];

/**
 * A problem in props or in a configuration, with its path.
 *
 * @example
 * { path: ['maxRunners'], message: 'must be at least minRunners (2), got 1' }
 */
export interface Finding {
  /** Path of the invalid value, as the user wrote it: `['caches', 0, 'target']`. */
  readonly path: ValuePath;

  /** The problem, what is allowed, and what to do. Lower case, without a final period. */
  readonly message: string;

  /** `key` if the name at the end of the path is invalid, `value` if its value is. @default 'value' */
  readonly at?: 'key' | 'value';
}

/** Formats a path as in JavaScript: `caches[0].target`. */
export function formatPath(path: ValuePath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[$\w./-]+$/.test(part) ? `${index === 0 ? '' : '.'}${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('');
}

/** Adds a prefix to the path of each finding. */
export function prefixFindings(prefix: ValuePath, findings: readonly Finding[]): Finding[] {
  return findings.map(finding => ({ ...finding, path: [...prefix, ...finding.path] }));
}

/** Returns the findings whose path is not at or below the path of one of the others. */
export function findingsElsewhere(findings: readonly Finding[], others: readonly Finding[]): Finding[] {
  return findings.filter(({ path }) => !others.some(other => other.path.every((part, index) => path[index] === part)));
}

/** Returns the findings without duplicates, such as the same finding of every instance of a set. */
export function uniqueFindings(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map(finding => [JSON.stringify(finding), finding])).values()];
}

/** Base class of the errors that this library throws. */
export abstract class DeskrunError extends Error {
  /** @param message the message, in which credentials are masked */
  constructor(message: string) {
    // A message quotes values, and one of them may be a credential.
    super(redact(message));
    this.name = new.target.name;
  }
}

/** Thrown for invalid props. It has every finding of one construct or value, not only the first. */
export class PropsError extends DeskrunError {
  /**
   * @param findings the findings, with paths relative to the props
   * @param scope the construct, whose path starts each line of the message
   */
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

/** Thrown for an invalid configuration file. Its message has one `file:line:column` line for each finding. */
export class ConfigFileError extends DeskrunError {
  /**
   * @param message the message, with one line for each finding
   * @param findings the findings, with paths in the configuration; empty if the file cannot be read or parsed
   */
  constructor(
    message: string,
    readonly findings: readonly Finding[] = [],
  ) {
    super(message);
  }
}

/** Thrown for manifests that the API server or a controller would refuse, before any file is written. */
export class ManifestError extends DeskrunError {
  /** @param problems the lines of the message */
  constructor(readonly problems: readonly string[]) {
    super(
      `${problems.join('\n')}\n${problems.length} ${problems.length === 1 ? 'error' : 'errors'}; nothing was written`,
    );
  }
}

/** Throws a {@link PropsError} if there are findings. */
export function refuse(findings: readonly Finding[], scope?: IConstruct): void {
  if (findings.length > 0) throw new PropsError(findings, scope);
}
