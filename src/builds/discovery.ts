import { ConfigFileError } from '../errors';
import type { ContainerChoice } from './build-config';
import type { Checkout } from './devcontainer/checkout';
import { findDevContainers } from './devcontainer/find';

/** In what a build runs, and why. */
export type Environment = { readonly reason: string } & (
  | { readonly kind: 'image'; readonly image: string }
  | { readonly kind: 'dockerfile'; readonly path: string; readonly context: string }
  | { readonly kind: 'devcontainer'; readonly path: string }
  | { readonly kind: 'none' }
  /** Nothing was found. */
  | { readonly kind: 'fallback' }
);

const DOCKERFILES = [
  { path: '.devcontainer/Dockerfile', context: '.devcontainer' },
  // The file for CI is meant more closely than that of the product.
  { path: 'Dockerfile.ci', context: '.' },
  { path: 'Dockerfile', context: '.' },
];

/**
 * Decides in what a build runs: what its configuration says, or else a devcontainer.json, a Dockerfile of the
 * devcontainer, `Dockerfile.ci`, or `Dockerfile`.
 *
 * @param file the name of the configuration in messages
 * @throws ConfigFileError if a devcontainer.json is asked for and there is none, or several
 */
export function discover(choice: ContainerChoice, checkout: Checkout, file: string): Environment {
  switch (choice.kind) {
    case 'none':
      return { kind: 'none', reason: `${file} says so` };
    case 'image':
      return { kind: 'image', image: choice.image, reason: `${file} names it` };
    case 'dockerfile':
      return { kind: 'dockerfile', path: choice.path, context: choice.context, reason: `${file} names it` };
    case 'devcontainer': {
      const path = choice.path ?? oneDevContainer(checkout, file);
      if (path === undefined || checkout.read(path) === undefined)
        throw new ConfigFileError(`${file}: ${path ?? 'devcontainer.json'} was not found in the checkout`);
      return { kind: 'devcontainer', path, reason: `${file} asks for it` };
    }
    case 'auto':
      return found(choice.devcontainer, checkout, file);
  }
}

function found(devcontainer: boolean, checkout: Checkout, file: string): Environment {
  const path = devcontainer ? oneDevContainer(checkout, file) : undefined;
  if (path !== undefined) return { kind: 'devcontainer', path, reason: 'it is the first that was found' };
  const dockerfile = DOCKERFILES.find(other => checkout.read(other.path) !== undefined);
  return dockerfile
    ? { kind: 'dockerfile', ...dockerfile, reason: 'it is the first that was found' }
    : { kind: 'fallback', reason: 'the checkout has no devcontainer.json and no Dockerfile' };
}

/** The usual files are chosen in their order; of several in folders of `.devcontainer`, none is. */
function oneDevContainer(checkout: Checkout, file: string): string | undefined {
  const [first, ...others] = findDevContainers(checkout);
  if (first === undefined || others.length === 0 || first.split('/').length < 3) return first;
  throw new ConfigFileError(
    `${file}: the checkout has several devcontainers: ${[first, ...others].join(', ')}; name one as devcontainer`,
  );
}
