import type { CommandSpec } from '../command';
import { CONFIG } from './options';

export const clusterDelete: CommandSpec = {
  name: 'cluster delete',
  summary: 'delete the kind cluster of the configuration; host directories are kept',
  options: {
    config: CONFIG,
    yes: {
      type: 'boolean',
      short: 'y',
      summary: 'delete it even if it has runner sets; GitHub lists them as offline until you create them again',
    },
  },
  examples: ['deskrun cluster delete', 'deskrun cluster delete --yes'],
};
