import type { HookVersion } from '../hooks/versions';
import type { PodSecurityLevel } from '../pod/security';

/** The name of a container mode, as `containerMode` in `deskrun.yaml` takes it. */
export type ContainerModeType =
  'runner' | 'kubernetes' | 'kubernetes-novolume' | 'dind' | 'cached-privileged-kubernetes';

/** What a container mode can do, what it allows, and what it needs. */
export interface ModeCapabilities {
  /**
   * Where the steps of a workflow run: in the runner container, in a job pod, or in either, as the job has
   * `container:`.
   */
  readonly steps: 'runner' | 'job pod' | 'runner or job pod';

  /** What starts a Docker daemon: a sidecar of the runner pod, the workflow itself, or nothing. */
  readonly docker: 'none' | 'sidecar' | 'workflow';

  /** Version of the container hooks that creates job pods. @default - the mode has no job pods */
  readonly hook?: HookVersion;

  /** True when the hook runs container actions as batch Jobs, so the runner's ServiceAccount may create Jobs. */
  readonly batchJobs: boolean;

  /**
   * Longest name of a scale set, in characters. The name of a runner pod is 19 characters longer than the name of its
   * scale set, and job pods keep only 54 characters of it.
   */
  readonly nameBudget: number;

  /** Pod Security level that the namespace needs when no cache uses a host path. */
  readonly podSecurityLevel: PodSecurityLevel;

  /** What the cluster, the images and the workflows must provide, one sentence part each. */
  readonly needs: readonly string[];
}

/** The capabilities of each container mode, by the name of the mode. */
export const MODE_CAPABILITIES: Record<ContainerModeType, ModeCapabilities> = {
  runner: {
    steps: 'runner',
    docker: 'none',
    batchJobs: false,
    nameBudget: 45,
    podSecurityLevel: 'baseline',
    needs: [
      'jobs without container:, services: and Docker actions',
      'a runner image with every tool that the workflows use',
    ],
  },
  kubernetes: {
    steps: 'job pod',
    docker: 'none',
    hook: '0.7.0',
    batchJobs: true,
    nameBudget: 35,
    podSecurityLevel: 'baseline',
    needs: ['a storage class for the work volume', 'container: in every job'],
  },
  'kubernetes-novolume': {
    steps: 'job pod',
    docker: 'none',
    hook: '0.8.1',
    batchJobs: false,
    nameBudget: 35,
    podSecurityLevel: 'baseline',
    needs: ['tar, find and a shell in every job image', 'container: in every job'],
  },
  dind: {
    steps: 'runner',
    docker: 'sidecar',
    batchJobs: false,
    nameBudget: 45,
    podSecurityLevel: 'privileged',
    needs: ['a namespace that allows privileged pods'],
  },
  'cached-privileged-kubernetes': {
    steps: 'runner or job pod',
    docker: 'workflow',
    hook: '0.8.1',
    batchJobs: false,
    nameBudget: 35,
    podSecurityLevel: 'privileged',
    needs: [
      'a namespace that allows privileged pods',
      'workflows that you trust with root access to the node',
      'tar, find and a shell in job images',
    ],
  },
};
