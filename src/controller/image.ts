import { minorOf } from '../app/versions';
import type { Finding } from '../errors';

/** Repository of the official image, without a tag. */
export const CONTROLLER_REPOSITORY = 'ghcr.io/actions/gha-runner-scale-set-controller';

/** The image to run. An image without a tag gets the version as its tag. */
export function controllerImage(image: string | undefined, version: string): string {
  const { repository, tag, digest } = parsed(image ?? CONTROLLER_REPOSITORY);
  return `${repository}:${tag ?? version}${digest === undefined ? '' : `@${digest}`}`;
}

/** The release of the image: that of its tag, or the version. */
export function releaseOf(image: string | undefined, version: string): string {
  return RELEASE.exec(parsed(image ?? CONTROLLER_REPOSITORY).tag ?? version)?.[1] ?? version;
}

/** Checks an image for this version of ARC. */
export function imageFindings(image: string | undefined, version: string): Finding[] {
  if (image === undefined) return [];
  const { repository, tag, digest } = parsed(image);
  const finding = (message: string): Finding[] => [{ path: ['image'], message }];
  if (
    !/^[a-z0-9][-a-z0-9._/:]*$/.test(repository) ||
    tag === '' ||
    (digest !== undefined && !/^sha256:[0-9a-f]{64}$/.test(digest))
  ) {
    return finding(`must be an image such as ${CONTROLLER_REPOSITORY}:${version}, got ${JSON.stringify(image)}`);
  }
  if (tag === undefined) {
    return digest === undefined
      ? []
      : finding(`must have its tag beside the digest (…:${version}@sha256:…), since the tag states the release`);
  }
  const release = RELEASE.exec(tag)?.[1];
  if (release === undefined)
    return finding(
      `must have a tag that begins with a release of ARC, such as ${version}, got ${tag}: a floating tag could ` +
        'become another minor version, which deletes the runner sets',
    );
  return minorOf(release) === minorOf(version)
    ? []
    : finding(
        `must be a release of ${minorOf(version)}, since arcVersion is ${version}, got ${tag}: the controller ` +
          'deletes runner sets of another minor version; change arcVersion of the app instead',
      );
}

const RELEASE = /^v?(\d+\.\d+\.\d+)(?![\w.])/;

function parsed(image: string): { repository: string; tag?: string; digest?: string } {
  const [reference = '', ...digest] = image.split('@');
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  const [repository, tag] =
    colon < 0 ? [reference, undefined] : [reference.slice(0, colon), reference.slice(colon + 1)];
  return { repository, tag, digest: digest.length === 0 ? undefined : digest.join('@') };
}
