import { isIP, isIPv6 } from 'node:net';
import { formatPath, type Finding, type ValuePath } from '../errors';
import { isInNetworks } from './cidr';
import { closedNetworks, type AllowedPeer, type NetworkPolicyProps } from './policy';
import type { Proxy } from './proxy';

/** A server that runners or their jobs call. */
export interface Endpoint {
  /** As it was written: `http://`, a host, perhaps a port. */
  readonly url: string;

  /** Where it was written. */
  readonly path: ValuePath;

  /**
   * Whether a host name that could be a public one is left alone, as in a variable of which only its program knows the
   * meaning.
   */
  readonly isGuess?: boolean;

  /** Whether it is a proxy itself, which every program calls directly. */
  readonly isProxy?: boolean;
}

interface Address {
  readonly host: string;
  /** Absent where the URL has none and its scheme is not known. */
  readonly port?: number;
}

/** Findings about endpoints that a network policy closes, and notices about those of which only the cluster knows. */
export interface EndpointReport {
  readonly findings: readonly Finding[];
  readonly notices: readonly string[];
}

/**
 * Compares the servers that runners call with their network policy. An address in a closed network cannot work. What a
 * host name resolves to is not known before the cluster runs.
 */
export function checkEndpoints(
  policy: NetworkPolicyProps,
  proxy: Proxy | undefined,
  endpoints: readonly Endpoint[],
): EndpointReport {
  const closed = [...closedNetworks(policy, 'v4'), ...closedNetworks(policy, 'v6')];
  const findings: Finding[] = [];
  const notices: string[] = [];
  for (const { url, path, isGuess = false, isProxy = false } of endpoints) {
    const address = addressOf(url);
    if (address === undefined || (proxy && !isProxy && isProxied(url, address, proxy))) continue;
    const allowed = allowedBy(policy, address);
    if (isIP(address.host) !== 0 && isInNetworks(address.host, closed)) {
      const message = `${url} is in a network that networkPolicy closes; add ${allowLine(address)} to networkPolicy.allow`;
      if (allowed === 'no') findings.push({ path, message });
      if (allowed === 'unknown')
        notices.push(`${formatPath(path)}: ${message}, unless it is a Service of pods that it allows`);
    }
    const mayBePrivate = isGuess ? isInternalName(address.host) : !isPublicName(address.host);
    if (isIP(address.host) === 0 && policy.denyPrivateNetworks && mayBePrivate && allowed === 'no')
      notices.push(
        `${formatPath(path)}: networkPolicy.denyPrivateNetworks closes ${url} if ${address.host} has a ` +
          'private address; ' +
          'then add its network, or the labels of its pods, to networkPolicy.allow',
      );
  }
  return { findings, notices };
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };
const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^:/?#[\]]+)(?::(\d+))?/i;

/** The host and port of a URL; nothing for this pod itself. */
function addressOf(url: string): Address | undefined {
  const [, scheme = '', bracketed = '', port] = URL_PARTS.exec(url) ?? [];
  const host = bracketed.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === '' || host === 'localhost') return undefined;
  return { host, port: port === undefined ? PORTS[scheme.toLowerCase()] : Number(port) };
}

/** Every URL in a text, as far as its host and port; none whose host is put together from variables. */
export function urlsIn(text: string): string[] {
  const urls = text.matchAll(
    /\b[a-z][a-z0-9+.-]*:\/\/(?:[^\s/?#@"',;]*@)?(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d+)?(?![\w.$[{%@-]|:(?!\d))/gi,
  );
  return [...urls].map(([url]) => url.replace(/\/\/[^/@]*@/, '//'));
}

/** Whether a policy opens an address: peers that are named by labels cannot be compared with one. */
function allowedBy({ apiServer, allow = [] }: NetworkPolicyProps, { host, port }: Address): 'yes' | 'no' | 'unknown' {
  const isName = isIP(host) === 0;
  const includes = (cidr: string | undefined) => cidr !== undefined && !isName && isInNetworks(host, [cidr]);
  const fits = ({ ports }: AllowedPeer) => ports === undefined || port === undefined || ports.includes(port);
  const open = allow.filter(fits);
  if (includes(apiServer) || open.some(({ cidr }) => includes(cidr))) return 'yes';
  return open.some(({ cidr }) => isName || cidr === undefined) ? 'unknown' : 'no';
}

function allowLine({ host, port }: Address): string {
  const cidr = isIPv6(host) ? `"${host}/128"` : `${host}/32`;
  return port === undefined ? `{ cidr: ${cidr} }` : `{ cidr: ${cidr}, ports: [${port}] }`;
}

/** Whether a program that knows the proxy asks it instead of the server itself. */
function isProxied(url: string, { host, port }: Address, { http, https, noProxy = [] }: Proxy): boolean {
  const scheme = url.slice(0, url.indexOf(':')).toLowerCase();
  const used = scheme === 'https' ? https : scheme === 'http' ? http : undefined;
  return used !== undefined && !noProxy.some(entry => matches(entry.toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: number | undefined): boolean {
  if (entry === '*') return true;
  if (/\/\d+$/.test(entry)) {
    const family = isIP(entry.split('/')[0] as string);
    return family !== 0 && family === isIP(host) && isInNetworks(host, [entry]);
  }
  if (isIP(entry) !== 0) return entry === host;
  const [name = '', onlyPort] = entry.replace(/^\*?\.?/, '').split(':');
  return (onlyPort === undefined || Number(onlyPort) === port) && (host === name || host.endsWith(`.${name}`));
}

const PUBLIC_DOMAINS = [
  'github.com',
  'ghe.com',
  'githubusercontent.com',
  'ghcr.io',
  'docker.io',
  'docker.com',
  'gcr.io',
];

function isPublicName(host: string): boolean {
  return PUBLIC_DOMAINS.some(domain => host === domain || host.endsWith(`.${domain}`));
}

/** Names that no public DNS server knows: of one label, or below a domain kept for private use. */
function isInternalName(host: string): boolean {
  return !host.includes('.') || /\.(svc|local|internal|lan|intranet|corp|home|home\.arpa)$/.test(host);
}
