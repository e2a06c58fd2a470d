/**
 * The builds of the Kubernetes container hooks that the official runner image carries.
 *
 * `0.7.0` is `/home/runner/k8s/index.js` and shares the workspace through a volume claim; `0.8.1` is
 * `/home/runner/k8s-novolume/index.js` and copies it into the job pod.
 *
 * @see https://github.com/actions/runner/blob/main/images/Dockerfile
 */
export type HookVersion = '0.7.0' | '0.8.1';

/** Where each build lives in the runner image. */
export const HOOK_PATH: Record<HookVersion, string> = {
  '0.7.0': '/home/runner/k8s/index.js',
  '0.8.1': '/home/runner/k8s-novolume/index.js',
};

/** The container of a job pod in which the steps run. */
export const JOB_CONTAINER = 'job';

/**
 * A container of an extension whose name starts so is merged into the one of that name; any other is added beside it.
 */
export const EXTENSION_PREFIX = '$';
