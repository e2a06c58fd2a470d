import type { ConfigSource } from '../../config-file/source';
import type { Finding, ValuePath } from '../../errors';
import type { Scalar } from './written';

/** A file while it is read: collects what is refused and what the user should know. */
export class Reading {
  readonly findings: Finding[] = [];
  readonly notices: Finding[] = [];

  constructor(private readonly source: ConfigSource) {}

  refuse(path: ValuePath, message: string, at?: 'key'): void {
    this.findings.push({ path, message, ...(at && { at }) });
  }

  note(path: ValuePath, message: string): void {
    this.notices.push({ path, message });
  }

  /** The text of a scalar as it is written: a version 1.30 is a number in YAML, and stays 1.30 as text. */
  text(value: Scalar, path: ValuePath): string {
    if (typeof value === 'string') return value;
    const written = this.source.scalarText(path) ?? String(value);
    const type = typeof value === 'boolean' ? 'a boolean' : 'a number';
    this.note(path, `is ${type} in YAML and is read as the text ${JSON.stringify(written)}; put it in quotes`);
    return written;
  }
}
