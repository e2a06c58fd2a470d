import { MODE_CAPABILITIES } from '../../modes/capabilities';
import type { CommandSpec } from '../command';

export const init: CommandSpec = {
  name: 'init',
  summary: 'create a deskrun.yaml in this folder; asks for its first runner set on a terminal',
  options: {
    repository: {
      type: 'string',
      short: 'r',
      value: '<url>',
      summary: 'URL of the repository, organization or enterprise whose jobs the first runner set runs',
      default: 'no runner set',
    },
    mode: {
      type: 'string',
      short: 'm',
      value: '<mode>',
      summary: 'container mode of the first runner set; see deskrun explain <mode>',
      choices: Object.keys(MODE_CAPABILITIES),
      default: 'kubernetes',
    },
    name: {
      type: 'string',
      value: '<name>',
      summary: 'name of the first runner set, for runs-on in workflows',
      default: 'last part of the repository URL',
    },
    secret: {
      type: 'string',
      value: '<secret>',
      summary: 'Secret that holds the GitHub credential',
      default: '<name>-github',
    },
    namespace: { type: 'string', value: '<name>', summary: 'namespace of the runner sets', default: 'arc-runners' },
    config: { type: 'string', value: '<file>', summary: 'file to create', default: 'deskrun.yaml' },
  },
  examples: [
    'deskrun init',
    'deskrun init --repository https://github.com/owner/repo --mode dind --name docs --secret github',
    'deskrun init --namespace ci --config runners/deskrun.yaml',
  ],
};
