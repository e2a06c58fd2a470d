import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../support/folders';
import type { Cluster } from './cluster';

const ROOT = join(__dirname, '../../..');

/** What a run left behind. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What kubectl was called with. */
  readonly calls: readonly (readonly string[])[];
}

/** A run of `deskrun` on a cluster, with a stand-in for kubectl and none for docker. */
export class Session {
  readonly folder = temporaryFolder();
  private readonly env: NodeJS.ProcessEnv;

  constructor(cluster: Cluster, env: NodeJS.ProcessEnv = {}) {
    copyFileSync(join(__dirname, 'stand-in.cjs'), join(this.folder, 'kubectl'));
    this.write('objects.json', JSON.stringify(cluster.objects));
    this.env = { PATH: `${this.folder}:${process.execPath.replace(/\/node$/, '')}:/usr/bin:/bin`, HOME: this.folder, OBJECTS: join(this.folder, 'objects.json'), CALLS: join(this.folder, 'calls'), ...env };
  }

  write(file: string, text: string): void {
    writeFileSync(join(this.folder, file), text);
  }

  /** Starts `deskrun`; what it prints is handed on as it comes. */
  start(...argv: string[]) {
    return spawn(process.execPath, ['-r', join(ROOT, 'scripts/typescript.cjs'), join(ROOT, 'src/cli/bin.ts'), ...argv], { cwd: this.folder, env: this.env });
  }

  run(argv: readonly string[], stdin = ''): Promise<Ran> {
    const child = this.start(...argv);
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.stdin.end(stdin);
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', code => resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString(), calls: this.calls }));
    });
  }

  private get calls(): string[][] {
    const file = join(this.folder, 'calls');
    return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').map(line => JSON.parse(line) as string[]) : [];
  }
}
