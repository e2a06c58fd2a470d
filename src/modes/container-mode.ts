import type { ValuePath } from '../errors';
import { cachedPrivilegedMode, type CachedPrivilegedOptions } from './cached-privileged';
import { MODE_CAPABILITIES, type ContainerModeType, type ModeCapabilities } from './capabilities';
import { dindMode, type DindModeOptions } from './dind';
import { kubernetesMode, type KubernetesModeOptions } from './kubernetes';
import { kubernetesNoVolumeMode } from './kubernetes-novolume';
import type { Mode } from './mode';
import { runnerMode } from './runner';

/**
 * How a runner runs its jobs. Choose by what the workflows need and how far they are trusted; see {@link
 * MODE_CAPABILITIES}.
 */
export class ContainerMode {
  /**
   * Jobs in the runner's container, without Docker and without rights in the cluster. The only mode for Windows nodes.
   * Workflows reach a Docker or BuildKit daemon elsewhere by `DOCKER_HOST` or `BUILDKIT_HOST` in `env`.
   */
  static runner(): ContainerMode {
    return new ContainerMode(runnerMode());
  }

  /**
   * Each job in a pod of its own, sharing a volume with its runner. Jobs must name a `container:`; no Docker.
   *
   * @see
   * https://docs.github.com/en/actions/how-tos/manage-runners/use-actions-runner-controller/deploy-runner-scale-sets
   */
  static kubernetes(options: KubernetesModeOptions = {}): ContainerMode {
    return new ContainerMode(kubernetesMode(options));
  }

  /** As `kubernetes`, with the workspace copied instead of shared: no storage class needed, and any node will do. */
  static kubernetesNoVolume(): ContainerMode {
    return new ContainerMode(kubernetesNoVolumeMode());
  }

  /** Jobs in the runner, with a Docker daemon beside it. The daemon is privileged, and so in effect is every job. */
  static dind(options: DindModeOptions = {}): ContainerMode {
    return new ContainerMode(dindMode(options));
  }

  /**
   * Jobs with the rights of root on the node, and caches that outlive them. No daemon is provided: workflows start
   * their own. For repositories whose every workflow you would run as root yourself.
   */
  static cachedPrivileged(options: CachedPrivilegedOptions = {}): ContainerMode {
    return new ContainerMode(cachedPrivilegedMode(options));
  }

  /** The word that `containerMode` takes in `deskrun.yaml`. */
  readonly type: ContainerModeType;

  /** What the mode can do and needs. */
  readonly capabilities: ModeCapabilities;

  /** Where its options were written. */
  private optionsAt: ValuePath = ['containerMode'];

  private constructor(
    /** @internal */
    readonly _mode: Mode,
  ) {
    this.type = _mode.type;
    this.capabilities = MODE_CAPABILITIES[_mode.type];
  }

  /** The same mode, whose options messages say were written elsewhere. @internal */
  _optionsAt(path: ValuePath): ContainerMode {
    const copy = new ContainerMode(this._mode);
    copy.optionsAt = path;
    return copy;
  }

  /** The path of an option as it was written. @internal */
  _option(path: ValuePath): ValuePath {
    return [...this.optionsAt, ...path];
  }
}
