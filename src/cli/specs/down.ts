import type { CommandSpec } from '../command';
import { CONTEXT, KUBECONFIG, PROJECT, TIMEOUT } from './cluster-options';
import { CONFIG, OUTPUT } from './options';

export const down: CommandSpec = {
  name: 'down',
  summary: 'take runners out of the cluster; the configuration, the controller and the cluster stay',
  positionals: ['[name]'],
  options: {
    config: CONFIG,
    kubeconfig: KUBECONFIG,
    context: CONTEXT,
    project: PROJECT,
    timeout: TIMEOUT,
    output: OUTPUT,
  },
  examples: ['deskrun down', 'deskrun down my-runner', 'deskrun down --timeout 1h'],
};
