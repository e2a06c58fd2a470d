import { isIP, isIPv6 } from 'node:net';
import { formatPath, type Finding, type ValuePath } from '../errors';
import { isInNetworks } from './cidr';
import { closedNetworks, type AllowedPeer, type NetworkPolicyProps } from './policy';
import type { Proxy } from './proxy';

/** A server that runners or their jobs connect to. */
export interface Endpoint {
  /** The URL as the user wrote it. */
  readonly url: string;

  /** The path of the prop with the URL. */
  readonly path: ValuePath;

  /** True for the value of a variable whose meaning is not known: a host name that may be public is not reported. */
  readonly isGuess?: boolean;

  /** True for a proxy, to which every program connects directly. */
  readonly isProxy?: boolean;
}

interface Address {
  readonly host: string;
  /** Undefined if the URL has no port and an unknown scheme. */
  readonly port?: number;
}

/** Findings about endpoints that a network policy closes, and notices about endpoints that it may close. */
export interface EndpointReport {
  readonly findings: readonly Finding[];
  readonly notices: readonly string[];
}

/**
 * Compares the servers that runners connect to with their network policy. An address in a closed network is a finding.
 * A host name is at most a notice, since its address is not known.
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
      const peer = allowLine(address);
      const message = `${url} is in a network that networkPolicy closes; add ${peer} to networkPolicy.allow`;
      if (allowed === 'no') findings.push({ path, message });
      if (allowed === 'unknown')
        notices.push(`${formatPath(path)}: ${message}, unless it is a Service of pods that it allows`);
    }
    const mayBePrivate = isGuess ? isInternalName(address.host) : !isPublicName(address.host);
    if (isIP(address.host) === 0 && policy.denyPrivateNetworks && mayBePrivate && allowed === 'no')
      notices.push(
        `${formatPath(path)}: networkPolicy.denyPrivateNetworks closes ${url} if ${address.host} has a private ` +
          'address; then add its network, or the labels of its pods, to networkPolicy.allow',
      );
  }
  return { findings, notices };
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };
const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^:/?#[\]]+)(?::(\d+))?/i;

/** Returns the host and port of a URL, or undefined for the pod itself. */
function addressOf(url: string): Address | undefined {
  const [, scheme = '', bracketed = '', port] = URL_PARTS.exec(url) ?? [];
  const host = bracketed.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === '' || host === 'localhost') return undefined;
  return { host, port: port === undefined ? PORTS[scheme.toLowerCase()] : Number(port) };
}

/** Returns the URLs in a text, up to the port. URLs with variables in the host are left out. */
export function urlsIn(text: string): string[] {
  const urls = text.matchAll(
    /\b[a-z][a-z0-9+.-]*:\/\/(?:[^\s/?#@"',;]*@)?(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d+)?(?![\w.$[{%@-]|:(?!\d))/gi,
  );
  return [...urls].map(([url]) => url.replace(/\/\/[^/@]*@/, '//'));
}

/** Reports whether a policy allows an address. Unknown with peers that are selected by labels. */
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

/** Reports whether a program that uses the proxy connects to an address through it. */
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

/** Reports whether a name is not in public DNS: it has one label, or a domain for private use. */
function isInternalName(host: string): boolean {
  return !host.includes('.') || /\.(svc|local|internal|lan|intranet|corp|home|home\.arpa)$/.test(host);
}
