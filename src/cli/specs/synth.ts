import type { CommandSpec } from '../command';
import { CONFIG } from './options';

export const synth: CommandSpec = {
  name: 'synth',
  summary: 'write the manifests of the configuration; on errors, write nothing',
  options: {
    out: {
      type: 'string',
      value: '<folder>',
      summary: 'output folder, one file for each runner set',
      default: 'dist',
    },
    stdout: { type: 'boolean', summary: 'print the manifests instead of writing files' },
    config: CONFIG,
  },
  examples: ['deskrun synth', 'deskrun synth --out manifests', 'deskrun synth --stdout | kubectl diff -f -'],
};
