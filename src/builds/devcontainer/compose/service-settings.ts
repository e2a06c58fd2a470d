import { addVariable } from '../env';
import { addMount, pathFromCheckout } from '../mounts/mounts';
import type { DockerMount } from '../mounts/mount-text';
import type { Place } from '../report';
import { applyOption } from '../run-args';
import type { Settings, SettingsReader } from '../settings';
import { shortVolume } from '../mounts/short-volume';
import { readDotenv } from './dotenv';
import { interpolate } from './interpolate';
import type { Tree } from './tree';

/** Keys of a service that are an option of Docker: a scalar, or a list in which each item is one. */
const OPTIONS: Readonly<Record<string, string>> = {
  user: 'user',
  working_dir: 'workdir',
  shm_size: 'shm-size',
  tmpfs: 'tmpfs',
  mem_limit: 'memory',
  mem_reservation: 'memory-reservation',
  cpus: 'cpus',
  cap_add: 'cap-add',
  cap_drop: 'cap-drop',
  security_opt: 'security-opt',
  group_add: 'group-add',
  ipc: 'ipc',
  pid: 'pid',
  userns_mode: 'userns',
  runtime: 'runtime',
  platform: 'platform',
  dns: 'dns',
  dns_search: 'dns-search',
  dns_opt: 'dns-option',
  devices: 'device',
  volumes_from: 'volumes-from',
  external_links: 'link',
};

/** Keys that are an option of Docker without a value. */
const FLAGS: Readonly<Record<string, string>> = { privileged: 'privileged', read_only: 'read-only', init: 'init' };

/** Keys that no pod has. */
const REFUSED: Readonly<Record<string, string>> = {
  extends: 'services that extend others are not read; write the keys into this service',
  secrets: 'secrets of Compose are files of the developer; give variables in secretEnv, or mount a Secret in template',
  configs: 'configs of Compose are not read; mount the file as a volume',
  credential_spec: 'a pod has nothing for this key; remove it',
};

/** Adds what a service says about its container to the settings. */
export function applyService(settings: Settings, service: Tree, reader: SettingsReader): void {
  const { report } = reader;
  for (const [key, reason] of Object.entries(REFUSED)) {
    const tree = service.get(key);
    if (tree && (key === 'extends' || tree.items.length > 0 || tree.entries.size > 0)) report.error(tree.place, reason);
  }
  for (const file of service.get('env_file')?.items ?? []) applyEnvFile(settings, file, reader);
  for (const [name, value] of service.get('environment')?.pairs ?? []) {
    const text = value.content === null ? reader.localEnv[name] : value.text;
    if (text !== undefined) addVariable(settings, name, text, value.place, reader);
  }
  for (const [key, option] of Object.entries(OPTIONS))
    for (const { text, place } of service.get(key)?.items ?? []) applyOption(settings, option, text, place, reader);
  for (const [key, option] of Object.entries(FLAGS)) {
    const tree = service.get(key);
    if (tree?.isTrue) applyOption(settings, option, '', tree.place, reader);
  }
  for (const [name, value] of hosts(service))
    applyOption(settings, 'add-host', `${name}=${value.text}`, value.place, reader);
  for (const [name, { text, place }] of service.get('sysctls')?.pairs ?? [])
    applyOption(settings, 'sysctl', `${name}=${text}`, place, reader);
  applyDeploy(settings, service, reader);
  for (const volume of service.get('volumes')?.items ?? [])
    addMount(settings, volume.isScalar ? shortVolume(volume.text) : longVolume(volume), volume.place, reader);
}

/** Entries `name:address` and `name=address` of `extra_hosts`. */
function hosts(service: Tree): [string, { readonly text: string; readonly place: Place }][] {
  const tree = service.get('extra_hosts');
  if (!tree) return [];
  if (tree.entries.size > 0) return [...tree.entries];
  return tree.items.map(({ text, place }) => {
    const [, name = text, address = ''] = /^([^=:]+)[=:](.+)$/.exec(text) ?? [];
    return [name, { text: address, place }];
  });
}

function applyEnvFile(settings: Settings, file: Tree, reader: SettingsReader): void {
  const { folder = '.', checkout, report, localEnv } = reader;
  const written = file.isScalar ? file.text : (file.get('path')?.text ?? '');
  const path = pathFromCheckout(written, folder);
  const text = path === undefined || path.startsWith('..') ? undefined : checkout.read(path);
  if (text === undefined) {
    if (file.get('required')?.isTrue ?? true)
      report.error(file.place, `${JSON.stringify(written)} is no file of the checkout`);
    return;
  }
  for (const { name, value, expands } of readDotenv(text)) {
    const known = value ?? localEnv[name];
    if (known === undefined) continue;
    const env = { ...Object.fromEntries([...settings.env].filter(isText)), ...localEnv };
    addVariable(settings, name, expands ? interpolate(known, env).text : known, file.place, reader);
  }
}

function isText(entry: readonly [string, unknown]): entry is [string, string] {
  return typeof entry[1] === 'string';
}

function applyDeploy(settings: Settings, service: Tree, reader: SettingsReader): void {
  const resources = service.at('deploy', 'resources');
  const amount = (part: string, key: string, option: string) => {
    const tree = resources?.at(part, key);
    if (tree) applyOption(settings, option, tree.text, tree.place, reader);
  };
  amount('limits', 'cpus', 'cpus');
  amount('limits', 'memory', 'memory');
  amount('reservations', 'memory', 'memory-reservation');
  for (const device of resources?.at('reservations', 'devices')?.items ?? []) {
    const isGpu = device.get('capabilities')?.items.some(({ text }) => text === 'gpu');
    if (isGpu) applyOption(settings, 'gpus', device.get('count')?.text ?? 'all', device.place, reader);
    else reader.report.error(device.place, 'a pod gets no devices of the node but GPUs; use a device plugin');
  }
  const gpus = service.get('gpus');
  if (gpus) applyOption(settings, 'gpus', gpus.isScalar ? gpus.text : 'all', gpus.place, reader);
}

function longVolume(volume: Tree): DockerMount {
  return {
    type: volume.get('type')?.text ?? 'volume',
    source: volume.get('source')?.text || undefined,
    target: volume.get('target')?.text,
    readOnly: volume.get('read_only')?.isTrue ?? false,
    size: volume.at('tmpfs', 'size')?.text,
    others: [],
  };
}
