import type { Finding, ValuePath } from '../errors';

/**
 * Registry and port, path, tag, digest: as a container runtime reads a reference. A registry without a port looks like
 * a part of the path.
 */
const IMAGE =
  /^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*:\d+\/)?[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*(:[A-Za-z0-9_][-.A-Za-z0-9_]{0,127})?(@sha256:[0-9a-f]{64})?$/;

/** Whether a container runtime can read it as the name of an image. */
export function isImage(image: string): boolean {
  return IMAGE.test(image);
}

/** What is wrong with the name of an image. */
export function imageFindings(image: string | undefined, path: ValuePath): Finding[] {
  return image === undefined || isImage(image)
    ? []
    : [
        {
          path,
          message: noImage(image),
        },
      ];
}

/** Says that it is none. */
export function noImage(image: string): string {
  return `must be an image such as ghcr.io/actions/actions-runner:2.337.0, got ${JSON.stringify(image)}`;
}
