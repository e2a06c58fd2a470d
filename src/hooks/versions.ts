/**
 * Versions of the Kubernetes container hook in the official runner image.
 *
 * `0.7.0` is `/home/runner/k8s/index.js`: runner and job pod share the workspace through a PersistentVolumeClaim.
 * `0.8.1` is `/home/runner/k8s-novolume/index.js`: it copies the workspace into the job pod.
 *
 * @see https://github.com/actions/runner/blob/main/images/Dockerfile
 */
export type HookVersion = '0.7.0' | '0.8.1';

/** Path of each version of the hook in the runner image. */
export const HOOK_PATH: Record<HookVersion, string> = {
  '0.7.0': '/home/runner/k8s/index.js',
  '0.8.1': '/home/runner/k8s-novolume/index.js',
};

/** Name of the container of a job pod in which the steps run. */
export const JOB_CONTAINER = 'job';

/**
 * The hook merges a container `$NAME` of an extension into the container `NAME` of the job pod. It adds a container
 * without this prefix to the job pod.
 */
export const EXTENSION_PREFIX = '$';
