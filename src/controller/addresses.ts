import type { Finding, ValuePath } from '../errors';
import type { ArcControllerProps, ControllerMetrics } from './arc-controller-props';

/** What the upstream chart proposes. */
const METRICS: Required<ControllerMetrics> = {
  controllerManagerAddr: ':8080',
  listenerAddr: ':8080',
  listenerEndpoint: '/metrics',
};

/** An address at which nothing is served. */
const OFF = '0';

/** The addresses of metrics as the controller's flags take them. Without the flags it would serve them all the same. */
export function metricsAddresses(metrics: ControllerMetrics | undefined): Required<ControllerMetrics> {
  if (metrics === undefined) return { controllerManagerAddr: OFF, listenerAddr: OFF, listenerEndpoint: '' };
  const { controllerManagerAddr, listenerAddr, listenerEndpoint } = metrics;
  return {
    controllerManagerAddr: controllerManagerAddr ?? METRICS.controllerManagerAddr,
    listenerAddr: listenerAddr ?? METRICS.listenerAddr,
    listenerEndpoint: listenerEndpoint ?? (listenerAddr === OFF ? '' : METRICS.listenerEndpoint),
  };
}

// A pod knows no other addresses of its own before it runs, and a program that cannot listen where it is told to exits.
const ADDRESS = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])?:(\d{1,5})$/;
const LOOPBACK = /^(localhost|127\.|\[::1\])/;

/** The port of an address, or undefined where it has none. */
export function portOf(address: string): number | undefined {
  const port = Number(ADDRESS.exec(address)?.[1]);
  return port >= 1 && port <= 65535 ? port : undefined;
}

/** What is wrong with the addresses at which the controller and its listeners serve. */
export function addressFindings(props: ArcControllerProps): Finding[] {
  const { metrics, pprofAddr, healthProbeBindAddress } = props;
  const { controllerManagerAddr, listenerAddr } = metricsAddresses(metrics);
  return [
    ...(metrics ? metricsFindings(metrics) : []),
    ...formFindings(['pprofAddr'], pprofAddr),
    ...formFindings(['healthProbeBindAddress'], healthProbeBindAddress),
    ...(healthProbeBindAddress !== undefined && LOOPBACK.test(healthProbeBindAddress)
      ? [
          {
            path: ['healthProbeBindAddress'],
            message: `must be an address that the kubelet reaches, such as :8081, got ${JSON.stringify(healthProbeBindAddress)}`,
          },
        ]
      : []),
    ...(metrics && controllerManagerAddr === OFF && listenerAddr === OFF
      ? [{ path: ['metrics'], message: 'serves nothing at either address; leave it out' }]
      : []),
    ...clashFindings([
      [['metrics', 'controllerManagerAddr'], controllerManagerAddr],
      [['pprofAddr'], pprofAddr],
      [['healthProbeBindAddress'], healthProbeBindAddress],
    ]),
  ];
}

function metricsFindings({ controllerManagerAddr, listenerAddr, listenerEndpoint }: ControllerMetrics): Finding[] {
  const path = ['metrics', 'listenerEndpoint'];
  return [
    ...formFindings(['metrics', 'controllerManagerAddr'], controllerManagerAddr, OFF),
    ...formFindings(['metrics', 'listenerAddr'], listenerAddr, OFF),
    ...(listenerEndpoint !== undefined && listenerAddr === OFF
      ? [{ path, message: 'is for metrics of listeners, and listenerAddr is 0; drop one' }]
      : []),
    ...(listenerEndpoint !== undefined && !/^\/[-\w./]*$/.test(listenerEndpoint)
      ? [{ path, message: `must be a path such as /metrics, got ${JSON.stringify(listenerEndpoint)}` }]
      : []),
  ];
}

function formFindings(path: ValuePath, address: string | undefined, off?: string): Finding[] {
  if (address === undefined || address === off || portOf(address) !== undefined) return [];
  const none = off === undefined ? 'leave it out' : `${off}`;
  return [
    {
      path,
      message: `must end with a port (:8080; before it localhost, 127.0.0.1, 0.0.0.0, [::] or [::1]), got ${JSON.stringify(address)}; for none: ${none}`,
    },
  ];
}

/** Two servers of one pod on one port, of which the second makes the controller exit. */
function clashFindings(addresses: readonly (readonly [ValuePath, string | undefined])[]): Finding[] {
  const users = new Map<number, ValuePath>();
  return addresses.flatMap(([path, address]) => {
    const port = address === undefined ? undefined : portOf(address);
    const other = port === undefined ? undefined : users.get(port);
    if (port !== undefined && other === undefined) users.set(port, path);
    return other === undefined
      ? []
      : [{ path, message: `port ${port} is that of ${other.join('.')} too; take another` }];
  });
}
