import { isObject } from '../../plain-object';
import { below, type Plain, type Report } from './report';
import { ANNOTATION_KEY, KEY, LABEL_VALUE, RELATIVE_PATH, checkSyntax } from './syntax';

/** Maximum total size of the names and values of all annotations of an object. */
const MAX_ANNOTATION_BYTES = 256 * 1024;

/** Checks the labels and annotations of a pod. */
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
  // A UTF-16 unit has at most three bytes in UTF-8, so small annotations need no exact count.
  if (size * 3 <= MAX_ANNOTATION_BYTES) return;
  const bytes = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(String(value)),
    0,
  );
  if (bytes > MAX_ANNOTATION_BYTES)
    report([], `must have at most ${MAX_ANNOTATION_BYTES} bytes in total, got ${bytes}; use a ConfigMap instead`);
}

function checkKey(key: string, fits: (key: string) => boolean, report: Report): void {
  if (!fits(key)) report([key], `must ${KEY.must}, got ${JSON.stringify(key)}`, 'key');
  // cdk8s would read it as the class of the map.
  else if (key === 'constructor') report([key], 'is a name that cdk8s cannot write; use another name', 'key');
}

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const APPARMOR = 'container.apparmor.security.beta.kubernetes.io/';

/** Checks the annotations whose values the API server validates. */
function checkPodAnnotations(annotations: Plain, spec: Plain, report: Report): void {
  for (const key of Object.keys(annotations)) {
    const value = annotations[key];
    if (typeof value !== 'string') continue;
    if (key === SECCOMP_POD || key.startsWith(SECCOMP_CONTAINER)) checkSeccomp(key, value, report);
    else if (key.startsWith(APPARMOR)) checkAppArmor(key, value, spec, report);
    else if (key === 'controller.kubernetes.io/pod-deletion-cost' && !isInt32(value))
      report([key], `must be a 32-bit integer without a plus sign or leading zeros, got ${JSON.stringify(value)}`);
    else if (key === 'kubernetes.io/config.mirror' && !spec.nodeName)
      report([key], 'is only for mirror pods, which a kubelet creates; leave it out', 'key');
    else if (key === 'scheduler.alpha.kubernetes.io/tolerations' && value !== '')
      report([key], 'is deprecated; use the field tolerations', 'key');
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
      `must be runtime/default, unconfined or localhost/PATH, got ${JSON.stringify(value)}; or use seccompProfile`,
    );
}

function checkAppArmor(key: string, value: string, spec: Plain, report: Report): void {
  const container = key.slice(APPARMOR.length);
  const names = ['containers', 'initContainers'].flatMap(list =>
    Array.isArray(spec[list]) ? (spec[list] as Plain[]).map(({ name }) => name) : [],
  );
  if (!names.includes(container))
    report([key], `names container ${JSON.stringify(container)}, which the pod does not have; correct it`, 'key');
  if (!['', 'runtime/default', 'unconfined'].includes(value) && !value.startsWith('localhost/'))
    report([key], `must be runtime/default, unconfined or localhost/PROFILE, got ${JSON.stringify(value)}`);
}
