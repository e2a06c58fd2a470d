import type { Finding, ValuePath } from '../errors';
import type { ArcControllerProps, ControllerMetrics } from './arc-controller-props';

/** The defaults of the upstream chart. */
const METRICS: Required<ControllerMetrics> = {
  controllerManagerAddr: ':8080',
  listenerAddr: ':8080',
  listenerEndpoint: '/metrics',
};

/** The value that turns an address off. */
const OFF = '0';

/** The values of the metrics flags of the controller. Without the flags, it would serve metrics too. */
export function metricsAddresses(metrics: ControllerMetrics | undefined): Required<ControllerMetrics> {
  if (metrics === undefined) return { controllerManagerAddr: OFF, listenerAddr: OFF, listenerEndpoint: '' };
  const { controllerManagerAddr, listenerAddr, listenerEndpoint } = metrics;
  return {
    controllerManagerAddr: controllerManagerAddr ?? METRICS.controllerManagerAddr,
    listenerAddr: listenerAddr ?? METRICS.listenerAddr,
    listenerEndpoint: listenerEndpoint ?? (listenerAddr === OFF ? '' : METRICS.listenerEndpoint),
  };
}

/** Reports whether listeners serve metrics. */
export function servesListenerMetrics(metrics: ControllerMetrics | undefined): boolean {
  return metricsAddresses(metrics).listenerAddr !== OFF;
}

// The IP address of a pod is not known in advance, and the controller exits if it cannot listen on an address.
const ADDRESS = /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\])?:(\d{1,5})$/;
const LOOPBACK = /^(localhost|127\.|\[::1\])/;

/** The port of an address, or undefined if it has none. */
export function portOf(address: string): number | undefined {
  const port = Number(ADDRESS.exec(address)?.[1]);
  return port >= 1 && port <= 65535 ? port : undefined;
}

/** Checks the addresses that the controller and its listeners listen on. */
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
            message:
              'must be an address that the kubelet reaches, such as :8081, got ' +
              `${JSON.stringify(healthProbeBindAddress)}`,
          },
        ]
      : []),
    ...(metrics && controllerManagerAddr === OFF && listenerAddr === OFF
      ? [{ path: ['metrics'], message: 'turns both addresses off; remove it' }]
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
      ? [{ path, message: 'has no effect, since listenerAddr is 0; remove one' }]
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
      message:
        'must end with a port (:8080; before it localhost, 127.0.0.1, 0.0.0.0, [::] or [::1]), got ' +
        `${JSON.stringify(address)}; for none: ${none}`,
    },
  ];
}

/** Finds two addresses with the same port, with which the controller would exit. */
function clashFindings(addresses: readonly (readonly [ValuePath, string | undefined])[]): Finding[] {
  const users = new Map<number, ValuePath>();
  return addresses.flatMap(([path, address]) => {
    const port = address === undefined ? undefined : portOf(address);
    const other = port === undefined ? undefined : users.get(port);
    if (port !== undefined && other === undefined) users.set(port, path);
    return other === undefined
      ? []
      : [{ path, message: `port ${port} is that of ${other.join('.')} too; choose another port` }];
  });
}
