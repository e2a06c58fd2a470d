import type { DockerfileFacts } from '../image/dockerfile';
import type { DockerfileBuild } from '../image/dockerfile-build';
import { folderOf, type Checkout } from '../checkout';
import type { ImageSource } from '../image/image-source';
import { withNamedStage } from '../image/named-stage';
import { featureStages, FEATURES_STAGE } from './install-dockerfile';
import type { FeatureUsers } from './install-script';
import type { Feature } from './resolve';

/** The image with the features: the Dockerfile of the image, or its name, and further stages. */
export function imageWithFeatures(
  image: ImageSource,
  features: readonly Feature[],
  users: FeatureUsers,
  { user = 'root' }: DockerfileFacts,
  file: string,
  checkout: Checkout,
): DockerfileBuild {
  if (image.kind === 'image') {
    const { text, contexts } = featureStages(features, image.image, users, user);
    return {
      kind: 'dockerfile',
      path: file,
      text,
      context: folderOf(file),
      target: FEATURES_STAGE,
      args: {},
      cacheFrom: [],
      labels: {},
      hosts: {},
      contexts,
    };
  }
  const base = withNamedStage(checkout.read(image.path) as string, image.target);
  const { text, contexts } = featureStages(features, base.name, users, user);
  return {
    ...image,
    text: `${base.text.trimEnd()}\n\n${text}`,
    target: FEATURES_STAGE,
    contexts: { ...image.contexts, ...contexts },
  };
}
