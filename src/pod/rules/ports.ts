import { checkRange, objectsOf, textOf, type Plain, type Report } from './report';
import { IP_ADDRESS, PORT_NAME, checkOptional, checkSyntax } from './syntax';

const MAX_PORT = 65535;

/** Checks the ports of a container. */
export function checkPorts(container: Plain, report: Report, hostNetwork: boolean): void {
  const names = new Set<unknown>();
  objectsOf(container.ports).forEach(({ name, containerPort, hostPort, hostIP }, index) => {
    checkOptional(report, ['ports', index, 'name'], name, PORT_NAME);
    if (name !== undefined && name !== '' && names.has(name))
      report(['ports', index, 'name'], `duplicate port name ${JSON.stringify(name)}; rename one`);
    names.add(name);
    if (containerPort === undefined) report(['ports', index, 'containerPort'], 'is required');
    checkRange(report, ['ports', index, 'containerPort'], containerPort, 1, MAX_PORT);
    if (hostPort !== 0) checkRange(report, ['ports', index, 'hostPort'], hostPort, 1, MAX_PORT);
    checkOptional(report, ['ports', index, 'hostIP'], hostIP, IP_ADDRESS);
    if (hostNetwork && typeof hostPort === 'number' && hostPort !== 0 && hostPort !== containerPort)
      report(
        ['ports', index, 'hostPort'],
        `must equal containerPort (${String(containerPort)}), because hostNetwork is true, got ${hostPort}; leave it ` +
          'out',
      );
  });
}

/** Checks that containers which run at the same time have different host ports. */
export function checkHostPorts(containers: readonly Plain[], report: Report, hostNetwork: boolean): void {
  const taken = new Set<string>();
  containers.forEach((container, position) =>
    objectsOf(container.ports).forEach(({ hostPort, containerPort, hostIP = '', protocol = 'TCP' }, index) => {
      const port = hostNetwork && !hostPort ? containerPort : hostPort;
      if (!port) return;
      const place = `${textOf(protocol)}/${textOf(hostIP)}/${textOf(port)}`;
      if (taken.has(place))
        report(
          [position, 'ports', index, hostPort ? 'hostPort' : 'containerPort'],
          `duplicate host port ${textOf(port)}/${textOf(protocol)}; change one`,
        );
      taken.add(place);
    }),
  );
}

/** Checks a reference to a port, by number or by name. */
export function checkPort(report: Report, port: unknown): void {
  if (port === undefined) return report(['port'], 'is required');
  checkRange(report, ['port'], port, 1, MAX_PORT);
  checkSyntax(report, ['port'], port, PORT_NAME);
}
