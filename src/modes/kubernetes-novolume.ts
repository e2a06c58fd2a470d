import { hookEnv, hookExtensionMount } from './hook-runner';
import { RUNNER_CONTAINER, RUNNER_USER, type Mode } from './mode';

/** Jobs in pods of their own into which the workspace is copied: no volume to share, so any node will do. */
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
