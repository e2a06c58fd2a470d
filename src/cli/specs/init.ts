import type { CommandSpec } from '../command';

export const init: CommandSpec = {
  name: 'init',
  summary: 'begin a deskrun.yaml in this folder',
  options: {
    config: { type: 'string', value: '<file>', summary: 'what to call it', default: 'deskrun.yaml' },
    namespace: { type: 'string', value: '<name>', summary: 'the namespace of the runners', default: 'arc-runners' },
  },
  examples: ['deskrun init', 'deskrun init --namespace ci --config runners/deskrun.yaml'],
};
