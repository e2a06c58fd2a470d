import type { CommandSpec } from '../command';
import { CONTEXT, KUBECONFIG } from './cluster-options';
import { CONFIG, OUTPUT } from './options';

export const doctor: CommandSpec = {
  name: 'doctor',
  summary: "diagnose a cluster's runner sets: problems, evidence and remedies (exit code 1 if there are problems)",
  positionals: ['[name]'],
  options: {
    config: CONFIG,
    kubeconfig: KUBECONFIG,
    context: CONTEXT,
    from: {
      type: 'string',
      value: '<file>',
      summary: 'diagnose the output of kubectl get -o json in a file (- for stdin), not a cluster',
    },
    list: { type: 'boolean', summary: 'list all diagnoses' },
    output: OUTPUT,
  },
  examples: [
    'deskrun doctor',
    'deskrun doctor rubionic-workspace',
    'deskrun doctor --from cluster.json',
    'deskrun doctor --list',
  ],
};
