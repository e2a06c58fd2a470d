import type { Checkout } from './checkout';

/**
 * Returns the paths of the devcontainer.json files of a checkout: first `.devcontainer/devcontainer.json`, then
 * `.devcontainer.json`, then those in folders of `.devcontainer`, by name.
 *
 * @see https://containers.dev/implementors/spec/#devcontainerjson
 */
export function findDevContainers(checkout: Checkout): string[] {
  const folders = [...checkout.list('.devcontainer')].sort();
  return [
    '.devcontainer/devcontainer.json',
    '.devcontainer.json',
    ...folders.map(folder => `.devcontainer/${folder}/devcontainer.json`),
  ].filter(path => checkout.read(path) !== undefined);
}
