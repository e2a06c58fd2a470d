import { HOOK_PATH, type HookVersion } from '../hooks/versions';
import type { k8s } from '../kubernetes';
import type { ModeContext } from './mode';

/** Directory and file name of the hook extension, a key of a mounted ConfigMap. */
export const EXTENSION_DIRECTORY = '/etc/hooks';
export const EXTENSION_KEY = 'content';

/** Environment variables of a runner whose jobs run in pods created by the container hooks. */
export function hookEnv(version: HookVersion, requireJobContainer: boolean, context: ModeContext): k8s.EnvVar[] {
  return [
    { name: 'ACTIONS_RUNNER_CONTAINER_HOOKS', value: HOOK_PATH[version] },
    { name: 'ACTIONS_RUNNER_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: String(requireJobContainer) },
    // Only hook 0.8.1 reads it, for the image of its init container.
    ...(version === '0.8.1' ? [{ name: 'ACTIONS_RUNNER_IMAGE', value: context.runnerImage }] : []),
    ...(context.hookExtension === undefined
      ? []
      : [{ name: 'ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE', value: `${EXTENSION_DIRECTORY}/${EXTENSION_KEY}` }]),
  ];
}

/**
 * Volume and mount of the hook extension. A directory is mounted, because the kubelet does not update `subPath` mounts.
 */
export function hookExtensionMount(context: ModeContext): { volumes: k8s.Volume[]; volumeMounts: k8s.VolumeMount[] } {
  if (context.hookExtension === undefined) return { volumes: [], volumeMounts: [] };
  return {
    volumes: [{ name: 'hook-extension', configMap: { name: context.hookExtension } }],
    volumeMounts: [{ name: 'hook-extension', mountPath: EXTENSION_DIRECTORY, readOnly: true }],
  };
}
