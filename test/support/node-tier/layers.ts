import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { transformFileSync } from '@swc/core';
import { arcAssets, controlPlaneAssets } from '../assets';

const ROOT = join(__dirname, '../../..');
const STAND_INS = join(__dirname, 'stand-ins');
const NODE = '/home/runner/externals/node20/bin/node';

/**
 * Writes the layer of the runner image, with everything in the official image that the pods need besides Debian: the
 * runner, both hooks, their libraries. Next to them is a file system for Docker images in steps.
 */
export function runnerLayer(folder: string, fileSystem: string): string {
  const home = join(folder, 'home/runner');
  const own = join(home, 'stand-in');
  for (const file of ['runner.js', 'hook.js']) place(join(STAND_INS, file), join(own, file));
  for (const file of ['merge', 'job-pod', 'versions']) {
    const { code } = transformFileSync(join(ROOT, `src/hooks/${file}.ts`), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    write(join(own, `hooks/${file}.js`), code);
  }
  cpSync(join(ROOT, 'node_modules/yaml'), join(own, 'node_modules/yaml'), { recursive: true });
  for (const build of ['k8s', 'k8s-novolume'])
    write(join(home, build, 'index.js'), "require('/home/runner/stand-in/hook.js');\n");
  write(join(home, 'run.sh'), `#!/bin/sh\nexec ${NODE} /home/runner/stand-in/runner.js\n`, 0o755);
  place(fileSystem, join(own, 'busybox.tar'));
  place(join(controlPlaneAssets(), 'kubectl'), join(folder, 'usr/local/bin/kubectl'));
  execFileSync('chown', ['-R', '1001:1001', home]);
  return archive(folder);
}

/** Writes the layer of the Docker daemon image: its entry point. */
export function dockerLayer(folder: string): string {
  write(join(folder, 'usr/local/bin/dockerd-entrypoint.sh'), '#!/bin/sh\nexec "$@"\n', 0o755);
  return archive(folder);
}

/**
 * The programs of the controller's image, under the names that Deployments and listener pods of any version give them.
 */
export function controllerLayer(folder: string): string {
  write(join(folder, 'manager'), MANAGER, 0o755);
  place(join(arcAssets(), 'manager'), join(folder, 'opt/manager'));
  for (const name of ['ghalistener', 'github-runnerscaleset-listener'])
    place(join(arcAssets(), 'listener'), join(folder, name));
  return archive(folder);
}

/** Removes arguments that the controller does not support: it may be older than its Deployment expects. */
const MANAGER = `#!/bin/sh
known=$(/opt/manager --help 2>&1)
for argument; do
  shift
  name=\${argument%%=*}
  case $known in *"  -\${name#--}"*) set -- "$@" "$argument" ;; esac
done
exec /opt/manager "$@"
`;

/** Creates a tar file of a folder next to it. */
function archive(folder: string): string {
  const file = join(dirname(folder), `${basename(folder)}.tar`);
  execFileSync('tar', ['--create', '--numeric-owner', `--file=${file}`, `--directory=${folder}`, '.']);
  return file;
}

function place(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}

function write(file: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
}
