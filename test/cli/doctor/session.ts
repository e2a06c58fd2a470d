import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { run } from '../../../src/cli/run';
import { temporaryFolder } from '../../support/folders';
import type { Cluster } from './cluster';

const ROOT = join(__dirname, '../../..');

/** The result of a run. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The calls of kubectl. */
  readonly calls: readonly (readonly string[])[];
}

/** Runs `deskrun` on a cluster, with a fake kubectl and without docker. */
export class Session {
  readonly folder = temporaryFolder();
  private readonly env: NodeJS.ProcessEnv;

  constructor(cluster: Cluster, env: NodeJS.ProcessEnv = {}) {
    copyFileSync(join(__dirname, 'stand-in.cjs'), join(this.folder, 'kubectl'));
    this.write('objects.json', JSON.stringify(cluster.objects));
    this.env = {
      PATH: `${this.folder}:${process.execPath.replace(/\/node$/, '')}:/usr/bin:/bin`,
      HOME: this.folder,
      OBJECTS: join(this.folder, 'objects.json'),
      CALLS: join(this.folder, 'calls'),
      ...env,
    };
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** Runs `deskrun` as a process. */
  start(...argv: string[]) {
    return spawn(
      process.execPath,
      ['-r', join(ROOT, 'scripts/typescript.cjs'), join(ROOT, 'src/cli/bin.ts'), ...argv],
      { cwd: this.folder, env: this.env },
    );
  }

  /** Runs a command line in this process, which is faster. */
  async run(argv: readonly string[], stdin = ''): Promise<Ran> {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const code = await run(argv, {
      stdin: Readable.from([stdin]),
      stdout,
      stderr,
      env: this.env,
      cwd: this.folder,
      signal: new AbortController().signal,
    });
    return { code, stdout: textOf(stdout), stderr: textOf(stderr), calls: this.calls };
  }

  private get calls(): string[][] {
    const file = join(this.folder, 'calls');
    return existsSync(file)
      ? readFileSync(file, 'utf8')
          .trimEnd()
          .split('\n')
          .map(line => JSON.parse(line) as string[])
      : [];
  }
}

function textOf(stream: PassThrough): string {
  return String((stream.read() as Buffer | null) ?? '');
}
