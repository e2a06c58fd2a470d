import { podTemplateToJson } from '../kubernetes';
import type { ContainerModeType } from '../modes/capabilities';
import { ContainerMode } from '../modes/container-mode';
import { composePod } from '../pod/compose';

/** An object in a manifest, such as a container, a volume or a variable. */
export type Entry = Readonly<Record<string, unknown>>;

/** The parts of a pod that both values and modes set. */
export interface Pod {
  readonly containers: readonly Entry[];
  readonly initContainers: readonly Entry[];
  readonly volumes: readonly Entry[];
}

const MODES: Record<ContainerModeType, () => ContainerMode> = {
  runner: () => ContainerMode.runner(),
  kubernetes: () => ContainerMode.kubernetes(),
  'kubernetes-novolume': () => ContainerMode.kubernetesNoVolume(),
  dind: () => ContainerMode.dind(),
  'cached-privileged-kubernetes': () => ContainerMode.cachedPrivileged(),
};

/** The first minor version of Kubernetes in which the Docker daemon is a sidecar container. */
const SIDECARS_SINCE = 29;

/** Returns the runner pod that a mode creates with its defaults. */
export function modePod(type: ContainerModeType, runnerImage: string): Pod {
  const parts = MODES[type]()._mode.runnerPod({ runnerImage, kubernetesMinor: SIDECARS_SINCE });
  const template = composePod(parts.map(({ template: part }) => ({ owner: ['containerMode'], template: part })));
  return {
    initContainers: [],
    volumes: [],
    ...(podTemplateToJson(template).spec as unknown as Pick<Pod, 'containers'>),
  };
}

/** Finds the entry whose key, by default `name`, has a value. */
export function named(list: readonly Entry[] | undefined, name: unknown, key = 'name'): Entry | undefined {
  return list?.find(entry => entry[key] === name);
}

/** Returns a list of a container, such as `env`. Empty if it is missing. */
export function listOf(container: Entry | undefined, list: string): readonly Entry[] {
  return (container?.[list] ?? []) as readonly Entry[];
}
