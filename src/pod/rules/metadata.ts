import { isObject } from '../../plain-object';
import { below, type Plain, type Report } from './report';
import { ANNOTATION_KEY, KEY, LABEL_VALUE, RELATIVE_PATH, checkSyntax } from './syntax';

/** Names and values of all annotations of an object together. */
const ANNOTATION_BYTES = 256 * 1024;

/** Labels and annotations of a pod. */
export function checkMetadata({ metadata, spec }: Plain, report: Report): void {
  if (!isObject(metadata)) return;
  const inMetadata = below(report, 'metadata');
  checkLabels(metadata.labels, below(inMetadata, 'labels'));
  checkAnnotations(metadata.annotations, below(inMetadata, 'annotations'));
  if (isObject(metadata.annotations) && isObject(spec))
    checkPodAnnotations(metadata.annotations, spec, below(inMetadata, 'annotations'));
}

export function checkLabels(labels: unknown, report: Report): void {
  if (!isObject(labels)) return;
  for (const key of Object.keys(labels)) {
    checkKey(key, KEY.fits, report);
    checkSyntax(report, [key], labels[key], LABEL_VALUE);
  }
}

export function checkAnnotations(annotations: unknown, report: Report): void {
  if (!isObject(annotations)) return;
  let size = 0;
  for (const key of Object.keys(annotations)) {
    checkKey(key, ANNOTATION_KEY.fits, report);
    size += key.length + String(annotations[key]).length;
  }
  // Characters are at most three bytes each, so that most are never counted.
  if (size * 3 <= ANNOTATION_BYTES) return;
  const bytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  if (bytes > ANNOTATION_BYTES)
    report([], `must be at most ${ANNOTATION_BYTES} bytes together, got ${bytes}; use a ConfigMap for so much`);
}

function checkKey(key: string, fits: (key: string) => boolean, report: Report): void {
  if (!fits(key)) report([key], `must ${KEY.must}, got ${JSON.stringify(key)}`, 'key');
  // cdk8s takes it for the class of the map.
  else if (key === 'constructor') report([key], 'is a name that cdk8s cannot write; choose another', 'key');
}

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** Annotations that the API server reads. */
function checkPodAnnotations(annotations: Plain, spec: Plain, report: Report): void {
  for (const key of Object.keys(annotations)) {
    const value = annotations[key];
    if (typeof value !== 'string') continue;
    if (key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER)) checkSeccomp(key, value, report);
    else if (key.startsWith(APPARMOR)) checkAppArmor(key, value, spec, report);
    else if (key === 'controller.kubernetes.io/pod-deletion-cost' && !isInt32(value))
      report([key], `must be a whole number of 32 bits without sign + or leading zeros, got ${JSON.stringify(value)}`);
    else if (key === 'kubernetes.io/config.mirror' && !spec.nodeName)
      report([key], 'marks the pods of a kubelet, and this is none; leave it out', 'key');
    else if (key === 'scheduler.alpha.kubernetes.io/tolerations' && value !== '')
      report([key], 'is an old way to write tolerations; use tolerations', 'key');
  }
}

function isInt32(text: string): boolean {
  const value = Number(text);
  return /^(0|-?[1-9]\d*)$/.test(text) && value === (value | 0);
}

function checkSeccomp(key: string, value: string, report: Report): void {
  const local = value.startsWith('localhost/') ? value.slice('localhost/'.length) : undefined;
  if (
    local === undefined
      ? !['runtime/default', 'docker/default', 'unconfined'].includes(value)
      : !RELATIVE_PATH.fits(local)
  )
    report(
      [key],
      `must be runtime/default, unconfined or localhost/PATH, got ${JSON.stringify(value)}; better use seccompProfile`,
    );
}

function checkAppArmor(key: string, value: string, spec: Plain, report: Report): void {
  const container = key.slice(APPARMOR.length);
  const names = ['containers', 'initContainers'].flatMap(list =>
    Array.isArray(spec[list]) ? (spec[list] as Plain[]).map(({ name }) => name) : [],
  );
  if (!names.includes(container))
    report([key], `is about container ${JSON.stringify(container)}, which the pod does not have`, 'key');
  if (!['', 'runtime/default', 'unconfined'].includes(value) && !value.startsWith('localhost/'))
    report([key], `must be runtime/default, unconfined or localhost/PROFILE, got ${JSON.stringify(value)}`);
}
