import type { CommandSpec } from '../command';
import { OUTPUT } from './options';

export const version: CommandSpec = {
  name: 'version',
  summary: 'print the version of deskrun, and the default versions of ARC and Kubernetes',
  options: { output: OUTPUT },
  examples: ['deskrun version', 'deskrun version -o json'],
};
