import type { CommandSpec } from '../command';
import { CONTEXT, KUBECONFIG, PROJECT, TIMEOUT } from './cluster-options';
import { CONFIG, OUTPUT } from './options';

export const up: CommandSpec = {
  name: 'up',
  summary: 'make the cluster run what the configuration says: kind cluster, controller and runners',
  options: {
    config: CONFIG,
    kubeconfig: KUBECONFIG,
    context: CONTEXT,
    project: PROJECT,
    timeout: TIMEOUT,
    'upgrade-controller': {
      type: 'boolean',
      summary: 'upgrade a controller of another minor version: delete the runner sets, upgrade, make them again',
    },
    'force-conflicts': { type: 'boolean', summary: 'take over fields that somebody else has set to something else' },
    yes: {
      type: 'boolean',
      short: 'y',
      summary: 'go on where runner sets of others, or in other namespaces, are deleted',
    },
    output: OUTPUT,
  },
  examples: ['deskrun up', 'deskrun up --context my-cluster', 'deskrun up --upgrade-controller --timeout 1h'],
};
