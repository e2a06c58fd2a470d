import { ContainerMode } from '../../src';
import { changes } from '../support/changes';
import { synthSet } from '../support/sets';

const runnerImage = 'example.com/runner:1';
const containerMode = ContainerMode.kubernetesNoVolume();

test('the runner pod has hook 0.8.1, which copies the workspace, and no volume', () => {
  expect(synthSet({ containerMode, runnerImage }).pod).toEqual({
    serviceAccountName: 'docs-gha-rs-kube-mode',
    restartPolicy: 'Never',
    containers: [
      {
        name: 'runner',
        image: runnerImage,
        command: ['/home/runner/run.sh'],
        env: [
          { name: 'ACTIONS_RUNNER_CONTAINER_HOOKS', value: '/home/runner/k8s-novolume/index.js' },
          { name: 'ACTIONS_RUNNER_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: 'true' },
          { name: 'ACTIONS_RUNNER_IMAGE', value: runnerImage },
        ],
      },
    ],
  });
});

test('ACTIONS_RUNNER_IMAGE is the default image when runnerImage is not set', () => {
  const { runner } = synthSet({ containerMode });
  expect(runner.image).toBe('ghcr.io/actions/actions-runner:2.337.0');
  expect(runner.env).toContainEqual({ name: 'ACTIONS_RUNNER_IMAGE', value: runner.image });
});

test('there is no hook extension without options for job pods', () => {
  expect(synthSet({ containerMode }).extension).toBeUndefined();
});

test('a hook extension adds only its env variable, mount and volume', () => {
  const plain = synthSet({ containerMode });
  const { pod } = synthSet({ containerMode, jobPod: { annotations: { team: 'web' } } });
  expect(changes(plain.pod, pod)).toEqual({
    'containers[runner].env[ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE].value': [undefined, '/etc/hooks/content'],
    'containers[runner].volumeMounts[/etc/hooks].name': [undefined, 'hook-extension'],
    'containers[runner].volumeMounts[/etc/hooks].readOnly': [undefined, true],
    'volumes[hook-extension].configMap.name': [undefined, 'docs-gha-rs-hook-extension'],
  });
});
