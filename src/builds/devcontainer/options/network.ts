import { IP_ADDRESS, LABEL, SEARCH_DOMAIN, SUBDOMAIN } from '../../../pod/rules/syntax';
import type { Place } from '../report';
import type { PodSettings, Settings, SettingsReader } from '../settings';
import { dropped, fits, ignored, refused, type DockerOptions } from './option';

const MAX_NAMESERVERS = 3;

/** Network, names and namespaces. */
export const NETWORK_OPTIONS: DockerOptions = {
  network: { apply: network },
  net: { apply: network },
  'network-alias': dropped('the pod has one name'),
  'net-alias': dropped('the pod has one name'),
  hostname: {
    short: 'h',
    apply({ pod }, value, place, { report }) {
      const name = value.toLowerCase();
      if (fits(LABEL, name, place, report)) pod.hostname = name;
    },
  },
  domainname: dropped('the pod has one name'),
  'add-host': { apply: addHost },
  dns: {
    apply({ pod }, value, place, { report }) {
      if (pod.dns.nameservers.length === MAX_NAMESERVERS)
        report.error(place, `a pod has at most ${MAX_NAMESERVERS} name servers; remove this one`);
      else if (fits(IP_ADDRESS, value, place, report)) pod.dns.nameservers.push(value);
    },
  },
  'dns-search': {
    apply({ pod }, value, place, { report }) {
      if (fits(SEARCH_DOMAIN, value, place, report)) pod.dns.searches.push(value);
    },
  },
  'dns-option': { apply: dnsOption },
  'dns-opt': { apply: dnsOption },
  ipc: {
    apply({ pod }, value, place, reader) {
      if (value === 'host') hostNamespace(pod, 'hostIpc', '--ipc=host', place, reader);
      else if (!['private', 'shareable', 'none', ''].includes(value))
        reader.report.error(place, `must be host, private or shareable in a pod, got ${JSON.stringify(value)}`);
    },
  },
  pid: {
    apply({ pod }, value, place, reader) {
      if (value === 'host') hostNamespace(pod, 'hostPid', '--pid=host', place, reader);
      else if (value !== '') reader.report.error(place, `must be host in a pod, got ${JSON.stringify(value)}`);
    },
  },
  uts: dropped('the pod has a host name of its own'),
  publish: ignored({ short: 'p' }),
  'publish-all': ignored({ short: 'P', flag: true }),
  expose: ignored(),
  ip: dropped('the cluster assigns the address'),
  ip6: dropped('the cluster assigns the address'),
  'mac-address': dropped('the cluster assigns the address'),
  'link-local-ip': dropped('the cluster assigns the address'),
  link: refused('links are not possible in a pod; write the other container as a service'),
};

function network({ pod }: Settings, value: string, place: Place, { report }: SettingsReader): void {
  if (value === 'none' || value === 'host') pod.network = value;
  else if (value === 'bridge' || value === 'default') pod.network = undefined;
  else
    report.error(
      place,
      `a pod cannot join the Docker network ${JSON.stringify(value)}; remove it, ` +
        'and write the containers of that network as services',
    );
}

function addHost({ pod }: Settings, value: string, place: Place, { report }: SettingsReader): void {
  const [, name = '', address = ''] = /^([^=:]+)[=:](.+)$/.exec(value) ?? [];
  const ip = address.replace(/^\[(.*)\]$/, '$1');
  if (ip === 'host-gateway')
    report.notice(place, `${name} stays unknown: it is the machine that runs Docker, which a pod does not have`);
  else if (!SUBDOMAIN.fits(name) || !IP_ADDRESS.fits(ip))
    report.error(place, `must be a host name and an IP address such as db:10.0.0.7, got ${JSON.stringify(value)}`);
  else pod.hostAliases.set(name, ip);
}

function dnsOption({ pod }: Settings, written: string, place: Place, { report }: SettingsReader): void {
  const [name = '', value] = written.split(':');
  if (name === '') report.error(place, `must be an option such as ndots:2, got ${JSON.stringify(written)}`);
  else pod.dns.options.push(value === undefined ? { name } : { name, value });
}

function hostNamespace(
  pod: PodSettings,
  field: 'hostIpc' | 'hostPid',
  option: string,
  place: Place,
  { permissions, report }: SettingsReader,
): void {
  if (permissions.allowHostNamespaces) pod[field] = true;
  else
    report.error(place, `${option} shares the processes of the node; allow it with allowHostNamespaces, or remove it`);
}
