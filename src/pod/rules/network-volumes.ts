import { checkRange, objectOf, type Plain, type Report } from './report';
import { LABEL, checkOptional, checkSyntax } from './syntax';

/** Volumes that a server or a cloud provides, with the required fields of each. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  nfs: ['server', 'path'],
  iscsi: ['targetPortal', 'iqn'],
  glusterfs: ['endpoints', 'path'],
  rbd: ['monitors', 'image'],
  cephfs: ['monitors'],
  cinder: ['volumeID'],
  fc: [],
  flocker: [],
  flexVolume: ['driver'],
  quobyte: ['registry', 'volume'],
  azureDisk: ['diskName', 'diskURI'],
  azureFile: ['secretName', 'shareName'],
  awsElasticBlockStore: ['volumeID'],
  gcePersistentDisk: ['pdName'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  scaleIO: ['gateway', 'system', 'volumeName'],
  storageos: ['volumeName'],
  vsphereVolume: ['volumePath'],
};

export const NETWORK_SOURCES = Object.keys(REQUIRED);

/** Checks a volume that a server or a cloud provides. */
export function checkNetworkSource(source: string, part: Plain, volume: Plain, report: Report): void {
  for (const field of REQUIRED[source] ?? []) {
    const value = part[field];
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
      report([field], 'is required, and must not be empty');
  }
  DETAILS[source]?.(part, report, volume);
}

const LARGEST_LUN = 255;
const LARGEST_PARTITION = 255;

const DETAILS: Readonly<Record<string, (part: Plain, report: Report, volume: Plain) => void>> = {
  nfs: ({ path }, report) => {
    if (typeof path === 'string' && path !== '' && !path.startsWith('/'))
      report(['path'], `must be an absolute path, got ${JSON.stringify(path)}`);
  },
  iscsi: checkIscsi,
  fc: ({ targetWWNs, wwids, lun }, report) => {
    const [byPort, byDisk] = [targetWWNs, wwids].map(list => Array.isArray(list) && list.length > 0);
    if (byPort === byDisk)
      report(['targetWWNs'], byPort ? 'cannot be combined with wwids; remove one' : 'is required, unless wwids is set');
    if (byPort && lun === undefined) report(['lun'], 'is required with targetWWNs');
    if (byPort) checkRange(report, ['lun'], lun, 0, LARGEST_LUN);
  },
  flocker: ({ datasetName, datasetUUID }, report) => {
    if (Boolean(datasetName) === Boolean(datasetUUID))
      report(
        ['datasetName'],
        datasetName ? 'cannot be combined with datasetUUID; remove one' : 'is required, unless datasetUUID is set',
      );
    if (typeof datasetName === 'string' && datasetName.includes('/'))
      report(['datasetName'], `must not contain /, got ${JSON.stringify(datasetName)}`);
  },
  flexVolume: ({ options }, report) => {
    for (const key of Object.keys(objectOf(options)))
      if (/(^|\.)(kubernetes|k8s)\.io$/i.test(key.split('/')[0] as string) && /\./.test(key))
        report(['options', key], 'is in a namespace that is reserved for Kubernetes; use another name', 'key');
  },
  quobyte: ({ registry, tenant }, report) => {
    if (typeof tenant === 'string' && tenant.length > 64)
      report(['tenant'], `must have at most 64 characters, got ${tenant.length}`);
    if (
      typeof registry === 'string' &&
      registry !== '' &&
      !registry.split(',').every(pair => /^([^:[\]]*|\[[^[\]]*\]):[^:[\]]*$/.test(pair))
    )
      report(
        ['registry'],
        `must be HOST:PORT, or several of them separated by commas, got ${JSON.stringify(registry)}`,
      );
  },
  azureDisk: checkAzureDisk,
  awsElasticBlockStore: checkPartition,
  gcePersistentDisk: checkPartition,
  cinder: checkSecret,
  storageos: (part, report) => {
    checkOptional(report, ['volumeName'], part.volumeName, LABEL);
    checkOptional(report, ['volumeNamespace'], part.volumeNamespace, LABEL);
    checkSecret(part, report);
  },
};

function checkPartition({ partition }: Plain, report: Report): void {
  checkRange(report, ['partition'], partition, 0, LARGEST_PARTITION);
}

function checkSecret({ secretRef }: Plain, report: Report): void {
  if (secretRef !== undefined && !objectOf(secretRef).name)
    report(['secretRef', 'name'], 'is required, and must not be empty');
}

/** Name of an iSCSI initiator or target. */
const ISCSI_NAME = {
  fits: (name: string) =>
    /^iqn\.\d{4}-\d{2}\.[A-Za-z0-9.-]+:[^,;*&$|\s]+$/.test(name) ||
    /^(eui\.[A-Za-z0-9]{16}|naa\.[A-Za-z0-9]{32})$/.test(name),
  must: 'be a name such as iqn.2015-02.example.com:disk, eui.0123456789abcdef or naa.0123456789abcdef0123456789abcdef',
};

function checkIscsi(part: Plain, report: Report, volume: Plain): void {
  const { iqn, lun, initiatorName, targetPortal, chapAuthDiscovery, chapAuthSession, secretRef } = part;
  checkOptional(report, ['iqn'], iqn, ISCSI_NAME);
  checkSyntax(report, ['initiatorName'], initiatorName, ISCSI_NAME);
  checkRange(report, ['lun'], lun, 0, LARGEST_LUN);
  if ((chapAuthDiscovery === true || chapAuthSession === true) && secretRef === undefined)
    report(['secretRef'], 'is required with chapAuthDiscovery or chapAuthSession');
  if (initiatorName !== undefined && `${String(volume.name)}:${String(targetPortal)}`.length > 64)
    report(
      ['initiatorName'],
      'requires a shorter volume name: the volume name, a colon and targetPortal must have at most 64 characters',
    );
}

function checkAzureDisk({ kind = 'Shared', diskURI, cachingMode }: Plain, report: Report): void {
  const modes = ['None', 'ReadOnly', 'ReadWrite'];
  if (typeof cachingMode === 'string' && !modes.includes(cachingMode))
    report(['cachingMode'], `must be one of ${modes.join(', ')}, got ${JSON.stringify(cachingMode)}`);
  const kinds = ['Shared', 'Dedicated', 'Managed'];
  if (typeof kind !== 'string') return;
  if (!kinds.includes(kind)) return report(['kind'], `must be one of ${kinds.join(', ')}, got ${JSON.stringify(kind)}`);
  const start = kind === 'Managed' ? '/subscriptions/' : 'https://';
  if (typeof diskURI === 'string' && diskURI !== '' && !diskURI.startsWith(start))
    report(['diskURI'], `must start with ${start} for kind ${kind}, got ${JSON.stringify(diskURI)}`);
}
