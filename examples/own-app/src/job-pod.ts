// Prints the pod that the container hook will create for a job with `container:` of a runner set: npm run job-pod -- checks

import { Yaml } from 'cdk8s';
import { ScaleSet } from 'cdk8s-deskrun';
import { runnersApp } from './runners';

const [, , name = ''] = process.argv;
const scaleSets = runnersApp()
  .node.findAll()
  .filter(construct => construct instanceof ScaleSet)
  .filter(scaleSet => scaleSet.effectiveJobPod() !== undefined);
const jobPod = scaleSets.find(scaleSet => scaleSet.runnerScaleSetName === name)?.effectiveJobPod();

if (jobPod) {
  console.log(Yaml.stringify({ apiVersion: 'v1', kind: 'Pod', ...jobPod }));
} else {
  const names = scaleSets.map(({ runnerScaleSetName }) => runnerScaleSetName).join(', ');
  console.error(`no runner set ${JSON.stringify(name)} with job pods; there are: ${names}`);
  process.exitCode = 1;
}
