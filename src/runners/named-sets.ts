import type { Construct } from 'constructs';
import { refuse } from '../errors';
import type { CachedPrivilegedOptions } from '../modes/cached-privileged';
import type { ContainerModeType } from '../modes/capabilities';
import type { DindModeOptions } from '../modes/dind';
import type { KubernetesModeOptions } from '../modes/kubernetes';
import { hasType } from '../schema/types';
import { RunnerSet } from './runner-set';
import type { RunnerSetBaseProps, RunnerSetProps } from './runner-set-props';

/**
 * Runners that run jobs in the runner container, without Docker. Choose it for workflows that only need the tools of
 * the runner image, or that use a remote Docker or BuildKit daemon through `DOCKER_HOST` or `BUILDKIT_HOST`. It is the
 * only kind of runner set for Windows nodes.
 *
 * Security: nothing is privileged, and the runner has no permissions in the cluster.
 *
 * @throws PropsError with every invalid prop
 * @example
 * new PlainRunnerSet(chart, 'docs', {
 *   name: 'docs',
 *   repository: 'https://github.com/owner/docs',
 *   auth: { secret: 'github' },
 * });
 */
export class PlainRunnerSet extends RunnerSet {
  /** @throws PropsError with every invalid prop, before any object is created */
  constructor(scope: Construct, id: string, props: RunnerSetBaseProps) {
    super(scope, id, withMode('runner', props));
  }
}

/**
 * Props of a {@link CachedPrivilegedRunnerSet}.
 *
 * @example
 * {
 *   name: 'workspace',
 *   repository: 'https://github.com/owner/workspace',
 *   auth: { secret: 'github' },
 *   privileges: { hostPID: true },
 * }
 */
export interface CachedPrivilegedRunnerSetProps extends RunnerSetBaseProps {
  /**
   * Privileges of the containers that run steps.
   *
   * @default - the defaults of {@link CachedPrivilegedOptions}: privileged, as root
   */
  readonly privileges?: CachedPrivilegedOptions;
}

/**
 * Runners that run steps privileged and as root, with caches of the node. Choose it for trusted repositories that build
 * with Nix, start Docker themselves or need the hardware.
 *
 * Security: anyone who can change a workflow has root access to the node and to everything that is cached on it.
 *
 * @throws PropsError with every invalid prop
 * @example
 * new CachedPrivilegedRunnerSet(chart, 'workspace', {
 *   name: 'workspace',
 *   repository: 'https://github.com/owner/workspace',
 *   auth: { secret: 'github' },
 *   instances: 3,
 *   caches: ['docker', 'nix-store'],
 * });
 */
export class CachedPrivilegedRunnerSet extends RunnerSet {
  /** @throws PropsError with every invalid prop, before any object is created */
  constructor(scope: Construct, id: string, props: CachedPrivilegedRunnerSetProps) {
    super(scope, id, withMode('cached-privileged-kubernetes', props));
  }
}

/**
 * Props of a {@link DindRunnerSet}.
 *
 * @example
 * {
 *   name: 'images',
 *   repository: 'https://github.com/owner/images',
 *   auth: { secret: 'github' },
 *   dind: { registryMirrors: ['https://mirror.example'] },
 * }
 */
export interface DindRunnerSetProps extends RunnerSetBaseProps {
  /** Settings of the Docker daemon container. @default - the defaults of {@link DindModeOptions} */
  readonly dind?: DindModeOptions;
}

/**
 * Runners with a Docker daemon each, in a sidecar container. Choose it for workflows that build images or use container
 * actions.
 *
 * Security: the container of the daemon is privileged, so that steps can get root access to the node.
 *
 * @throws PropsError with every invalid prop
 * @example
 * new DindRunnerSet(chart, 'images', {
 *   name: 'images',
 *   repository: 'https://github.com/owner/images',
 *   auth: { secret: 'github' },
 *   dind: { registryMirrors: ['https://mirror.example'] },
 * });
 */
export class DindRunnerSet extends RunnerSet {
  /** @throws PropsError with every invalid prop, before any object is created */
  constructor(scope: Construct, id: string, props: DindRunnerSetProps) {
    super(scope, id, withMode('dind', props));
  }
}

/**
 * Props of a {@link KubernetesRunnerSet}.
 *
 * @example
 * {
 *   name: 'pods',
 *   repository: 'https://github.com/owner/app',
 *   auth: { secret: 'github' },
 *   workVolumeClaim: { storageClassName: 'nvme', storage: '20Gi' },
 * }
 */
export interface KubernetesRunnerSetProps extends RunnerSetBaseProps, KubernetesModeOptions {}

/**
 * Runners that run each job in a job pod on their node, which shares the workspace volume with the runner. Every job
 * must set `container:`.
 *
 * Security: nothing is privileged. The runner can create pods, Jobs and Secrets in its namespace.
 *
 * @throws PropsError with every invalid prop
 * @example
 * new KubernetesRunnerSet(chart, 'pods', {
 *   name: 'pods',
 *   repository: 'https://github.com/owner/app',
 *   auth: { secret: 'github' },
 *   workVolumeClaim: { storageClassName: 'nvme', storage: '20Gi' },
 * });
 */
export class KubernetesRunnerSet extends RunnerSet {
  /** @throws PropsError with every invalid prop, before any object is created */
  constructor(scope: Construct, id: string, props: KubernetesRunnerSetProps) {
    super(scope, id, withMode('kubernetes', props));
  }
}

/**
 * Runners that run each job in a job pod on any node, to which the workspace is copied. Every job must set
 * `container:`.
 *
 * Security: nothing is privileged. The runner can create pods and Secrets in its namespace.
 *
 * @throws PropsError with every invalid prop
 * @example
 * new KubernetesNoVolumeRunnerSet(chart, 'pods', {
 *   name: 'pods',
 *   repository: 'https://github.com/owner/app',
 *   auth: { secret: 'github' },
 * });
 */
export class KubernetesNoVolumeRunnerSet extends RunnerSet {
  /** @throws PropsError with every invalid prop, before any object is created */
  constructor(scope: Construct, id: string, props: RunnerSetBaseProps) {
    super(scope, id, withMode('kubernetes-novolume', props));
  }
}

/** Adds the container mode. Callers without types may have set another one, which is refused. */
function withMode(mode: ContainerModeType, props: RunnerSetBaseProps): RunnerSetProps {
  // RunnerSet refuses what is not an object. Spreading it would hide that.
  if (!hasType({ type: 'object' }, props)) return props as RunnerSetProps;
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
