import { ARC_VERSIONS } from '../../app/versions';
import { MODE_CAPABILITIES } from '../../modes/capabilities';
import type { CommandSpec } from '../command';

export const importValues: CommandSpec = {
  name: 'import',
  summary:
    "print the deskrun.yaml for values of ARC's helm charts: values files, Flux HelmReleases, Argo CD Applications, helmfiles",
  positionals: ['<[release=]file>...'],
  options: {
    controller: {
      type: 'string',
      value: '<[release=]file>',
      summary: "values of the controller's chart",
      default: 'the controller is left to helm',
    },
    namespace: { type: 'string', value: '<name>', summary: 'the namespace of the releases', default: 'default' },
    'controller-namespace': {
      type: 'string',
      value: '<name>',
      summary: "the namespace of the controller's release",
      default: 'default',
    },
    mode: {
      type: 'string',
      short: 'm',
      value: '<mode>',
      summary: 'how jobs run of sets whose values choose no mode',
      default: 'that of a pod written by hand, else runner',
      choices: Object.keys(MODE_CAPABILITIES),
    },
    'arc-version': { type: 'string', value: '<version>', summary: 'the version of the charts', choices: ARC_VERSIONS },
  },
  examples: [
    'deskrun import my-runner=values.yaml > deskrun.yaml',
    'deskrun import helmfile.yaml > deskrun.yaml',
    'deskrun import a=a/values.yaml b=b/values.yaml --namespace arc-runners --controller arc=controller.yaml --controller-namespace arc-systems',
  ],
};
