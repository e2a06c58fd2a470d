import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder with `etcd`, `kube-apiserver`, `kube-controller-manager` and `kubectl`.
 *
 * @throws when `KUBEBUILDER_ASSETS` is not set, or names a folder without one of them
 */
export function controlPlaneAssets(): string {
  return folderWith(
    'KUBEBUILDER_ASSETS',
    ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'],
    'scripts/control-plane.sh',
  );
}

/**
 * The folder with the programs of the Actions Runner Controller, `manager` and `listener`, and its own definitions,
 * `crds`.
 *
 * @throws when `ARC_ASSETS` is not set, or names a folder without one of them
 */
export function arcAssets(): string {
  return folderWith('ARC_ASSETS', ['manager', 'listener', 'crds'], 'scripts/control-plane.sh arc');
}

function folderWith(variable: string, parts: readonly string[], script: string): string {
  const remedy = `build what it names with: export ${variable}=$(${script})`;
  const folder = process.env[variable];
  if (!folder)
    throw new Error(`${variable} must name the folder that has ${parts.join(', ')}, and is not set; ${remedy}`);
  const missing = parts.filter(part => !existsSync(join(folder, part)));
  if (missing.length > 0)
    throw new Error(`${variable} is ${folder}, where there is no ${missing.join(' and no ')}; ${remedy}`);
  return folder;
}
