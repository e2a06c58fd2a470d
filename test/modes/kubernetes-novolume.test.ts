import { ContainerMode } from '../../src';
import { changes } from '../support/changes';
import { synthSet } from '../support/sets';

const runnerImage = 'example.com/runner:1';
const containerMode = ContainerMode.kubernetesNoVolume();

test('the runner pod has the hook that copies the workspace, and no volume', () => {
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

test('the hook is told the image that the runner has when none is given', () => {
  const { runner } = synthSet({ containerMode });
  expect(runner.image).toBe('ghcr.io/actions/actions-runner:2.337.0');
  expect(runner.env).toContainEqual({ name: 'ACTIONS_RUNNER_IMAGE', value: runner.image });
});

test('there is no hook extension when nothing is said of job pods', () => {
  expect(synthSet({ containerMode }).extension).toBeUndefined();
});

test('a hook extension adds its file, its mount and its volume, and nothing else', () => {
  const plain = synthSet({ containerMode });
  const { pod } = synthSet({ containerMode, jobPod: { annotations: { team: 'web' } } });
  expect(changes(plain.pod, pod)).toEqual({
    'containers[runner].env[ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE].value': [undefined, '/etc/hooks/content'],
    'containers[runner].volumeMounts[/etc/hooks].name': [undefined, 'hook-extension'],
    'containers[runner].volumeMounts[/etc/hooks].readOnly': [undefined, true],
    'volumes[hook-extension].configMap.name': [undefined, 'docs-gha-rs-hook-extension'],
  });
});
