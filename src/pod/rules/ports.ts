import { checkRange, objectsOf, wordOf, type Plain, type Report } from './report';
import { IP_ADDRESS, PORT_NAME, checkOptional, checkSyntax } from './syntax';

const HIGHEST = 65535;

/** Ports of one container. */
export function checkPorts(container: Plain, report: Report, hostNetwork: boolean): void {
  const names = new Set<unknown>();
  objectsOf(container.ports).forEach(({ name, containerPort, hostPort, hostIP }, index) => {
    checkOptional(report, ['ports', index, 'name'], name, PORT_NAME);
    if (name !== undefined && name !== '' && names.has(name))
      report(['ports', index, 'name'], `duplicate port name ${JSON.stringify(name)}; rename one`);
    names.add(name);
    if (containerPort === undefined) report(['ports', index, 'containerPort'], 'is required');
    checkRange(report, ['ports', index, 'containerPort'], containerPort, 1, HIGHEST);
    if (hostPort !== 0) checkRange(report, ['ports', index, 'hostPort'], hostPort, 1, HIGHEST);
    checkOptional(report, ['ports', index, 'hostIP'], hostIP, IP_ADDRESS);
    if (hostNetwork && typeof hostPort === 'number' && hostPort !== 0 && hostPort !== containerPort)
      report(
        ['ports', index, 'hostPort'],
        `must be containerPort (${String(containerPort)}), since hostNetwork is true, got ${hostPort}; leave it out`,
      );
  });
}

/** Ports of the node: no two containers that run at once may have the same. */
export function checkHostPorts(containers: readonly Plain[], report: Report, hostNetwork: boolean): void {
  const taken = new Set<string>();
  containers.forEach((container, position) =>
    objectsOf(container.ports).forEach(({ hostPort, containerPort, hostIP = '', protocol = 'TCP' }, index) => {
      const port = hostNetwork && !hostPort ? containerPort : hostPort;
      if (!port) return;
      const place = `${wordOf(protocol)}/${wordOf(hostIP)}/${wordOf(port)}`;
      if (taken.has(place))
        report(
          [position, 'ports', index, hostPort ? 'hostPort' : 'containerPort'],
          `duplicate port ${wordOf(port)}/${wordOf(protocol)} of the node; change one`,
        );
      taken.add(place);
    }),
  );
}

/** Reports what is neither the number nor the name of a port. */
export function checkPort(report: Report, port: unknown): void {
  if (port === undefined) return report(['port'], 'is required');
  checkRange(report, ['port'], port, 1, HIGHEST);
  checkSyntax(report, ['port'], port, PORT_NAME);
}
