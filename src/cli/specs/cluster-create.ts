import type { CommandSpec } from '../command';
import { TIMEOUT } from './cluster-options';
import { CONFIG } from './options';

export const clusterCreate: CommandSpec = {
  name: 'cluster create',
  summary: 'create the kind cluster of the configuration, with the host directories that its runners mount',
  options: { config: CONFIG, timeout: TIMEOUT },
  examples: ['deskrun cluster create', 'deskrun cluster create --config deskrun.yaml'],
};
