import { checkPort } from './ports';
import { below, checkExactlyOne, checkRange, objectOf, objectsOf, type Plain, type Report } from './report';
import { HEADER_NAME, checkSyntax } from './syntax';

/** The actions of a probe or lifecycle hook, of which it has exactly one. */
export const PROBE_HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc'];
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const COUNTS = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'];

/** Checks the probes of a container. */
export function checkProbes(container: Plain, report: Report): void {
  for (const kind of PROBES)
    if (container[kind] !== undefined) checkProbe(kind, objectOf(container[kind]), below(report, kind));
}

function checkProbe(kind: string, probe: Plain, report: Report): void {
  checkExactlyOne(report, probe, PROBE_HANDLERS, 'handler');
  checkHandler(probe, report);
  for (const field of COUNTS) checkRange(report, [field], probe[field], 0);
  const { successThreshold, terminationGracePeriodSeconds: grace } = probe;
  if (kind !== 'readinessProbe' && typeof successThreshold === 'number' && successThreshold > 1)
    report(['successThreshold'], `must be 1 for a ${kind}, got ${successThreshold}; leave it out`);
  if (kind === 'readinessProbe' && grace !== undefined)
    report(
      ['terminationGracePeriodSeconds'],
      'is not allowed in a readinessProbe, which does not stop the container; leave it out',
    );
  else checkRange(report, ['terminationGracePeriodSeconds'], grace, 1);
}

/** Checks the lifecycle hooks of a container. */
export function checkLifecycle(container: Plain, report: Report, spec: Plain, kubernetesMinor: number): void {
  const lifecycle = objectOf(container.lifecycle);
  // Before Kubernetes 1.30, the API server drops sleep, and then the hook has no handler.
  const handlers = ['exec', 'httpGet', 'tcpSocket', ...(kubernetesMinor >= 30 ? ['sleep'] : [])];
  for (const event of ['postStart', 'preStop']) {
    if (lifecycle[event] === undefined) continue;
    const handler = objectOf(lifecycle[event]);
    const inHandler = below(report, 'lifecycle', event);
    checkExactlyOne(inHandler, handler, handlers, 'handler');
    checkHandler(handler, inHandler);
    const grace = typeof spec.terminationGracePeriodSeconds === 'number' ? spec.terminationGracePeriodSeconds : 30;
    checkRange(inHandler, ['sleep', 'seconds'], objectOf(handler.sleep).seconds, kubernetesMinor >= 33 ? 0 : 1, grace);
  }
  if (lifecycle.stopSignal !== undefined && objectOf(spec.os).name === undefined)
    report(
      ['lifecycle', 'stopSignal'],
      'requires os.name of the pod, because signals differ between operating systems; set os.name',
    );
}

function checkHandler(handler: Plain, report: Report): void {
  const { exec, httpGet, tcpSocket, grpc } = handler;
  if (exec !== undefined && !hasEntries(objectOf(exec).command)) report(['exec', 'command'], 'is required');
  if (httpGet !== undefined) {
    const { port, httpHeaders } = objectOf(httpGet);
    checkPort(below(report, 'httpGet'), port);
    objectsOf(httpHeaders).forEach(({ name }, index) =>
      checkSyntax(report, ['httpGet', 'httpHeaders', index, 'name'], name, HEADER_NAME),
    );
  }
  if (tcpSocket !== undefined) checkPort(below(report, 'tcpSocket'), objectOf(tcpSocket).port);
  if (grpc !== undefined) checkPort(below(report, 'grpc'), objectOf(grpc).port);
}

function hasEntries(list: unknown): boolean {
  return Array.isArray(list) && list.length > 0;
}
