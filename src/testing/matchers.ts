import { manifestProblems, type ManifestCheckOptions } from './manifests';

/** The result of a matcher. */
export interface MatcherResult {
  /** True when the value matches. */
  readonly pass: boolean;

  /** Returns the message of a failed assertion. */
  message(): string;
}

/**
 * The matchers, for `expect.extend(matchers)`. With Jest's global `expect`, list `cdk8s-deskrun/testing/jest` in
 * `setupFilesAfterEnv` instead, which also adds the types.
 */
export const matchers = {
  /**
   * Passes when {@link manifestProblems} returns no problems for a list of manifests or a string of YAML. Fails for an
   * empty list or string: nothing was synthesized.
   */
  toBeValidManifests(received: string | readonly unknown[], options?: ManifestCheckOptions): MatcherResult {
    const problems =
      received.length === 0 ? ['there are no manifests, so nothing was checked'] : manifestProblems(received, options);
    return {
      pass: problems.length === 0,
      message: () =>
        problems.length === 0
          ? 'expected at least one problem in the manifests, found none'
          : `expected valid manifests, found ${problems.length} ` +
            `${problems.length === 1 ? 'problem' : 'problems'}:\n${problems.join('\n')}`,
    };
  },
};
