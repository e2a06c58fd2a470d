import type { CommandSpec } from '../command';
import { CONTEXT, KUBECONFIG, PROJECT, TIMEOUT } from './cluster-options';
import { CONFIG, OUTPUT } from './options';

export const up: CommandSpec = {
  name: 'up',
  summary: 'apply the configuration: create the kind cluster, install the controller, apply the runner sets',
  options: {
    config: CONFIG,
    kubeconfig: KUBECONFIG,
    context: CONTEXT,
    project: PROJECT,
    timeout: TIMEOUT,
    'upgrade-controller': {
      type: 'boolean',
      summary: 'upgrade a controller of another minor version: delete the runner sets, upgrade, recreate them',
    },
    'force-conflicts': { type: 'boolean', summary: 'take over fields that another field manager set to other values' },
    yes: {
      type: 'boolean',
      short: 'y',
      summary: 'also delete runner sets of other configurations or in other namespaces',
    },
    output: OUTPUT,
  },
  examples: ['deskrun up', 'deskrun up --context my-cluster', 'deskrun up --upgrade-controller --timeout 1h'],
};
