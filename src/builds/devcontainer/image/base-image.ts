import type { DevContainerOptions } from '../dev-container';
import { dockerfileFacts, type DockerfileFacts } from './dockerfile';
import type { ImageSource } from './image-source';
import { assumedMetadata } from './known-images';
import { layerAt, type Layer } from '../merge';
import { inside, type Place, type Report } from '../report';
import type { Variables } from '../substitute';
import { substituteConfig } from '../substitute-config';
import { checkedMetadata, type WrittenConfig } from '../written-config';

/** What can be told about an image without pulling or building it. */
export function imageFacts(image: ImageSource, { checkout, imageUser }: DevContainerOptions): DockerfileFacts {
  if (image.kind === 'image') return { baseImage: image.image, user: imageUser };
  const facts = dockerfileFacts(checkout.read(image.path) ?? '', image.args, image.target);
  return { ...facts, user: facts.user ?? imageUser };
}

/** The metadata of an image: what the caller gives, or what well-known images are assumed to have. */
export function imageLayers(
  { baseImage }: DockerfileFacts,
  config: WrittenConfig,
  { imageMetadata }: DevContainerOptions,
  variables: Variables,
  top: Place,
  report: Report,
): Layer[] {
  const key = (['image', 'build', 'dockerFile', 'service'] as const).find(name => config[name] !== undefined);
  const place = key === undefined ? top : inside(top, key);
  const assumed = imageMetadata || baseImage === undefined ? undefined : assumedMetadata(baseImage);
  if (assumed)
    report.notice(place, `${baseImage} is assumed to have the user ${assumed.remoteUser}; give its imageMetadata`);
  const entries = imageMetadata ?? (assumed ? [assumed] : []);
  return checkedMetadata(entries, place, 'imageMetadata', report).map(entry =>
    layerAt(
      substituteConfig(entry, variables, () => place, report),
      place,
    ),
  );
}
