import { hookEnv, hookExtensionMount } from './hook-runner';
import { RUNNER_CONTAINER, RUNNER_USER, type Mode } from './mode';

/** The mode `kubernetes-novolume`: each job has its own pod, into which the hook copies the workspace. */
export function kubernetesNoVolumeMode(): Mode {
  return {
    type: 'kubernetes-novolume',
    user: RUNNER_USER,
    stepsInRunner: false,
    findings: [],
    runnerPod: context => {
      const { volumes, volumeMounts } = hookExtensionMount(context);
      return [
        {
          template: {
            spec: {
              containers: [{ name: RUNNER_CONTAINER, env: hookEnv('0.8.1', true, context), volumeMounts }],
              volumes,
            },
          },
        },
      ];
    },
  };
}
