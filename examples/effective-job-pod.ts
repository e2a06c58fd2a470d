// Prints the pod that the container hook will ask for when a job of a runner set names a `container:`.
//
//   node -r ./scripts/typescript.cjs examples/effective-job-pod.ts rubionic-workspace-1

import { Yaml } from 'cdk8s';
import { appFromFile } from '../src/config/build';
import { ScaleSet } from '../src/index';

const [, , name = ''] = process.argv;
const scaleSets = appFromFile('deskrun.yaml')
  .node.findAll()
  .filter(construct => construct instanceof ScaleSet);
const found = scaleSets.find(scaleSet => scaleSet.runnerScaleSetName === name);
const jobPod = found?.effectiveJobPod();

if (jobPod) {
  console.log(Yaml.stringify(jobPod));
} else {
  const having = scaleSets.filter(scaleSet => scaleSet.effectiveJobPod()).map(scaleSet => scaleSet.runnerScaleSetName);
  console.error(`no job pods of ${JSON.stringify(name)}; sets that have them: ${having.join(', ')}`);
  process.exitCode = 1;
}
