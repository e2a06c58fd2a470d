import { createHash } from 'node:crypto';
import type { GitHubAuth } from '../auth/github-auth';

/** A hash of the credential reference. When it changes, ARC restarts the listener. Nothing else may change it. */
export function valuesHash(auth: GitHubAuth): string {
  return createHash('sha256')
    .update(JSON.stringify([auth.secretName, auth.revision ?? null]))
    .digest('hex')
    .slice(0, 63);
}
