import type { ImageMetadata } from '../written-config';

/**
 * The metadata that well-known images are assumed to have. What an image really has is in its label
 * `devcontainer.metadata`.
 *
 * @see https://github.com/devcontainers/images
 */
export function assumedMetadata(image: string): ImageMetadata | undefined {
  const name = /^mcr\.microsoft\.com\/devcontainers\/([^:@]+)/.exec(image)?.[1];
  if (name === undefined) return undefined;
  if (name === 'universal') return { remoteUser: 'codespace', containerUser: 'codespace' };
  return { remoteUser: NODE_IMAGES.includes(name) ? 'node' : 'vscode' };
}

const NODE_IMAGES = ['javascript-node', 'typescript-node'];

/** Users that have the ID 1000 in the images whose users these are. */
export const USERS_WITH_ID_1000 = ['vscode', 'node', 'codespace'];
