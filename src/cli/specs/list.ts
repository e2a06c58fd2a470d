import type { CommandSpec } from '../command';
import { CONFIG, OUTPUT } from './options';

export const list: CommandSpec = {
  name: 'list',
  summary: 'list the runner sets of the configuration',
  options: { output: OUTPUT, config: CONFIG },
  examples: ['deskrun list', 'deskrun list -o json'],
};
