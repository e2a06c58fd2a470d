import type { ValuePath } from '../errors';
import { cachedPrivilegedMode, type CachedPrivilegedOptions } from './cached-privileged';
import { MODE_CAPABILITIES, type ContainerModeType, type ModeCapabilities } from './capabilities';
import { dindMode, type DindModeOptions } from './dind';
import { kubernetesMode, type KubernetesModeOptions } from './kubernetes';
import { kubernetesNoVolumeMode } from './kubernetes-novolume';
import type { Mode } from './mode';
import { runnerMode } from './runner';

/**
 * How runners run jobs. Choose the mode by what the workflows need and how much you trust them. {@link
 * MODE_CAPABILITIES} compares the modes.
 *
 * @example ContainerMode.dind({ registryMirrors: ['https://mirror.example'] })
 */
export class ContainerMode {
  /**
   * Runs jobs in the runner container, without Docker and without permissions in the cluster. The only mode for Windows
   * nodes. To use a remote Docker or BuildKit daemon, set `DOCKER_HOST` or `BUILDKIT_HOST` in `env`.
   */
  static runner(): ContainerMode {
    return new ContainerMode(runnerMode());
  }

  /**
   * Runs each job in its own pod, which shares a volume with the runner pod. Every job must have `container:`. There is
   * no Docker.
   *
   * A runner set with this mode throws a PropsError for an invalid option.
   *
   * @example
   * ContainerMode.kubernetes({ workVolumeClaim: { storageClassName: 'nvme', storage: '20Gi' } });
   *
   * @see
   * https://docs.github.com/en/actions/how-tos/manage-runners/use-actions-runner-controller/deploy-runner-scale-sets
   */
  static kubernetes(options: KubernetesModeOptions = {}): ContainerMode {
    return new ContainerMode(kubernetesMode(options));
  }

  /**
   * Runs each job in its own pod, and copies the workspace into it. Needs no storage class, and the job pod can run on
   * any node. Every job must have `container:`. There is no Docker.
   */
  static kubernetesNoVolume(): ContainerMode {
    return new ContainerMode(kubernetesNoVolumeMode());
  }

  /**
   * Runs jobs in the runner container, with a Docker daemon in a sidecar. The daemon is privileged, and every job can
   * use it to get root privileges on the node.
   *
   * A runner set with this mode throws a PropsError for an invalid option.
   *
   * @example
   * ContainerMode.dind({ registryMirrors: ['https://mirror.example'] });
   */
  static dind(options: DindModeOptions = {}): ContainerMode {
    return new ContainerMode(dindMode(options));
  }

  /**
   * Runs jobs with root privileges on the node, with caches that outlive them. Workflows that need a Docker daemon
   * start it themselves. Only for repositories whose workflows you would run as root yourself.
   *
   * A runner set with this mode throws a PropsError for an invalid option.
   *
   * @example
   * ContainerMode.cachedPrivileged({ hostPID: true });
   */
  static cachedPrivileged(options: CachedPrivilegedOptions = {}): ContainerMode {
    return new ContainerMode(cachedPrivilegedMode(options));
  }

  /** Name of the mode, as `containerMode` in `deskrun.yaml` takes it. */
  readonly type: ContainerModeType;

  /** What the mode can do, what it allows, and what it needs. */
  readonly capabilities: ModeCapabilities;

  /** Path of the prop that has the options, for messages. */
  private optionsAt: ValuePath = ['containerMode'];

  private constructor(
    /** @internal */
    readonly _mode: Mode,
  ) {
    this.type = _mode.type;
    this.capabilities = MODE_CAPABILITIES[_mode.type];
  }

  /** A copy of the mode whose messages name another prop. @internal */
  _optionsAt(path: ValuePath): ContainerMode {
    const copy = new ContainerMode(this._mode);
    copy.optionsAt = path;
    return copy;
  }

  /** The path of an option as the user wrote it. @internal */
  _option(path: ValuePath): ValuePath {
    return [...this.optionsAt, ...path];
  }
}
