/** Default image of the runner container: the latest release when this version of the library was released. */
export const RUNNER_IMAGE = 'ghcr.io/actions/actions-runner:2.337.0';

const OFFICIAL = /^ghcr\.io\/actions\/actions-runner:2\.(\d+)\.\d+(@|$)/;

/**
 * Number of releases by which an official runner image is older than {@link RUNNER_IMAGE}; 0 for any other image.
 * GitHub refuses a runner about 30 days after the release that follows it.
 */
export function releasesBehind(image: string): number {
  const behind = Number(OFFICIAL.exec(RUNNER_IMAGE)?.[1]) - Number(OFFICIAL.exec(image)?.[1] ?? Infinity);
  return Math.max(behind, 0);
}
