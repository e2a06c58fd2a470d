import type { CommandSpec } from '../command';
import { CONTEXT, KUBECONFIG } from './cluster-options';
import { CONFIG, OUTPUT } from './options';

export const doctor: CommandSpec = {
  name: 'doctor',
  summary:
    "say what is wrong with a cluster's runner sets, how one can tell, and what to do (exit code 1 if anything is)",
  positionals: ['[name]'],
  options: {
    config: CONFIG,
    kubeconfig: KUBECONFIG,
    context: CONTEXT,
    from: {
      type: 'string',
      value: '<file>',
      summary: 'look at what kubectl get -o json wrote to a file, - for stdin, instead of at a cluster',
    },
    list: { type: 'boolean', summary: 'list everything that can be told' },
    output: OUTPUT,
  },
  examples: [
    'deskrun doctor',
    'deskrun doctor rubionic-workspace',
    'deskrun doctor --from cluster.json',
    'deskrun doctor --list',
  ],
};
