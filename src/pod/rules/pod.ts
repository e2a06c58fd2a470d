import { checkLabels } from './metadata';
import { below, checkRange, objectsOf, type Plain, type Report } from './report';
import { checkOverhead, checkPodResources } from './resources';
import { KEY, LABEL, SUBDOMAIN, checkOptional, checkSyntax } from './syntax';

const MAX_SECONDS = 2147483647;

/** Fields with the name of another object. An empty string means no object. */
const NAME_FIELDS = ['nodeName', 'priorityClassName', 'serviceAccountName', 'serviceAccount'];

/** Checks the fields of a pod spec that have no file of their own in this folder. */
export function checkPodFields(spec: Plain, report: Report): void {
  for (const field of NAME_FIELDS) checkOptional(report, [field], spec[field], SUBDOMAIN);
  checkSyntax(report, ['runtimeClassName'], spec.runtimeClassName, SUBDOMAIN);
  checkPullSecrets(spec.imagePullSecrets, below(report, 'imagePullSecrets'));
  checkLabels(spec.nodeSelector, below(report, 'nodeSelector'));
  checkRange(report, ['terminationGracePeriodSeconds'], spec.terminationGracePeriodSeconds, 0);
  checkRange(report, ['activeDeadlineSeconds'], spec.activeDeadlineSeconds, 1, MAX_SECONDS);
  checkSchedulerName(spec.schedulerName, report);
  objectsOf(spec.readinessGates).forEach(({ conditionType }, index) =>
    checkSyntax(report, ['readinessGates', index, 'conditionType'], conditionType, KEY),
  );
  checkSchedulingGates(spec, report);
  checkPriority(spec, report);
  if (spec.overhead !== undefined) {
    if (!spec.runtimeClassName)
      report(['overhead'], 'comes from a RuntimeClass, and runtimeClassName is not set; leave it out');
    checkOverhead(spec.overhead, below(report, 'overhead'));
  }
  if (spec.resources !== undefined) checkPodResources(spec, below(report, 'resources'));
  checkResourceClaims(spec.resourceClaims, below(report, 'resourceClaims'));
}

function checkPullSecrets(secrets: unknown, report: Report): void {
  const names = new Set<unknown>();
  objectsOf(secrets).forEach(({ name }, index) => {
    if (typeof name !== 'string' || !SUBDOMAIN.fits(name))
      report(
        [index, 'name'],
        `must be the name of a Secret (lower-case letters, digits, - and .), got ${JSON.stringify(name)}`,
      );
    if (names.has(name)) report([index, 'name'], `duplicate image pull secret ${JSON.stringify(name)}; remove one`);
    names.add(name);
  });
}

/** Checks the name of the scheduler. The API server accepts any name, but no scheduler has a name with spaces. */
function checkSchedulerName(name: unknown, report: Report): void {
  if (typeof name === 'string' && /\s/.test(name))
    report(['schedulerName'], `must be the name of a scheduler, without spaces, got ${JSON.stringify(name)}`);
}

function checkSchedulingGates(spec: Plain, report: Report): void {
  const names = new Set<unknown>();
  const gates = objectsOf(spec.schedulingGates);
  gates.forEach(({ name }, index) => {
    checkSyntax(report, ['schedulingGates', index, 'name'], name, KEY);
    if (names.has(name))
      report(['schedulingGates', index], `duplicate scheduling gate ${JSON.stringify(name)}; remove one`);
    names.add(name);
  });
  if (gates.length > 0 && spec.nodeName) report(['nodeName'], 'cannot be combined with schedulingGates; remove one');
}

/** Checks the priority and the preemption policy. The API server sets both from the PriorityClass. */
function checkPriority({ priority, preemptionPolicy, priorityClassName }: Plain, report: Report): void {
  if (priority !== undefined) report(['priority'], 'is set by the API server; set priorityClassName instead');
  if (preemptionPolicy === 'Never' && !priorityClassName)
    report(
      ['preemptionPolicy'],
      'comes from a PriorityClass, and priorityClassName is not set; leave it out, or set priorityClassName',
    );
}

function checkResourceClaims(claims: unknown, report: Report): void {
  const names = new Set<unknown>();
  objectsOf(claims).forEach((claim, index) => {
    checkSyntax(report, [index, 'name'], claim.name, LABEL);
    if (names.has(claim.name))
      report([index, 'name'], `duplicate resource claim ${JSON.stringify(claim.name)}; rename one`);
    names.add(claim.name);
    const sources = ['resourceClaimName', 'resourceClaimTemplateName'];
    // Before Kubernetes 1.31, both were in the field source. The schema of each version has or refuses that field.
    if (claim.source !== undefined) return;
    if (sources.every(source => claim[source] === undefined) || sources.every(source => claim[source] !== undefined))
      report([index], `must have exactly one of ${sources.join(' and ')}`);
    for (const source of sources) checkSyntax(report, [index, source], claim[source], SUBDOMAIN);
  });
}
