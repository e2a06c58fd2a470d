import { devContainerPod } from './devcontainer/pod';
import { BUILD_CONTAINER, VOLUMES } from './layout';
import type { BuildContext, Step } from './step';

/** Adds what a devcontainer has beside its image and its commands, and the services of its Compose files. */
export function devContainerStep({ devContainer }: BuildContext): Step {
  if (!devContainer) return { contributions: [] };
  const pod = devContainerPod(devContainer, {
    owner: ['checkout'],
    name: BUILD_CONTAINER,
    checkout: path => ({ name: VOLUMES.workspace, subPath: path }),
    // The volumes of the devcontainer are caches of the build. Those of its services start empty.
    cache: () => ({ emptyDir: {} }),
    serviceImage: ({ image }) => (image.kind === 'image' ? image.image : image.path),
    gpuResource: 'nvidia.com/gpu',
  });
  return { contributions: [pod] };
}
