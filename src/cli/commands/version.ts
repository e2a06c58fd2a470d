import { readFileSync } from 'node:fs';
import { DEFAULT_ARC_VERSION, DEFAULT_KUBERNETES_VERSION } from '../../app/versions';
import type { Run } from '../command';
import { printData } from '../output';

export const run: Run = async (call, io) => {
  const { version } = JSON.parse(readFileSync(require.resolve('cdk8s-deskrun/package.json'), 'utf8')) as {
    version: string;
  };
  const versions = { deskrun: version, arcVersion: DEFAULT_ARC_VERSION, kubernetesVersion: DEFAULT_KUBERNETES_VERSION };
  await printData(call, io, versions, Object.entries);
  return 0;
};
