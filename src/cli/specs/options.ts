import type { Option } from '../command';

/** For every command that works on a configuration. */
export const CONFIG: Option = {
  type: 'string',
  value: '<file>',
  summary: 'the configuration: a deskrun.yaml, or a config.json',
  default: './deskrun.yaml if it exists, else ~/.deskrun/config.json',
};

/** For every command whose data a script may want. */
export const OUTPUT: Option = {
  type: 'string',
  short: 'o',
  value: '<format>',
  summary: 'how to print data',
  choices: ['table', 'json', 'yaml'],
  default: 'table',
};
