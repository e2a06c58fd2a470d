import type { Finding, ValuePath } from '../errors';
import type { k8s } from '../kubernetes';
import type { PartialPodTemplate } from '../pod/contribution';
import { MODE_CAPABILITIES, type ContainerModeType, type ModeCapabilities } from './capabilities';

/** What a mode has to know about the set it shapes. */
export interface ModeContext {
  /** Image of the runner container. */
  readonly runnerImage: string;

  /** Minor version of the Kubernetes the manifests are for. */
  readonly kubernetesMinor: number;

  /** Name of the ConfigMap with the hook extension. @default - the set has none */
  readonly hookExtension?: string;
}

/** A container of the runner pod, by the list it stands in. */
export interface ContainerPlace {
  readonly list: 'containers' | 'initContainers';
  readonly name: string;
}

/** A part of a pod that a mode makes, and the option that asks for it. */
export interface ModePart {
  /** Path of the option. @default - the mode itself */
  readonly option?: ValuePath;
  readonly template: PartialPodTemplate;
}

/** What a mode makes of a runner. Pure: data in, data out. */
export interface Mode {
  readonly type: ContainerModeType;

  /** The runner pod, as the upstream chart shapes it for this mode. */
  runnerPod(context: ModeContext): readonly ModePart[];

  /** What the mode gives to job pods. @default - nothing */
  jobPod?(context: ModeContext): readonly ModePart[];

  /** The user that steps run as: the owner that caches need. */
  readonly user: { readonly uid: number; readonly gid: number };

  /** Whether a job without `container:` runs in the runner itself. */
  readonly stepsInRunner: boolean;

  /** Where a Docker daemon keeps its data. @default - no daemon runs in the runner pod */
  dockerDaemon?(context: ModeContext): ContainerPlace;

  /** Servers that a daemon of the mode calls, with the option that names each. @default - none */
  readonly servers?: readonly { readonly option: ValuePath; readonly url: string }[];

  /** What an override has made of the runner pod that the mode cannot work with. Paths are into the template. */
  overrideFindings?(template: k8s.PodTemplateSpec): Finding[];

  /** What cannot work, with paths into the mode's own options. */
  readonly findings: readonly Finding[];
}

/** The official image's own user and group. @see https://github.com/actions/runner/blob/main/images/Dockerfile */
export const RUNNER_USER = { uid: 1001, gid: 1001 };

/** The container that ARC hands its registration to; the name is fixed upstream. */
export const RUNNER_CONTAINER = 'runner';

/** The row of a mode. */
export function capabilitiesOf(mode: Mode): ModeCapabilities {
  return MODE_CAPABILITIES[mode.type];
}
