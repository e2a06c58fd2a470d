import type { Option } from '../command';

/** The configuration, for every command that reads or changes one. */
export const CONFIG: Option = {
  type: 'string',
  value: '<file>',
  summary: 'configuration file: a deskrun.yaml, or a config.json of upstream deskrun',
  default: './deskrun.yaml if it exists, else ~/.deskrun/config.json',
};

/** The output format, for every command whose data a script may read. */
export const OUTPUT: Option = {
  type: 'string',
  short: 'o',
  value: '<format>',
  summary: 'output format',
  choices: ['table', 'json', 'yaml'],
  default: 'table',
};
