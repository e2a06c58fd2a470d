import { NO_CREDENTIALS } from '../written-credentials';
import type { Finding } from '../errors';

/** The kind of GitHub object that a configuration URL refers to. */
export type GitHubScope = 'repository' | 'organization' | 'enterprise';

/** The message for a GitHub App as credential of the runners of an enterprise. */
export const ENTERPRISE_NEEDS_PAT =
  'is a GitHub App, which cannot register runners of an enterprise; use a classic personal access token with ' +
  'the scope manage_runners:enterprise, or the URL of an organization';

/** The kind of GitHub object of a configuration URL by the rules of ARC, or undefined if ARC refuses the URL. */
export function scopeOf(githubConfigUrl: string): GitHubScope | undefined {
  return scopeOfSegments(segmentsOf(new URL(githubConfigUrl)));
}

function scopeOfSegments(segments: readonly string[]): GitHubScope | undefined {
  if (segments.length === 1) return 'organization';
  if (segments.length === 2) return segments[0]?.toLowerCase() === 'enterprises' ? 'enterprise' : 'repository';
  return undefined;
}

/** Checks a configuration URL. */
export function urlFindings(githubConfigUrl: string): Finding[] {
  const finding = (message: string): Finding[] => [{ path: ['githubConfigUrl'], message }];
  const forms =
    'https://github.com/OWNER/REPOSITORY, https://github.com/ORGANIZATION or https://github.com/enterprises/ENTERPRISE';
  let url: URL;
  try {
    url = new URL(githubConfigUrl);
  } catch {
    return finding(`must be a URL such as ${forms}, got ${JSON.stringify(githubConfigUrl)}`);
  }
  if (url.username || url.password) return finding(`${NO_CREDENTIALS}; give them in auth`);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && url.hostname !== 'github.com')) {
    return finding(`must start with https://, got ${JSON.stringify(`${url.protocol}//`)}`);
  }
  if (url.search || url.hash) return finding('must end with the path: remove everything from ? or # on');
  const segments = segmentsOf(url);
  const plainly = `${url.origin}/${segments.join('/')}`;
  if (segments.length > 0 && githubConfigUrl !== plainly)
    return finding(`must be written as ${plainly}, got ${JSON.stringify(githubConfigUrl)}`);
  if (!/^[-\w./]*$/.test(url.pathname))
    return finding(`must have letters, digits, -, _ and . between the slashes, got ${JSON.stringify(url.pathname)}`);
  if (/\.git$/.test(url.pathname)) return finding(`must be the URL of the page, not of the clone: remove .git`);
  if (scopeOfSegments(segments) === undefined)
    return finding(
      `must point at a repository, an organization or an enterprise (${forms}), got ${JSON.stringify(githubConfigUrl)}`,
    );
  return [];
}

function segmentsOf(url: URL): string[] {
  return url.pathname.split('/').filter(segment => segment !== '');
}
