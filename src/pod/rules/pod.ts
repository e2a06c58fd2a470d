import { checkLabels } from './metadata';
import { below, checkRange, objectsOf, type Plain, type Report } from './report';
import { checkOverhead, checkPodResources } from './resources';
import { KEY, LABEL, SUBDOMAIN, checkOptional, checkSyntax } from './syntax';

const LONGEST_SECONDS = 2147483647;

/** Names of other objects, and an empty string where there is none. */
const NAMES = ['nodeName', 'priorityClassName', 'serviceAccountName', 'serviceAccount'];

/** The fields of a pod that stand by themselves. */
export function checkPodFields(spec: Plain, report: Report): void {
  for (const field of NAMES) checkOptional(report, [field], spec[field], SUBDOMAIN);
  checkSyntax(report, ['runtimeClassName'], spec.runtimeClassName, SUBDOMAIN);
  checkPullSecrets(spec.imagePullSecrets, below(report, 'imagePullSecrets'));
  checkLabels(spec.nodeSelector, below(report, 'nodeSelector'));
  checkRange(report, ['terminationGracePeriodSeconds'], spec.terminationGracePeriodSeconds, 0);
  checkRange(report, ['activeDeadlineSeconds'], spec.activeDeadlineSeconds, 1, LONGEST_SECONDS);
  checkSchedulerName(spec.schedulerName, report);
  objectsOf(spec.readinessGates).forEach(({ conditionType }, index) =>
    checkSyntax(report, ['readinessGates', index, 'conditionType'], conditionType, KEY),
  );
  checkSchedulingGates(spec, report);
  checkPriority(spec, report);
  if (spec.overhead !== undefined) {
    if (!spec.runtimeClassName)
      report(['overhead'], 'is what a RuntimeClass says of itself, and runtimeClassName is not set; leave it out');
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

/** The API server takes any name, and no scheduler has one with spaces. */
function checkSchedulerName(name: unknown, report: Report): void {
  if (typeof name === 'string' && /\s/.test(name))
    report(['schedulerName'], `must be the name of a scheduler, got ${JSON.stringify(name)}`);
}

function checkSchedulingGates(spec: Plain, report: Report): void {
  const names = new Set<unknown>();
  const gates = objectsOf(spec.schedulingGates);
  gates.forEach(({ name }, index) => {
    checkSyntax(report, ['schedulingGates', index, 'name'], name, KEY);
    if (names.has(name)) report(['schedulingGates', index], `duplicate gate ${JSON.stringify(name)}; remove one`);
    names.add(name);
  });
  if (gates.length > 0 && spec.nodeName) report(['nodeName'], 'cannot stand beside schedulingGates; leave one out');
}

/** Both are worked out by the API server, from the class. */
function checkPriority({ priority, preemptionPolicy, priorityClassName }: Plain, report: Report): void {
  if (priority !== undefined) report(['priority'], 'is set by the API server; name a priorityClassName instead');
  if (preemptionPolicy === 'Never' && !priorityClassName)
    report(
      ['preemptionPolicy'],
      'is that of a PriorityClass, and priorityClassName is not set; leave it out, or name a class that has it',
    );
}

function checkResourceClaims(claims: unknown, report: Report): void {
  const names = new Set<unknown>();
  objectsOf(claims).forEach((claim, index) => {
    checkSyntax(report, [index, 'name'], claim.name, LABEL);
    if (names.has(claim.name)) report([index, 'name'], `duplicate claim ${JSON.stringify(claim.name)}; rename one`);
    names.add(claim.name);
    const sources = ['resourceClaimName', 'resourceClaimTemplateName'];
    // Before 1.31 they stood in an object of their own, which the schema knows or does not.
    if (claim.source !== undefined) return;
    if (sources.every(source => claim[source] === undefined) || sources.every(source => claim[source] !== undefined))
      report([index], `must name either ${sources.join(' or ')}`);
    for (const source of sources) checkSyntax(report, [index, source], claim[source], SUBDOMAIN);
  });
}
