import type { CommandSpec } from '../command';
import { CONFIG } from './options';

export const remove: CommandSpec = {
  name: 'remove',
  summary: 'remove a runner set from the configuration, and delete its credential on this machine',
  positionals: ['<name>'],
  completes: 'runner set',
  options: { config: CONFIG },
  examples: ['deskrun remove my-runner'],
};
