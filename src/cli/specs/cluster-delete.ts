import type { CommandSpec } from '../command';
import { CONFIG } from './options';

export const clusterDelete: CommandSpec = {
  name: 'cluster delete',
  summary: 'delete the kind cluster of the configuration; directories of this machine stay',
  options: {
    config: CONFIG,
    yes: {
      type: 'boolean',
      short: 'y',
      summary: 'also with runner sets in it, which GitHub then lists as offline until they come back',
    },
  },
  examples: ['deskrun cluster delete', 'deskrun cluster delete --yes'],
};
