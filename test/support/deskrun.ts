import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');

/** The published command. */
export const BIN = join(root, 'lib/src/cli/bin.js');

/** The output and the exit code of a process. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** Runs `deskrun` with the home directory `home`, by default in that folder. */
export function deskrun(
  home: string,
  args: readonly string[],
  { cwd = home, input = '', env = {} }: Surroundings = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd,
    input,
    encoding: 'utf8',
    env: environment(home, env),
  });
  return { status, stdout, stderr };
}

/** Starts `deskrun` without waiting for it. */
export function startDeskrun(
  home: string,
  args: readonly string[],
  { cwd = home, env = {} }: Surroundings = {},
): ChildProcess {
  return spawn(process.execPath, [BIN, ...args], { cwd, env: environment(home, env), stdio: ['pipe', 'pipe', 'pipe'] });
}

function environment(home: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: home, ...env };
}

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(file => statSync(join(folder, file)).mtimeMs),
  );
}

beforeAll(() => {
  if (!existsSync(BIN) || statSync(BIN).mtimeMs < newest(join(root, 'src')))
    throw new Error('lib/ is older than src/: npm run build');
});
