import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { writeAtomically } from '../files/atomic-write';
import type { Credential } from './credential';

/**
 * Stores credentials on this machine, outside the configuration. Each Secret has a file that only its owner can
 * read, in a folder for each configuration, so that two projects may have Secrets of the same name.
 */
export class CredentialStore {
  private readonly folder: string;

  constructor(
    private readonly home: string,
    configuration: string,
  ) {
    const project = createHash('sha256').update(configuration).digest('hex').slice(0, 12);
    this.folder = join(home, 'credentials', `${basename(dirname(configuration)).replace(/^\.+/, '')}-${project}`);
  }

  read(secret: string): Credential | undefined {
    const file = this.fileOf(secret);
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Credential) : undefined;
  }

  write(secret: string, credential: Credential): void {
    for (const folder of [this.home, join(this.home, 'credentials'), this.folder])
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeAtomically(this.fileOf(secret), `${JSON.stringify(credential)}\n`, 0o600);
  }

  remove(secret: string): void {
    rmSync(this.fileOf(secret), { force: true });
  }

  private fileOf(secret: string): string {
    return join(this.folder, `${encodeURIComponent(secret)}.json`);
  }
}
