import type { CommandSpec } from '../command';
import { OUTPUT } from './options';

export const version: CommandSpec = {
  name: 'version',
  summary: 'print the version, and what is written when a configuration does not say',
  options: { output: OUTPUT },
  examples: ['deskrun version', 'deskrun version -o json'],
};
