import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../../../src/builds/devcontainer/checkout';
import { findDevContainers } from '../../../src/builds/devcontainer/find';
import { folderCheckout } from '../../../src/builds/devcontainer/folder-checkout';
import type { DevContainerOptions } from '../../../src/builds/devcontainer/dev-container';

const FOLDER = join(__dirname, 'corpus');

/** A checkout with a devcontainer.json file, and how it is read. */
export interface Case {
  readonly name: string;
  readonly folder: string;
  readonly checkout: Checkout;
  readonly file: string;
  readonly options: Partial<DevContainerOptions>;
}

/** The variables of the developer's machine in every case. */
export const LOCAL_ENV = { ADA: 'lovelace', EMPTY: '' };

const NODE = {
  id: 'node',
  version: '1.6.1',
  options: { version: { type: 'string', default: 'lts' }, installYarnUsingApt: { type: 'boolean', default: true } },
  containerEnv: { NVM_DIR: '/usr/local/share/nvm', PATH: '/usr/local/share/nvm/current/bin:${PATH}' },
  installsAfter: ['ghcr.io/devcontainers/features/common-utils'],
};

/** The metadata of the features in the lock files. */
const featureMetadata = {
  [`ghcr.io/devcontainers/features/node@sha256:${'1'.repeat(64)}`]: NODE,
  'https://example.com/f/devcontainer-feature-tar.tgz': { id: 'tar', version: '1.0.0' },
};

const OPTIONS: Readonly<Record<string, Partial<DevContainerOptions>>> = {
  'environment-secret': { secretEnv: { NPM_TOKEN: { secret: 'npm', key: 'token' } } },
  'features-docker-provided': { providesDocker: true },
  'features-former-names': { featureMetadata },
  'features-lock-beside-the-root-file': { featureMetadata },
  'features-locked': { featureMetadata },
  'features-metadata-not-given': { featureMetadata },
  metadata: {
    imageMetadata: [
      {
        remoteUser: 'node',
        capAdd: ['NET_ADMIN', 'SYS_PTRACE'],
        containerEnv: { A: 'image', B: 'image' },
        remoteEnv: { C: '${localEnv:ADA}' },
        mounts: ['source=image,target=/cache,type=volume', 'source=${localWorkspaceFolder}/x,target=/x,type=bind'],
        postCreateCommand: 'image',
        hostRequirements: { cpus: 2, memory: '8gb' },
      },
      { init: true, onCreateCommand: { a: 'b' }, postCreateCommand: ['second'] },
    ],
  },
  'mounts-of-the-node': { allowHostPaths: ['/nvme'] },
  'security-privileged-in-run-args': { allowPrivileged: true },
};

/** All cases, by name. */
export const CASES: readonly Case[] = readdirSync(FOLDER)
  .sort()
  .map(name => {
    const folder = join(FOLDER, name);
    const checkout = folderCheckout(folder);
    const [file = 'none'] = findDevContainers(checkout);
    return { name, folder, checkout, file, options: OPTIONS[name] ?? {} };
  });
