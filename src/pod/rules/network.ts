import { isObject } from '../../plain-object';
import { below, objectsOf, stringsOf, type Plain, type Report } from './report';
import { IP_ADDRESS, LABEL, SEARCH_DOMAIN, SUBDOMAIN, checkOptional, checkSyntax } from './syntax';

const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCHES_LENGTH = 2048;
const MAX_HOSTNAME_LENGTH = 64;

/** Checks the host name, the host aliases and the DNS settings of a pod. */
export function checkNetwork(spec: Plain, report: Report, kubernetesMinor: number): void {
  objectsOf(spec.hostAliases).forEach(({ ip, hostnames }, index) => {
    checkSyntax(report, ['hostAliases', index, 'ip'], ip, IP_ADDRESS);
    if (ip === undefined) report(['hostAliases', index, 'ip'], 'is required');
    stringsOf(hostnames).forEach((name, place) =>
      checkSyntax(report, ['hostAliases', index, 'hostnames', place], name, SUBDOMAIN),
    );
  });
  checkOptional(report, ['hostname'], spec.hostname, LABEL);
  checkOptional(report, ['subdomain'], spec.subdomain, LABEL);
  checkDns(spec, report, kubernetesMinor);
  if (spec.hostnameOverride !== undefined) checkHostnameOverride(spec, report);
}

function checkDns({ dnsPolicy, dnsConfig }: Plain, report: Report, kubernetesMinor: number): void {
  const nameservers = isObject(dnsConfig) ? stringsOf(dnsConfig.nameservers) : [];
  if (dnsPolicy === 'None' && nameservers.length === 0)
    report(['dnsConfig', 'nameservers'], 'must have at least one server, because dnsPolicy is None');
  if (!isObject(dnsConfig)) return;
  const inConfig = below(report, 'dnsConfig');
  if (nameservers.length > MAX_NAMESERVERS)
    inConfig(['nameservers'], `must have at most ${MAX_NAMESERVERS} servers, got ${nameservers.length}`);
  nameservers.forEach((address, index) => checkSyntax(inConfig, ['nameservers', index], address, IP_ADDRESS));
  const searches = stringsOf(dnsConfig.searches);
  if (searches.length > MAX_SEARCHES)
    inConfig(['searches'], `must have at most ${MAX_SEARCHES} domains, got ${searches.length}`);
  if (searches.join(' ').length > MAX_SEARCHES_LENGTH)
    inConfig(
      ['searches'],
      `must have at most ${MAX_SEARCHES_LENGTH} characters in total, including a space between domains`,
    );
  // From Kubernetes 1.33 on, the root domain and names with an underscore are allowed.
  const relaxed = kubernetesMinor >= 33;
  searches.forEach((search, index) => {
    if (relaxed && search === '.') return;
    const domain = search.endsWith('.') ? search.slice(0, -1) : search;
    checkSyntax(inConfig, ['searches', index], domain, relaxed ? SEARCH_DOMAIN : SUBDOMAIN);
  });
  objectsOf(dnsConfig.options).forEach(({ name }, index) => {
    if (name === undefined || name === '') inConfig(['options', index, 'name'], 'is required, and must not be empty');
  });
}

function checkHostnameOverride(spec: Plain, report: Report): void {
  const { hostnameOverride: name } = spec;
  for (const field of ['setHostnameAsFQDN', 'hostNetwork'])
    if (spec[field] === true) report(['hostnameOverride'], `cannot be combined with ${field}: true; remove one`);
  checkSyntax(report, ['hostnameOverride'], name, SUBDOMAIN);
  if (typeof name === 'string' && name.length > MAX_HOSTNAME_LENGTH)
    report(['hostnameOverride'], `must have at most ${MAX_HOSTNAME_LENGTH} characters, got ${name.length}`);
}
