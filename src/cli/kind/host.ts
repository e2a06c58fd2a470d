import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

/** Reads the state of this machine. */
export class Host {
  constructor(
    /** The root of its file system. */
    private readonly root = '/',
    readonly name = hostname(),
  ) {}

  /** A numeric kernel parameter; `undefined` if the kernel does not have it. */
  sysctl(name: string): number | undefined {
    const file = join(this.root, 'proc/sys', ...name.split('.'));
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  }

  exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** The free space of the disk that a path is on. The path need not exist. */
  freeBytes(path: string): number {
    let existing = join(this.root, path);
    while (!existsSync(existing)) existing = dirname(existing);
    const { bavail, bsize } = statfsSync(existing);
    return bavail * bsize;
  }
}
