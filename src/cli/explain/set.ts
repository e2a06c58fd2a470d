import { stringify } from 'yaml';
import { ScaleSet } from '../../runners/scale-set';
import type { ConfigText } from '../configuration/config-text';
import { explainMode } from './modes';

/** Explains a runner set of the configuration: its mode, and the job pods that the container hooks create for it. */
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
      : ['Jobs run in the runner pod; to show it: deskrun synth --stdout']),
  ].join('\n');
}
