import { HOOK_PATH, type HookVersion } from '../hooks/versions';
import type { k8s } from '../kubernetes';
import type { ModeContext } from './mode';

/** Where the runner finds the hook extension, a key of a mounted ConfigMap. */
export const EXTENSION_DIRECTORY = '/etc/hooks';
export const EXTENSION_KEY = 'content';

/** What a runner needs so that a build of the container hooks runs its jobs in pods of their own. */
export function hookEnv(version: HookVersion, requireJobContainer: boolean, context: ModeContext): k8s.EnvVar[] {
  return [
    { name: 'ACTIONS_RUNNER_CONTAINER_HOOKS', value: HOOK_PATH[version] },
    { name: 'ACTIONS_RUNNER_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    { name: 'ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER', value: String(requireJobContainer) },
    // Only the copying hook reads it, for the image of its init container.
    ...(version === '0.8.1' ? [{ name: 'ACTIONS_RUNNER_IMAGE', value: context.runnerImage }] : []),
    ...(context.hookExtension === undefined
      ? []
      : [{ name: 'ACTIONS_RUNNER_CONTAINER_HOOK_TEMPLATE', value: `${EXTENSION_DIRECTORY}/${EXTENSION_KEY}` }]),
  ];
}

/** The volume of the extension and its mount. A mounted directory, so that edits reach idle runners. */
export function hookExtensionMount(context: ModeContext): { volumes: k8s.Volume[]; volumeMounts: k8s.VolumeMount[] } {
  if (context.hookExtension === undefined) return { volumes: [], volumeMounts: [] };
  return {
    volumes: [{ name: 'hook-extension', configMap: { name: context.hookExtension } }],
    volumeMounts: [{ name: 'hook-extension', mountPath: EXTENSION_DIRECTORY, readOnly: true }],
  };
}
