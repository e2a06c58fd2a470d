import { isObject } from '../../plain-object';
import { below, objectsOf, stringsOf, type Plain, type Report } from './report';
import { IP_ADDRESS, LABEL, SEARCH_DOMAIN, SUBDOMAIN, checkOptional, checkSyntax } from './syntax';

const MOST_NAMESERVERS = 3;
const MOST_SEARCHES = 32;
const LONGEST_SEARCH_LIST = 2048;
const LONGEST_HOSTNAME = 64;

/** How a pod is called, and how it finds others. */
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
    report(['dnsConfig', 'nameservers'], 'must name at least one server, since dnsPolicy is None');
  if (!isObject(dnsConfig)) return;
  const inConfig = below(report, 'dnsConfig');
  if (nameservers.length > MOST_NAMESERVERS)
    inConfig(['nameservers'], `must be at most ${MOST_NAMESERVERS}, got ${nameservers.length}`);
  nameservers.forEach((address, index) => checkSyntax(inConfig, ['nameservers', index], address, IP_ADDRESS));
  const searches = stringsOf(dnsConfig.searches);
  if (searches.length > MOST_SEARCHES)
    inConfig(['searches'], `must be at most ${MOST_SEARCHES}, got ${searches.length}`);
  if (searches.join(' ').length > LONGEST_SEARCH_LIST)
    inConfig(['searches'], `must be at most ${LONGEST_SEARCH_LIST} characters together, with a space between each`);
  // The root, and names with an underscore, are allowed from 1.33 on.
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
    if (spec[field] === true) report(['hostnameOverride'], `cannot stand beside ${field}: true; leave one out`);
  checkSyntax(report, ['hostnameOverride'], name, SUBDOMAIN);
  if (typeof name === 'string' && name.length > LONGEST_HOSTNAME)
    report(['hostnameOverride'], `must have at most ${LONGEST_HOSTNAME} characters, got ${name.length}`);
}
