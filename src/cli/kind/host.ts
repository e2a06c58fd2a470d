import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';

/** What the machine says of itself. */
export class Host {
  constructor(
    /** Where its file system begins. */
    private readonly root = '/',
    readonly name = hostname(),
  ) {}

  /** A kernel parameter that is a number, or nothing where the kernel has none of that name. */
  sysctl(name: string): number | undefined {
    const file = join(this.root, 'proc/sys', ...name.split('.'));
    return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
  }

  exists(path: string): boolean {
    return existsSync(join(this.root, path));
  }

  /** What is left of the disk that a path is on, or will be on when it is made. */
  freeBytes(path: string): number {
    let there = join(this.root, path);
    while (!existsSync(there)) there = dirname(there);
    const { bavail, bsize } = statfsSync(there);
    return bavail * bsize;
  }
}
