import { RUNNER_IMAGE } from './plan';

/** Reports whether an image is one of GitHub's public runner images. */
export function isOfficialImage(image: string): boolean {
  return /^ghcr\.io\/actions\/actions-runner([:@]|$)/.test(image);
}

const OFFICIAL = /^ghcr\.io\/actions\/actions-runner:2\.(\d+)\.\d+(@|$)/;

/**
 * How many releases an official runner image is behind the one this version of the library was made with; 0 where it cannot be told.
 * GitHub refuses a runner about 30 days after the release that follows it.
 */
export function releasesBehind(image: string): number {
  const behind = Number(OFFICIAL.exec(RUNNER_IMAGE)?.[1]) - Number(OFFICIAL.exec(image)?.[1] ?? Infinity);
  return Math.max(behind, 0);
}
