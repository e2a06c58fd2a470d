import type { CommandSpec } from '../command';
import { CONFIG, OUTPUT } from './options';

export const clusterStatus: CommandSpec = {
  name: 'cluster status',
  summary: 'whether the kind cluster exists, and has what the runners mount of this machine',
  options: { config: CONFIG, output: OUTPUT },
  examples: ['deskrun cluster status', 'deskrun cluster status -o json'],
};
