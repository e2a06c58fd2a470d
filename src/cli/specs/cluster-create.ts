import type { CommandSpec } from '../command';
import { TIMEOUT } from './cluster-options';
import { CONFIG } from './options';

export const clusterCreate: CommandSpec = {
  name: 'cluster create',
  summary: 'make the kind cluster of the configuration, with what its runners mount of this machine',
  options: { config: CONFIG, timeout: TIMEOUT },
  examples: ['deskrun cluster create', 'deskrun cluster create --config deskrun.yaml'],
};
