import type { CommandSpec } from '../command';
import { CONFIG, OUTPUT } from './options';

export const clusterStatus: CommandSpec = {
  name: 'cluster status',
  summary: 'show whether the kind cluster exists and has the host directories that runners mount',
  options: { config: CONFIG, output: OUTPUT },
  examples: ['deskrun cluster status', 'deskrun cluster status -o json'],
};
