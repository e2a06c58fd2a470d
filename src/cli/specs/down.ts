import type { CommandSpec } from '../command';
import { CONTEXT, KUBECONFIG, PROJECT, TIMEOUT } from './cluster-options';
import { CONFIG, OUTPUT } from './options';

export const down: CommandSpec = {
  name: 'down',
  summary: 'delete runner sets from the cluster; the configuration, the controller and the cluster are kept',
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
