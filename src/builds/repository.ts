import { createHash } from 'node:crypto';
import { PropsError, type Finding, type ValuePath } from '../errors';

const DEFAULT_PORTS: Readonly<Record<string, string>> = { https: '443', http: '80', ssh: '22', git: '9418' };

const URL_FORM = /^(https?|ssh|git):\/\/(?:[^/]*@)?([^/:@]+|\[[\da-f:.]+\])(?::(\d+))?\/(.*)$/i;

/** Git's short form of ssh: `git@github.com:owner/name.git`. One letter before the colon is a drive of Windows. */
const SHORT_FORM = /^(?:[^/:@]+@)?([^/:@]{2,}|\[[\da-f:.]+\]):(?!\/\/)(.*)$/i;

/** Checks the clone URL of a repository. */
export function cloneUrlFindings(url: string, path: ValuePath): Finding[] {
  return partsOf(url) === undefined
    ? [
        {
          path,
          message:
            'must be a clone URL such as https://github.com/owner/name.git or git@github.com:owner/name.git, got ' +
            JSON.stringify(url),
        },
      ]
    : [];
}

/**
 * The same text for all clone URLs of a repository: `github.com/owner/name` for `git@github.com:owner/name.git` and
 * `https://github.com/owner/name/`. It has no scheme, user, password, default port or `.git`.
 *
 * @throws PropsError if the URL is not a clone URL
 */
export function normalizedCloneUrl(url: string): string {
  const parts = partsOf(url);
  if (!parts) throw new PropsError(cloneUrlFindings(url, []));
  const host = parts.host.toLowerCase();
  return `${host}${parts.port}/${host === 'github.com' ? parts.path.toLowerCase() : parts.path}`;
}

/**
 * The name of a repository in paths on nodes and in labels: 16 hexadecimal digits, the same for all its clone URLs.
 *
 * @throws PropsError if the URL is not a clone URL
 */
export function repoHash(url: string): string {
  return createHash('sha256').update(normalizedCloneUrl(url)).digest('hex').slice(0, 16);
}

interface Parts {
  readonly host: string;
  /** `:2222`, or empty for the port of the scheme. */
  readonly port: string;
  readonly path: string;
}

function partsOf(url: string): Parts | undefined {
  const [, scheme, host, port, written] = URL_FORM.exec(url) ?? [];
  if (scheme !== undefined && host !== undefined)
    return withPath(written, {
      host,
      port: port === undefined || port === DEFAULT_PORTS[scheme.toLowerCase()] ? '' : `:${port}`,
    });
  const [, shortHost, shortPath] = SHORT_FORM.exec(url) ?? [];
  return shortHost === undefined ? undefined : withPath(shortPath, { host: shortHost, port: '' });
}

function withPath(written = '', parts: Omit<Parts, 'path'>): Parts | undefined {
  const path = written
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '')
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '');
  const isPath = path !== '' && !/[\s?#\\]/.test(path) && !path.split('/').some(part => /^\.{1,2}$/.test(part));
  return isPath ? { ...parts, path } : undefined;
}
