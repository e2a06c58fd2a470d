import { ARC_VERSIONS } from '../../app/versions';
import { MODE_CAPABILITIES } from '../../modes/capabilities';
import type { CommandSpec } from '../command';

export const importValues: CommandSpec = {
  name: 'import',
  summary:
    "convert values of ARC's Helm charts to a deskrun.yaml: " +
    'values files, Flux HelmReleases, Argo CD Applications, helmfiles',
  positionals: ['<[release=]file>...'],
  options: {
    controller: {
      type: 'string',
      value: '<[release=]file>',
      summary: "values of the controller's chart (gha-runner-scale-set-controller)",
      default: 'Helm keeps the controller',
    },
    namespace: { type: 'string', value: '<name>', summary: 'namespace of the runner set releases', default: 'default' },
    'controller-namespace': {
      type: 'string',
      value: '<name>',
      summary: "namespace of the controller's release",
      default: 'default',
    },
    mode: {
      type: 'string',
      short: 'm',
      value: '<mode>',
      summary: 'container mode of runner sets whose values have no containerMode',
      default: 'the mode that the pod template in the values implements, else runner',
      choices: Object.keys(MODE_CAPABILITIES),
    },
    'arc-version': { type: 'string', value: '<version>', summary: 'version of the charts', choices: ARC_VERSIONS },
  },
  examples: [
    'deskrun import my-runner=values.yaml > deskrun.yaml',
    'deskrun import helmfile.yaml > deskrun.yaml',
    'deskrun import a=a/values.yaml b=b/values.yaml --namespace arc-runners --controller arc=controller.yaml ' +
      '--controller-namespace arc-systems',
  ],
};
