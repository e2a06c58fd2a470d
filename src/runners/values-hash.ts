import { createHash } from 'node:crypto';
import type { GitHubAuth } from '../auth/github-auth';

/** What restarts the listener though the spec stays the same: another credential in the same Secret. Nothing else may change it. */
export function valuesHash(auth: GitHubAuth): string {
  return createHash('sha256')
    .update(JSON.stringify([auth.secretName, auth.revision ?? null]))
    .digest('hex')
    .slice(0, 63);
}
