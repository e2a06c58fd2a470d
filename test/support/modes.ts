import { ContainerMode, type ContainerModeType } from '../../src';

/** Every container mode with its defaults. */
export const everyMode: Readonly<Record<ContainerModeType, ContainerMode>> = {
  runner: ContainerMode.runner(),
  kubernetes: ContainerMode.kubernetes(),
  'kubernetes-novolume': ContainerMode.kubernetesNoVolume(),
  dind: ContainerMode.dind(),
  'cached-privileged-kubernetes': ContainerMode.cachedPrivileged(),
};

/** For `describe.each` and `test.each`. */
export const modes = Object.entries(everyMode) as [ContainerModeType, ContainerMode][];
