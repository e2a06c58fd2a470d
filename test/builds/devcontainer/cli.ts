import { execFile } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../support/folders';
import { LOCAL_ENV, type Case } from './corpus';

/** The output of `devcontainer read-configuration`. */
export interface CliReading {
  readonly configuration: CliConfiguration;
  readonly workspace: { readonly workspaceFolder: string; readonly workspaceMount?: string };
  readonly mergedConfiguration: CliConfiguration;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- JSON of another program
type CliConfiguration = Record<string, any>;

/**
 * What the CLI asks of Docker: an image has a root user and, perhaps, metadata; Compose files have a service `app`; and
 * there are no containers.
 */
const DOCKER = `#!/bin/sh
case "$1 $2" in
  'inspect --type') printf '[{ "Os": "linux", "Config": { "User": "", "Env": [], "Labels": %s } }]' "$LABELS" ;;
  'compose version') echo 2.40.3 ;;
  'compose -f') echo 'services: { app: { image: app } }' ;;
  'buildx version') echo 'github.com/docker/buildx v0.20.0' ;;
esac
`;

/** Reads a case with the devcontainer CLI, in a folder named `web`. Returns undefined if the CLI refuses it. */
export async function readWithCli(one: Case): Promise<CliReading | undefined> {
  const folder = join(temporaryFolder(), 'web');
  cpSync(one.folder, folder, { recursive: true });
  const docker = join(temporaryFolder(), 'docker');
  writeFileSync(docker, DOCKER);
  chmodSync(docker, 0o755);
  const cli = join(dirname(require.resolve('@devcontainers/cli/package.json')), 'devcontainer.js');
  const metadata = one.options.imageMetadata;
  const labels = metadata && { 'devcontainer.metadata': JSON.stringify(metadata) };
  mkdirSync(join(folder, '.git'));
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...[cli, 'read-configuration', '--workspace-folder', folder, '--config', join(folder, one.file)],
      ...['--docker-path', docker, '--include-merged-configuration'],
    ],
    // No registry is reached, on any machine.
    {
      env: {
        HTTPS_PROXY: 'http://127.0.0.1:1',
        PATH: process.env.PATH,
        ...LOCAL_ENV,
        LABELS: JSON.stringify(labels ?? null),
      },
    },
  ).catch(() => ({ stdout: '' }));
  return stdout === '' ? undefined : (JSON.parse(stdout.replaceAll(folder, '/workspaces/web')) as CliReading);
}
