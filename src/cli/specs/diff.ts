import type { CommandSpec } from '../command';
import { CONTEXT, KUBECONFIG, PROJECT } from './cluster-options';
import { CONFIG, OUTPUT } from './options';

export const diff: CommandSpec = {
  name: 'diff',
  summary: 'show what up would change, object by object; exit code 3 when that is anything',
  options: {
    config: CONFIG,
    kubeconfig: KUBECONFIG,
    context: CONTEXT,
    project: PROJECT,
    against: {
      type: 'string',
      value: '<folder>',
      summary: 'compare with manifests in a folder, such as a committed dist/, and no cluster',
    },
    output: OUTPUT,
  },
  examples: ['deskrun diff', 'deskrun diff --context my-cluster', 'deskrun diff --against dist'],
};
