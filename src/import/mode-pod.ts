import { podTemplateToJson } from '../kubernetes';
import type { ContainerModeType } from '../modes/capabilities';
import { ContainerMode } from '../modes/container-mode';
import { composePod } from '../pod/compose';

/** Anything with a name, a path or the like, as it stands in a manifest. */
export type Entry = Readonly<Record<string, unknown>>;

/** The parts of a pod that values and modes both speak of. */
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

/** From here on a Docker daemon is a sidecar. */
const SIDECARS = 29;

/** What a mode alone makes of a runner pod. */
export function modePod(type: ContainerModeType, runnerImage: string): Pod {
  const parts = MODES[type]()._mode.runnerPod({ runnerImage, kubernetesMinor: SIDECARS });
  const template = composePod(parts.map(({ template: part }) => ({ owner: ['containerMode'], template: part })));
  return {
    initContainers: [],
    volumes: [],
    ...(podTemplateToJson(template).spec as unknown as Pick<Pod, 'containers'>),
  };
}

/** The entry that says so of itself under a key. */
export function named(list: readonly Entry[] | undefined, name: unknown, key = 'name'): Entry | undefined {
  return list?.find(entry => entry[key] === name);
}

/** A list of a container's, such as its variables. */
export function listOf(container: Entry | undefined, list: string): readonly Entry[] {
  return (container?.[list] ?? []) as readonly Entry[];
}
