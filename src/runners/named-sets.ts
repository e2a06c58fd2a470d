import type { Construct } from 'constructs';
import { refuse } from '../errors';
import type { CachedPrivilegedOptions } from '../modes/cached-privileged';
import type { ContainerModeType } from '../modes/capabilities';
import type { DindModeOptions } from '../modes/dind';
import type { KubernetesModeOptions } from '../modes/kubernetes';
import { RunnerSet } from './runner-set';
import type { RunnerSetBaseProps, RunnerSetProps } from './runner-set-props';

/**
 * Runners that run jobs in their own container, without Docker and without rights in the cluster: for workflows that need only what
 * the runner's image has, or that reach a Docker or BuildKit daemon elsewhere by `DOCKER_HOST` or `BUILDKIT_HOST`. Nothing is
 * privileged. The only kind of set for Windows nodes.
 */
export class PlainRunnerSet extends RunnerSet {
  constructor(scope: Construct, id: string, props: RunnerSetBaseProps) {
    super(scope, id, withMode('runner', props));
  }
}

/** Properties of a set of cached, privileged runners. */
export interface CachedPrivilegedRunnerSetProps extends RunnerSetBaseProps {
  /** Which privileges the steps have. @default - those of {@link CachedPrivilegedOptions} */
  readonly privileges?: CachedPrivilegedOptions;
}

/**
 * Runners with the rights of root on their node and caches that outlive them, for the repositories of one trusted maintainer:
 * Nix builds, workflows that install and start Docker, anything that needs the machine. Whoever may change a workflow owns the node.
 */
export class CachedPrivilegedRunnerSet extends RunnerSet {
  constructor(scope: Construct, id: string, props: CachedPrivilegedRunnerSetProps) {
    super(scope, id, withMode('cached-privileged-kubernetes', props));
  }
}

/** Properties of a set of runners with a Docker daemon each. */
export interface DindRunnerSetProps extends RunnerSetBaseProps {
  /** The daemon. @default - those of {@link DindModeOptions} */
  readonly dind?: DindModeOptions;
}

/** Runners with a Docker daemon each, for workflows that build images or use container actions. The daemon's container is privileged. */
export class DindRunnerSet extends RunnerSet {
  constructor(scope: Construct, id: string, props: DindRunnerSetProps) {
    super(scope, id, withMode('dind', props));
  }
}

/** Properties of a set of runners that run jobs in pods. */
export interface KubernetesRunnerSetProps extends RunnerSetBaseProps, KubernetesModeOptions {}

/** Runners that run each job in a pod of its own on the same node, sharing a volume. Jobs name a `container:`; nothing is privileged. */
export class KubernetesRunnerSet extends RunnerSet {
  constructor(scope: Construct, id: string, props: KubernetesRunnerSetProps) {
    super(scope, id, withMode('kubernetes', props));
  }
}

/** Runners that run each job in a pod of its own on any node, copying the workspace. Jobs name a `container:`; nothing is privileged. */
export class KubernetesNoVolumeRunnerSet extends RunnerSet {
  constructor(scope: Construct, id: string, props: RunnerSetBaseProps) {
    super(scope, id, withMode('kubernetes-novolume', props));
  }
}

/** The props of a set of one mode, which untyped callers may have given too. */
function withMode(mode: ContainerModeType, props: RunnerSetBaseProps): RunnerSetProps {
  const { containerMode } = props as Partial<RunnerSetProps>;
  if (containerMode !== undefined && containerMode !== mode)
    refuse([
      {
        path: ['containerMode'],
        at: 'key',
        message: `is always ${mode} in this class; leave it out, or use RunnerSet`,
      },
    ]);
  return { ...props, containerMode: mode };
}
