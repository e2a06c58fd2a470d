import {
  below,
  checkExactlyOne,
  checkPresent,
  objectOf,
  objectsOf,
  presentFields,
  textOf,
  type Plain,
  type Report,
} from './report';
import { DATA_KEY, KEY, LABEL, SUBDOMAIN, VARIABLE, checkOptional, checkSyntax } from './syntax';

const SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef'];

/** Checks the environment variables of a container, and the sources of their values. */
export function checkEnv(
  container: Plain,
  report: Report,
  volumes: ReadonlyMap<unknown, Plain>,
  kubernetesMinor: number,
): void {
  objectsOf(container.env).forEach((variable, index) => {
    const { name, value, valueFrom } = variable;
    if (typeof name === 'string' && !VARIABLE.fits(name))
      report(['env', index, 'name'], `must ${VARIABLE.must}, got ${JSON.stringify(name)}`);
    if (valueFrom === undefined) return;
    const source = objectOf(valueFrom);
    const inSource = below(report, 'env', index, 'valueFrom');
    if (value !== undefined && value !== '' && presentFields(source, [...SOURCES, 'fileKeyRef']).length > 0)
      inSource([], 'cannot be combined with value; remove one');
    // From Kubernetes 1.35 on, a file in a volume can be a source too.
    checkExactlyOne(inSource, source, kubernetesMinor < 35 ? SOURCES : [...SOURCES, 'fileKeyRef'], 'source');
    checkFileKeyRef(source.fileKeyRef, below(inSource, 'fileKeyRef'), volumes);
    checkFieldRef(source.fieldRef, ENV_FIELDS, below(inSource, 'fieldRef'), kubernetesMinor);
    checkResourceFieldRef(source.resourceFieldRef, below(inSource, 'resourceFieldRef'));
    for (const kind of ['configMapKeyRef', 'secretKeyRef']) checkKeyRef(source[kind], below(inSource, kind));
  });
  objectsOf(container.envFrom).forEach((source, index) => {
    const inSource = below(report, 'envFrom', index);
    checkOptional(inSource, ['prefix'], source.prefix, VARIABLE);
    checkExactlyOne(inSource, source, ['configMapRef', 'secretRef'], 'source');
    for (const kind of presentFields(source, ['configMapRef', 'secretRef'])) {
      const { name } = objectOf(source[kind]);
      if (name === undefined || name === '') inSource([kind, 'name'], 'is required, and must not be empty');
      else checkSyntax(inSource, [kind, 'name'], name, SUBDOMAIN);
    }
  });
}

function checkFileKeyRef(reference: unknown, report: Report, volumes: ReadonlyMap<unknown, Plain>): void {
  if (reference === undefined) return;
  const part = objectOf(reference);
  for (const field of ['key', 'path', 'volumeName']) checkPresent(report, part, field);
  if (typeof part.path === 'string' && part.path.split('/').includes('..'))
    report(['path'], `must not contain .., got ${JSON.stringify(part.path)}`);
  if (part.volumeName && volumes.get(part.volumeName)?.emptyDir === undefined)
    report(['volumeName'], `must be the name of an emptyDir volume of the pod, got ${JSON.stringify(part.volumeName)}`);
}

function checkKeyRef(reference: unknown, report: Report): void {
  if (reference === undefined) return;
  const { name, key } = objectOf(reference);
  if (name === undefined) report(['name'], 'is required, and must not be empty');
  else checkSyntax(report, ['name'], name, SUBDOMAIN);
  if (key === undefined || key === '') report(['key'], 'is required, and must not be empty');
  else checkSyntax(report, ['key'], key, DATA_KEY);
}

/** Fields of the pod that an environment variable can contain. */
const ENV_FIELDS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.podIP',
  'status.podIPs',
];

/** Fields of the pod that a file of a downwardAPI volume can contain. */
const FILE_FIELDS = ['metadata.name', 'metadata.namespace', 'metadata.labels', 'metadata.annotations', 'metadata.uid'];

export function checkFileFieldRef(reference: unknown, report: Report, kubernetesMinor: number): void {
  checkFieldRef(reference, FILE_FIELDS, report, kubernetesMinor);
}

function checkFieldRef(reference: unknown, allowed: readonly string[], report: Report, kubernetesMinor: number): void {
  if (reference === undefined) return;
  const { apiVersion = 'v1', fieldPath } = objectOf(reference);
  if (apiVersion !== 'v1' && apiVersion !== '')
    report(['apiVersion'], `must be v1, got ${JSON.stringify(apiVersion)}; leave it out`);
  if (fieldPath === undefined || fieldPath === '') return report(['fieldPath'], 'is required, and must not be empty');
  if (typeof fieldPath !== 'string') return;
  const subscript = /^(metadata\.(?:labels|annotations))\['(.*)'\]$/s.exec(fieldPath);
  if (subscript) {
    const [, map, key = ''] = subscript;
    if (!KEY.fits(map === 'metadata.annotations' ? key.toLowerCase() : key))
      report(
        ['fieldPath'],
        `must have a label or annotation such as team or example.com/team, got ${JSON.stringify(key)}`,
      );
    return;
  }
  // Kubernetes 1.29 added status.hostIPs, for environment variables only.
  const fields = allowed === ENV_FIELDS && kubernetesMinor >= 29 ? [...allowed, 'status.hostIPs'] : allowed;
  if (!fields.includes(fieldPath) && !(allowed === ENV_FIELDS && fieldPath === 'spec.host'))
    report(
      ['fieldPath'],
      `must be one of ${fields.join(', ')}, metadata.labels['KEY'] or metadata.annotations['KEY'], got ` +
        `${JSON.stringify(fieldPath)}`,
    );
}

const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'].flatMap(name => [`limits.${name}`, `requests.${name}`]);
const SCALES = ['1', ...['k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'].map(unit => `1${unit}`)];

/** Checks a reference to a request or limit of a container. In a file, the reference must name the container. */
export function checkResourceFieldRef(reference: unknown, report: Report, inFile = false): void {
  if (reference === undefined) return;
  const part = objectOf(reference);
  const { resource, divisor, containerName } = part;
  if (inFile) checkPresent(report, part, 'containerName');
  else checkOptional(report, ['containerName'], containerName, LABEL);
  if (resource === undefined || resource === '') return report(['resource'], 'is required, and must not be empty');
  if (typeof resource !== 'string') return;
  if (!RESOURCES.includes(resource) && !/^(limits|requests)\.hugepages-/.test(resource))
    return report(
      ['resource'],
      `must be one of ${RESOURCES.join(', ')}, limits.hugepages-SIZE or requests.hugepages-SIZE, got ` +
        JSON.stringify(resource),
    );
  const scales = resource.endsWith('.cpu') ? ['1', '1m'] : SCALES;
  if (divisor !== undefined && textOf(divisor) !== '0' && !scales.includes(textOf(divisor)))
    report(['divisor'], `must be one of ${scales.join(', ')}, got ${JSON.stringify(divisor)}`);
}
