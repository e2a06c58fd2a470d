import type { ManifestCheckOptions } from './manifests';
import { matchers } from './matchers';

declare global {
  // @types/jest is extended in this way.
  // eslint-disable-next-line @typescript-eslint/no-namespace
  namespace jest {
    // The type parameters must be those of @types/jest.
    // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-empty-object-type
    interface Matchers<R, T = {}> {
      /**
       * Passes when an API server would accept the manifests: a list of objects, or a string of YAML. The message of a
       * failure lists all problems. See `manifestProblems` of `cdk8s-deskrun/testing` for what is checked.
       */
      toBeValidManifests(options?: ManifestCheckOptions): R;
    }
  }
}

const { expect } = globalThis as { readonly expect?: { extend(matchers: object): void } };
if (expect === undefined)
  throw new Error(
    "cdk8s-deskrun/testing/jest needs Jest's global expect; list it in setupFilesAfterEnv, or call " +
      'expect.extend(matchers) with the matchers of cdk8s-deskrun/testing',
  );
expect.extend(matchers);
