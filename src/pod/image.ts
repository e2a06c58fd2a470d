import type { Finding, ValuePath } from '../errors';

const HOST_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const PATH_PART = '[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*';

/** Registry with port, path, tag and digest of an image reference. A registry without a port matches as path. */
const IMAGE = new RegExp(
  `^(${HOST_LABEL}(\\.${HOST_LABEL})*:\\d+/)?${PATH_PART}(/${PATH_PART})*` +
    '(:[A-Za-z0-9_][-.A-Za-z0-9_]{0,127})?(@sha256:[0-9a-f]{64})?$',
);

/** Reports whether a string is a valid image reference. */
export function isImage(image: string): boolean {
  return IMAGE.test(image);
}

/** Checks an image reference. */
export function imageFindings(image: string | undefined, path: ValuePath): Finding[] {
  return image === undefined || isImage(image)
    ? []
    : [
        {
          path,
          message: invalidImage(image),
        },
      ];
}

/** Returns the message for an invalid image reference. */
export function invalidImage(image: string): string {
  return `must be an image such as ghcr.io/actions/actions-runner:2.337.0, got ${JSON.stringify(image)}`;
}

/** Reports whether an image is one of GitHub's public runner images. */
export function isOfficialRunnerImage(image: string): boolean {
  return /^ghcr\.io\/actions\/actions-runner([:@]|$)/.test(image);
}

/** Reports whether an image is a public Docker image whose daemon runs as root. */
export function isRootDaemonImage(image: string): boolean {
  return /^(docker\.io\/)?(library\/)?docker:[^@]*dind/.test(image) && !image.includes('rootless');
}
