import type { HookVersion } from '../hooks/versions';
import type { PodSecurityLevel } from '../pod/security';

/** The container modes, by the word that `containerMode` takes. */
export type ContainerModeType =
  'runner' | 'kubernetes' | 'kubernetes-novolume' | 'dind' | 'cached-privileged-kubernetes';

/**
 * What a mode can do, what it may be given, and what it needs. Everything that depends on the mode is read from here.
 */
export interface ModeCapabilities {
  /** Where a workflow's steps run. */
  readonly steps: 'runner' | 'job pod' | 'runner or job pod';

  /** Who runs a Docker daemon, if anybody. */
  readonly docker: 'none' | 'sidecar' | 'workflow';

  /** Which build of the container hooks makes the job pods. @default - there are none */
  readonly hook?: HookVersion;

  /** Whether the hook runs container actions as batch Jobs, and so needs the right to. */
  readonly batchJobs: boolean;

  /**
   * Longest name of a scale set, in characters. Job pods keep 54 of their runner's name, which adds 19 to the set's.
   */
  readonly nameBudget: number;

  /** The lowest level that admits the mode's pods without any cache on the host. */
  readonly podSecurityLevel: PodSecurityLevel;

  /** What the cluster and the workflows must bring. */
  readonly needs: readonly string[];
}

/** One row a mode. */
export const MODE_CAPABILITIES: Record<ContainerModeType, ModeCapabilities> = {
  runner: {
    steps: 'runner',
    docker: 'none',
    batchJobs: false,
    nameBudget: 45,
    podSecurityLevel: 'baseline',
    needs: [
      'jobs without container:, services: and Docker actions',
      "every tool of the workflows in the runner's image",
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
    needs: ['nodes that admit privileged pods'],
  },
  'cached-privileged-kubernetes': {
    steps: 'runner or job pod',
    docker: 'workflow',
    hook: '0.8.1',
    batchJobs: false,
    nameBudget: 35,
    podSecurityLevel: 'privileged',
    needs: [
      'nodes that admit privileged pods',
      'workflows you trust like root on the node',
      'tar, find and a shell in job images',
    ],
  },
};
