import { stringify } from 'yaml';
import { ScaleSet } from '../../runners/scale-set';
import type { ConfigText } from '../configuration/config-text';
import { explainMode } from './modes';

/** What jobs of a configured runner set get: its mode, and the pod that the container hooks ask for, everything merged in. */
export async function explainSet(name: string, config: ConfigText): Promise<string> {
  const app = await config.app();
  app.manifests();
  const { mode, instances = 1 } = config.runners.find(runner => runner.name === name) as ConfigText['runners'][number];
  const first = instances === 1 ? name : `${name}-1`;
  const set = app.node
    .findAll()
    .find(
      (construct): construct is ScaleSet => construct instanceof ScaleSet && construct.runnerScaleSetName === first,
    );
  const pod = set?.effectiveJobPod();
  const runsOn = instances === 1 ? name : `${name}-1 to ${name}-${instances}`;
  return [
    `${name}: runs-on: ${runsOn}`,
    '',
    explainMode(mode),
    '',
    ...(pod
      ? [
          'The pod of a job with container:',
          '',
          stringify(
            { apiVersion: 'v1', kind: 'Pod', ...pod },
            { lineWidth: 0, aliasDuplicateObjects: false },
          ).trimEnd(),
        ]
      : ["Jobs run in the runner's own pod: deskrun synth --stdout shows it"]),
  ].join('\n');
}
