import type { CommandSpec } from '../command';
import { CONFIG } from './options';

export const synth: CommandSpec = {
  name: 'synth',
  summary: 'write the manifests of the configuration, all of them or none',
  options: {
    out: {
      type: 'string',
      value: '<folder>',
      summary: 'where to write them, a file for each runner set',
      default: 'dist',
    },
    stdout: { type: 'boolean', summary: 'print them instead' },
    config: CONFIG,
  },
  examples: ['deskrun synth', 'deskrun synth --out manifests', 'deskrun synth --stdout | kubectl diff -f -'],
};
