import type { CommandSpec } from '../command';
import { CONTEXT, KUBECONFIG } from './cluster-options';
import { CONFIG, OUTPUT } from './options';

export const status: CommandSpec = {
  name: 'status',
  summary: 'show the runner sets of a cluster with their runners, listeners and problems',
  positionals: ['[name]'],
  options: {
    config: CONFIG,
    kubeconfig: KUBECONFIG,
    context: CONTEXT,
    watch: { type: 'boolean', short: 'w', summary: 'refresh every two seconds until Ctrl-C' },
    output: OUTPUT,
  },
  examples: ['deskrun status', 'deskrun status rubionic-workspace', 'deskrun status --watch', 'deskrun status -o json'],
};
