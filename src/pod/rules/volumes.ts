import { checkClaimTemplate } from './claim-template';
import { checkDownwardFile, checkItems, checkMode } from './files';
import { checkProjected } from './projected';
import { amountProblem } from './amounts';
import { below, checkExactlyOne, objectOf, objectsOf, presentFields, type Plain, type Report } from './report';
import { LABEL, RELATIVE_PATH, SUBDOMAIN, checkSyntax } from './syntax';
import { NETWORK_SOURCES, checkNetworkSource } from './network-volumes';

/** All sources of volumes. */
const SOURCES = [
  'emptyDir',
  'hostPath',
  'persistentVolumeClaim',
  'configMap',
  'secret',
  'projected',
  'ephemeral',
  'csi',
  'downwardAPI',
  'image',
  'gitRepo',
  ...NETWORK_SOURCES,
];

/** Checks the volumes of a pod. */
export function checkVolumes(spec: Plain, report: Report, kubernetesMinor: number): void {
  const names = new Set<unknown>();
  objectsOf(spec.volumes).forEach((volume, index) => {
    const { name } = volume;
    if (typeof name === 'string' && !LABEL.fits(name))
      report(
        [index, 'name'],
        `must be a volume name of at most 63 lower-case letters, digits and -, got ${JSON.stringify(name)}`,
      );
    if (names.has(name)) report([index, 'name'], `duplicate volume ${JSON.stringify(name)}; rename one`);
    names.add(name);
    const inVolume = below(report, index);
    checkExactlyOne(inVolume, volume, SOURCES, 'source');
    for (const source of presentFields(volume, SOURCES))
      checkSource(source, objectOf(volume[source]), volume, below(inVolume, source), kubernetesMinor);
  });
}

function checkSource(source: string, part: Plain, volume: Plain, report: Report, kubernetesMinor: number): void {
  switch (source) {
    case 'emptyDir':
      return checkEmptyDir(part, report);
    case 'hostPath':
      if (part.path === '') report(['path'], 'is required, and must not be empty');
      if (typeof part.path === 'string' && part.path.split('/').includes('..'))
        report(['path'], `must not contain .., got ${JSON.stringify(part.path)}`);
      return;
    case 'persistentVolumeClaim':
      if (part.claimName === '') report(['claimName'], 'is required, and must not be empty');
      return;
    case 'configMap':
      return checkFiles(part, 'name', report);
    case 'secret':
      return checkFiles(part, 'secretName', report);
    case 'projected':
      return checkProjected(part, report, kubernetesMinor);
    case 'ephemeral':
      return checkClaimTemplate(part, report);
    case 'csi':
      return checkCsi(part, report);
    case 'downwardAPI':
      return checkDownwardApi(part, report, kubernetesMinor);
    case 'image':
      if (part.reference === undefined || part.reference === '')
        report(['reference'], 'is required, and must not be empty');
      return;
    case 'gitRepo':
      return checkGitRepo(part, report, kubernetesMinor);
    default:
      return checkNetworkSource(source, part, volume, report);
  }
}

const MEDIA = /^(|Memory|HugePages|HugePages-\d+[KMGT]i)$/;

function checkEmptyDir({ medium, sizeLimit }: Plain, report: Report): void {
  // The API server accepts any string, but the kubelet does not start a pod with another one.
  if (typeof medium === 'string' && !MEDIA.test(medium))
    report(
      ['medium'],
      `must be Memory, HugePages or HugePages-SIZE, got ${JSON.stringify(medium)}; leave it out for the node's disk`,
    );
  const problem = sizeLimit === undefined ? undefined : amountProblem('ephemeral-storage', sizeLimit);
  if (problem !== undefined) report(['sizeLimit'], problem);
}

/** Checks a ConfigMap or Secret volume, whose keys become files. */
function checkFiles(part: Plain, nameField: string, report: Report): void {
  if (part[nameField] === undefined || part[nameField] === '')
    report([nameField], 'is required, and must not be empty');
  checkMode(part, 'defaultMode', report);
  checkItems(part.items, below(report, 'items'));
}

function checkDownwardApi(part: Plain, report: Report, kubernetesMinor: number): void {
  checkMode(part, 'defaultMode', report);
  objectsOf(part.items).forEach((item, index) =>
    checkDownwardFile(item, below(report, 'items', index), kubernetesMinor),
  );
}

function checkCsi({ driver, nodePublishSecretRef: secret }: Plain, report: Report): void {
  if (driver === '') report(['driver'], 'is required, and must not be empty');
  else if (typeof driver === 'string' && (driver.length > 63 || !SUBDOMAIN.fits(driver.toLowerCase())))
    report(['driver'], `must be at most 63 letters, digits, - and ., got ${JSON.stringify(driver)}`);
  if (secret === undefined) return;
  const { name } = objectOf(secret);
  if (name === undefined || name === '') report(['nodePublishSecretRef', 'name'], 'is required, and must not be empty');
  else checkSyntax(report, ['nodePublishSecretRef', 'name'], name, SUBDOMAIN);
}

function checkGitRepo({ repository, directory }: Plain, report: Report, kubernetesMinor: number): void {
  // From Kubernetes 1.33 on, kubelets refuse it by default.
  if (kubernetesMinor >= 33)
    return report([], 'is not supported from Kubernetes 1.33 on; clone the repository in an init container');
  if (repository === '') report(['repository'], 'is required, and must not be empty');
  checkSyntax(report, ['directory'], directory, RELATIVE_PATH);
}
