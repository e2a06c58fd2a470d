import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkout } from '../../../src/builds/devcontainer/checkout';
import { findDevContainers } from '../../../src/builds/devcontainer/find';
import { folderCheckout } from '../../../src/builds/devcontainer/folder-checkout';
import type { DevContainerOptions } from '../../../src/builds/devcontainer/read';

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

const OPTIONS: Readonly<Record<string, Partial<DevContainerOptions>>> = {
  'environment-secret': { secretEnv: { NPM_TOKEN: { secret: 'npm', key: 'token' } } },
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
