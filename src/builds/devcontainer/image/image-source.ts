import { isImage, invalidImage } from '../../../pod/image';
import { buildFromDockerfile, type DockerfileBuild } from './dockerfile-build';
import { folderOf, type Checkout } from '../checkout';
import { pathFromCheckout } from '../mounts/mounts';
import { inside, type Place, type Report } from '../report';
import type { WrittenConfig } from '../written-config';

/** Where the image of a container comes from. */
export type ImageSource = { readonly kind: 'image'; readonly image: string } | DockerfileBuild;

/** Returns where the image comes from, or undefined if that is not written or is wrong. Compose files are not read. */
export function imageSource(
  config: WrittenConfig,
  file: string,
  checkout: Checkout,
  top: Place,
  report: Report,
): ImageSource | undefined {
  const folder = folderOf(file);
  const { image, dockerFile, build } = config;
  if (image !== undefined) {
    if (build !== undefined) report.notice(inside(top, 'build'), 'is ignored: image is set');
    return imageReference(image, inside(top, 'image'), report);
  }
  const read = { checkout, folder, report };
  // The former form has its context at the top, and does not read the one in build.
  if (dockerFile !== undefined)
    return buildFromDockerfile(
      read,
      { ...build, dockerfile: dockerFile, context: config.context },
      {
        dockerfile: inside(top, 'dockerFile'),
        context: inside(top, 'context'),
        build: inside(top, 'build'),
      },
    );
  const inBuild = inside(top, 'build');
  const places = { dockerfile: inside(inBuild, 'dockerfile'), context: inside(inBuild, 'context'), build: inBuild };
  if (build?.dockerfile !== undefined) {
    if (config.context !== undefined)
      report.notice(inside(top, 'context'), 'is ignored beside build.dockerfile; move it into build');
    return buildFromDockerfile(read, { ...build, dockerfile: build.dockerfile }, places);
  }
  const beside = pathFromCheckout('Dockerfile', folder) as string;
  if (checkout.read(beside) === undefined) {
    if (!report.hasErrorAt(top))
      report.error(top, 'needs one of image, build.dockerfile and dockerComposeFile; add one');
    return undefined;
  }
  report.notice(top, `has none of image, build.dockerfile and dockerComposeFile; ${beside} is built`);
  return buildFromDockerfile(read, { ...build, dockerfile: 'Dockerfile' }, { ...places, dockerfile: top });
}

/** Reports keys that exclude each other, and returns whether there are any. */
export function reportSeveralKinds(config: WrittenConfig, top: Place, report: Report): boolean {
  const written = [
    config.image !== undefined ? 'image' : undefined,
    config.dockerFile !== undefined ? 'dockerFile' : undefined,
    config.build?.dockerfile !== undefined ? 'build.dockerfile' : undefined,
    config.dockerComposeFile !== undefined ? 'dockerComposeFile' : undefined,
  ].filter(key => key !== undefined);
  if (written.length < 2) return false;
  report.error(
    inside(top, ...(written.at(-1) as string).split('.')),
    `${written.join(' and ')} exclude each other; keep one of them`,
    'key',
  );
  return true;
}

/** Checks the reference of an image. */
export function imageReference(image: string, place: Place, report: Report): ImageSource | undefined {
  if (!isImage(image)) {
    report.error(place, invalidImage(image));
    return undefined;
  }
  const [, name = '', tag] = /^(.*?)(?::([^:/@]+))?(?:@.*)?$/.exec(image) ?? [];
  if (!image.includes('@') && (tag === undefined || tag === 'latest'))
    report.notice(place, `${name} without a version is another image tomorrow; write a tag or a digest`);
  return { kind: 'image', image };
}
