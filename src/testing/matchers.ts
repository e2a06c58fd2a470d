import { manifestProblems, type ManifestCheckOptions } from './manifests';

/** What a matcher returns to `expect`. */
export interface MatcherResult {
  /** Whether the value is as the matcher says. */
  readonly pass: boolean;

  /** Returns the text of a failed assertion. */
  message(): string;
}

/**
 * The matchers for `expect.extend(matchers)`. With Jest's global `expect`, `cdk8s-deskrun/testing/jest` in setupFilesAfterEnv adds them
 * and their types.
 */
export const matchers = {
  /**
   * Passes when {@link manifestProblems} finds nothing in a list of manifests, or in a text of YAML. An empty list fails: nothing was
   * synthesized.
   */
  toBeValidManifests(received: string | readonly unknown[], options?: ManifestCheckOptions): MatcherResult {
    const problems =
      received.length === 0 ? ['there are no manifests, so nothing was checked'] : manifestProblems(received, options);
    return {
      pass: problems.length === 0,
      message: () =>
        problems.length === 0
          ? 'expected at least one problem in the manifests, found none'
          : `expected valid manifests, found ${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:\n${problems.join('\n')}`,
    };
  },
};
