import type { CommandSpec } from '../command';
import { CONTEXT, KUBECONFIG, PROJECT } from './cluster-options';
import { CONFIG, OUTPUT } from './options';

export const diff: CommandSpec = {
  name: 'diff',
  summary: 'show the objects that up would change; exit code 3 if there are any',
  options: {
    config: CONFIG,
    kubeconfig: KUBECONFIG,
    context: CONTEXT,
    project: PROJECT,
    against: {
      type: 'string',
      value: '<folder>',
      summary: 'compare with the manifests in a folder, such as a committed dist/, not with a cluster',
    },
    output: OUTPUT,
  },
  examples: ['deskrun diff', 'deskrun diff --context my-cluster', 'deskrun diff --against dist'],
};
