import type { Finding, ValuePath } from '../errors';
import type { k8s } from '../kubernetes';
import type { PartialPodTemplate } from '../pod/contribution';
import { MODE_CAPABILITIES, type ContainerModeType, type ModeCapabilities } from './capabilities';

/** Properties of the runner set that a mode depends on. */
export interface ModeContext {
  /** Image of the runner container. */
  readonly runnerImage: string;

  /** Oldest minor version of Kubernetes that the manifests support. */
  readonly kubernetesMinor: number;

  /** Name of the ConfigMap with the hook extension. @default - there is no hook extension */
  readonly hookExtension?: string;
}

/** A container of the runner pod: its list and its name. */
export interface ContainerPlace {
  readonly list: 'containers' | 'initContainers';
  readonly name: string;
}

/** An option of a mode whose text has the URL of a server. */
export interface ServerOption {
  readonly option: ValuePath;
  readonly text: string;

  /** Whether only the program knows the meaning of the text, as in an argument. @default false */
  readonly isGuess?: boolean;
}

/** A part of a pod that a mode adds, and the option that it comes from. */
export interface ModePart {
  /** Path of the option. @default - the mode itself */
  readonly option?: ValuePath;
  readonly template: PartialPodTemplate;
}

/** What a container mode adds to the pods of a runner set. */
export interface Mode {
  readonly type: ContainerModeType;

  /** What the mode adds to the runner pod, as the upstream chart does. */
  runnerPod(context: ModeContext): readonly ModePart[];

  /** What the mode adds to job pods. @default - nothing */
  jobPod?(context: ModeContext): readonly ModePart[];

  /** The user that steps run as, who must own the cache directories. */
  readonly user: { readonly uid: number; readonly gid: number };

  /** True when a job without `container:` runs in the runner container. */
  readonly stepsInRunner: boolean;

  /** The container in which a Docker daemon runs. @default - no Docker daemon runs in the runner pod */
  dockerDaemon?(context: ModeContext): ContainerPlace;

  /** Options with URLs of servers that the mode connects to. @default - none */
  readonly servers?: readonly ServerOption[];

  /** Changes by an override with which the mode cannot work. Paths start at the pod template. */
  overrideFindings?(template: k8s.PodTemplateSpec): Finding[];

  /** Invalid options. Paths start at the options of the mode. */
  readonly findings: readonly Finding[];
}

/** User and group of the official runner image. @see https://github.com/actions/runner/blob/main/images/Dockerfile */
export const RUNNER_USER = { uid: 1001, gid: 1001 };

/** Name of the container that gets the registration from ARC; ARC requires this name. */
export const RUNNER_CONTAINER = 'runner';

/** The capabilities of a mode. */
export function capabilitiesOf(mode: Mode): ModeCapabilities {
  return MODE_CAPABILITIES[mode.type];
}
