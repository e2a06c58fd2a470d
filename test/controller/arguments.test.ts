import { ARC_VERSIONS } from '../../src';
import type { ArcControllerProps } from '../../src/controller/arc-controller-props';
import { managerArguments } from '../../src/controller/arguments';
import { OWNERSHIP_PREFIXES } from '../../src/controller/label-propagation';
import { synthController } from './controllers';

const args = (props: ArcControllerProps) => managerArguments(props, 'arc-gha-rs-controller');
const none = { excludeLabelPropagationPrefixes: [] };

/** The arguments that these props add and remove. */
function difference(props: ArcControllerProps): { more: string[]; less: string[] } {
  const [before, after] = [args(none), args({ ...none, ...props })];
  return { more: after.filter(arg => !before.includes(arg)), less: before.filter(arg => !after.includes(arg)) };
}

test('a controller without props has the arguments of the chart', () => {
  expect(args(none)).toEqual([
    '--auto-scaling-runner-set-only',
    '--log-level=debug',
    '--log-format=text',
    '--runner-max-concurrent-reconciles=2',
    '--update-strategy=immediate',
    '--listener-metrics-addr=0',
    '--listener-metrics-endpoint=',
    '--metrics-addr=0',
  ]);
});

test('arguments are in the order of the chart', () => {
  const props: ArcControllerProps = {
    replicas: 2,
    imagePullSecrets: [{ name: 'a' }, { name: 'b' }],
    logLevel: 'info',
    logFormat: 'json',
    watchSingleNamespace: 'arc-runners',
    runnerMaxConcurrentReconciles: 8,
    updateStrategy: 'eventual',
    metrics: { controllerManagerAddr: ':9090', listenerAddr: ':9091', listenerEndpoint: '/m' },
    pprofAddr: ':6060',
    excludeLabelPropagationPrefixes: ['example.com/', 'example.org/team'],
    k8sClientRateLimiter: { qps: 50, burst: 100 },
    workqueueRateLimiter: 'typed_rate_limiter',
    healthProbeBindAddress: ':8081',
  };
  expect(args(props)).toEqual([
    '--auto-scaling-runner-set-only',
    '--enable-leader-election',
    '--leader-election-id=arc-gha-rs-controller',
    '--auto-scaler-image-pull-secrets=a',
    '--auto-scaler-image-pull-secrets=b',
    '--log-level=info',
    '--log-format=json',
    '--watch-single-namespace=arc-runners',
    '--runner-max-concurrent-reconciles=8',
    '--update-strategy=eventual',
    '--listener-metrics-addr=:9091',
    '--listener-metrics-endpoint=/m',
    '--metrics-addr=:9090',
    '--pprof-addr=:6060',
    '--exclude-label-propagation-prefix=example.com/',
    '--exclude-label-propagation-prefix=example.org/team',
    '--k8s-client-rate-limiter-qps=50',
    '--k8s-client-rate-limiter-burst=100',
    '--workqueue-rate-limiter=typed_rate_limiter',
    '--health-probe-bind-address=:8081',
  ]);
});

describe('metrics', () => {
  test('are served at the default addresses', () => {
    expect(difference({ metrics: {} })).toEqual({
      more: ['--listener-metrics-addr=:8080', '--listener-metrics-endpoint=/metrics', '--metrics-addr=:8080'],
      less: ['--listener-metrics-addr=0', '--listener-metrics-endpoint=', '--metrics-addr=0'],
    });
  });

  test('can be served by the listeners only', () => {
    expect(args({ metrics: { controllerManagerAddr: '0' } })).toEqual(
      expect.arrayContaining([
        '--metrics-addr=0',
        '--listener-metrics-addr=:8080',
        '--listener-metrics-endpoint=/metrics',
      ]),
    );
  });

  test('can be served by the controller only', () => {
    expect(args({ metrics: { listenerAddr: '0' } })).toEqual(
      expect.arrayContaining(['--metrics-addr=:8080', '--listener-metrics-addr=0', '--listener-metrics-endpoint=']),
    );
  });

  test('are turned off explicitly, since the controller serves them by default', () => {
    expect(args({}).filter(arg => arg.includes('metrics'))).toHaveLength(3);
  });
});

test.each<[ArcControllerProps, string]>([
  [{ k8sClientRateLimiter: { qps: 50 } }, '--k8s-client-rate-limiter-qps=50'],
  [{ k8sClientRateLimiter: { burst: 50 } }, '--k8s-client-rate-limiter-burst=50'],
  [{ logLevel: '-5' }, '--log-level=-5'],
  [{ workqueueRateLimiter: 'bucket_rate_limiter' }, '--workqueue-rate-limiter=bucket_rate_limiter'],
])('%j gives %s', (props, expected) => {
  expect(difference(props).more).toEqual([expected]);
});

test('labels by which tools track their objects are not copied', () => {
  expect(args({}).filter(arg => !args(none).includes(arg))).toEqual(
    OWNERSHIP_PREFIXES.map(prefix => `--exclude-label-propagation-prefix=${prefix}`),
  );
});

test('labels that a runner set of this library has for ARC are copied', () => {
  const arc = [
    'actions.github.com/scale-set-name',
    'actions.github.com/scale-set-namespace',
    'app.kubernetes.io/version',
    'app.kubernetes.io/name',
  ];
  expect(arc.filter(label => OWNERSHIP_PREFIXES.some(prefix => label.startsWith(prefix)))).toEqual([]);
});

test('each pull Secret has its own argument in every version, unlike in the charts of 0.12', () => {
  for (const arcVersion of ARC_VERSIONS) {
    expect(synthController({ imagePullSecrets: [{ name: 'a' }, { name: 'b' }] }, { arcVersion }).manager.args).toEqual(
      expect.arrayContaining(['--auto-scaler-image-pull-secrets=a', '--auto-scaler-image-pull-secrets=b']),
    );
  }
});

test('a controller without props has only arguments that every version supports', () => {
  const all = ARC_VERSIONS.map(arcVersion => synthController({}, { arcVersion }).manager.args);
  expect(all.filter(said => JSON.stringify(said) !== JSON.stringify(all[0]))).toEqual([]);
});
