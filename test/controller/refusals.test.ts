import { Chart } from 'cdk8s';
import { DeskrunApp, type ArcVersion, type DeskrunAppProps } from '../../src';
import { ArcController } from '../../src/controller/arc-controller';
import { findingsOf } from '../support/sets';
import { controllerChart, synthController } from './controllers';

const refused = (props: object, app?: DeskrunAppProps) => findingsOf(() => synthController(props, app));
const long = 'a'.repeat(64);

describe('names', () => {
  test.each(['releaseName', 'nameOverride', 'fullnameOverride', 'watchSingleNamespace'])(
    '%s must be a DNS label',
    prop => {
      for (const value of ['', 'ARC', 'arc_1', '-arc', 'arc-', 'a.b', long]) {
        expect(refused({ [prop]: value })).toEqual([
          `${prop}: must be a DNS label of at most 63 characters, got ${JSON.stringify(value)}`,
        ]);
      }
    },
  );

  test('a release name must leave room for the name of the chart', () => {
    const releaseName = 'a'.repeat(46);
    expect(refused({ releaseName })).toEqual([
      `releaseName: makes the name ${releaseName}-gha-rs-controller, which must have at most 63 characters, ` +
        'got 64; shorten it, or set fullnameOverride',
    ]);
    expect(synthController({ releaseName, fullnameOverride: 'arc' }).deployment.metadata.name).toBe('arc');
  });

  test('a namespace is required', () => {
    const chart = new Chart(new DeskrunApp(), 'arc');
    expect(findingsOf(() => new ArcController(chart, 'controller'))).toEqual([
      'namespace: is required, since the chart has no namespace; set the namespace of the chart',
    ]);
  });

  test('a namespace must have a valid name', () => {
    expect(findingsOf(() => new ArcController(controllerChart({}, 'Arc'), 'controller'))).toEqual([
      'namespace: must be a DNS label of at most 63 characters, got "Arc"',
    ]);
  });
});

describe('the ServiceAccount', () => {
  test('must not be default', () => {
    expect(refused({ serviceAccount: { name: 'default' } })).toEqual([
      'serviceAccount.name: must not be default, since every other pod of the namespace would get its permissions',
    ]);
  });

  test.each(['', 'ARC', long])('must not have the name %j', name => {
    expect(refused({ serviceAccount: { name } })).toEqual([
      `serviceAccount.name: must be lower-case letters, digits, - and ., at most 63 characters, got "${name}"`,
    ]);
  });

  test('that exists already needs a name', () => {
    expect(refused({ serviceAccount: { create: false } })).toEqual([
      'serviceAccount.name: is required if create is false: the name of an existing ServiceAccount',
    ]);
  });

  test('that exists already must not have annotations', () => {
    expect(refused({ serviceAccount: { create: false, name: 'arc', annotations: {} } })).toEqual([
      'serviceAccount.annotations: cannot be set on a ServiceAccount that is not created here; remove create, ' +
        'or annotate it where it is created',
    ]);
  });
});

describe('options with fixed values', () => {
  test.each([
    ['crds', 'none', 'own, external'],
    ['imagePullPolicy', 'ifnotpresent', 'Always, IfNotPresent, Never'],
    ['logFormat', 'yaml', 'text, json'],
    ['updateStrategy', 'rolling', 'immediate, eventual'],
    ['workqueueRateLimiter', 'token_bucket', 'bucket_rate_limiter, typed_rate_limiter'],
  ])('%s must not be %s', (prop, value, allowed) => {
    expect(refused({ [prop]: value })).toEqual([
      expect.stringContaining(`${prop}: must be one of ${allowed}, got "${value}"`),
    ]);
  });

  test.each(['trace', 'DEBUG', '', '128', '-129', '1.5'])('logLevel must not be %j', logLevel => {
    expect(refused({ logLevel })).toEqual([
      `logLevel: must be debug, info, warn, error, or a number from -128 to 127 in quotes, got "${logLevel}"; ` +
        'the controller would exit',
    ]);
  });
});

test.each([
  ['replicas', (count: number) => ({ replicas: count })],
  ['runnerMaxConcurrentReconciles', (count: number) => ({ runnerMaxConcurrentReconciles: count })],
  ['k8sClientRateLimiter.qps', (qps: number) => ({ k8sClientRateLimiter: { qps } })],
  ['k8sClientRateLimiter.burst', (burst: number) => ({ k8sClientRateLimiter: { burst } })],
])('%s must be an integer of at least 1', (path, props) => {
  for (const count of [0, -1, 1.5, NaN, 2147483648]) {
    expect(refused(props(count))).toEqual([`${path}: must be a whole number from 1 to 2147483647, got ${count}`]);
  }
});

describe('the image', () => {
  const own = 'ghcr.io/actions/gha-runner-scale-set-controller:0.14.2';

  test.each(['', 'Controller', 'a b', 'controller:', 'controller@sha256:abc', 'controller:0.14.2@sha256:abc'])(
    'must not be %j',
    image => {
      expect(refused({ image })).toEqual([`image: must be an image such as ${own}, got ${JSON.stringify(image)}`]);
    },
  );

  test('must have a tag in addition to its digest', () => {
    expect(refused({ image: `controller@sha256:${'a'.repeat(64)}` })).toEqual([
      'image: must have its tag beside the digest (…:0.14.2@sha256:…), since the tag states the release',
    ]);
  });

  test.each(['latest', 'canary-0123abc', 'dev', '0.14', '0.14.2.1'])('must not have the tag %s', tag => {
    expect(refused({ image: `controller:${tag}` })).toEqual([
      `image: must have a tag that begins with a release of ARC, such as 0.14.2, got ${tag}: a floating tag ` +
        'could become another minor version, which deletes the runner sets',
    ]);
  });

  test.each([
    ['0.13.1', '0.14.2', '0.14'],
    ['0.14.2', '0.13.1', '0.13'],
    ['1.14.2', '0.14.2', '0.14'],
  ])('must not be of %s for ARC %s', (tag, arcVersion, minor) => {
    expect(refused({ image: `localhost:5000/controller:${tag}` }, { arcVersion: arcVersion as ArcVersion })).toEqual([
      `image: must be a release of ${minor}, since arcVersion is ${arcVersion}, got ${tag}: the controller ` +
        'deletes runner sets of another minor version; change arcVersion of the app instead',
    ]);
  });
});

describe('flags that a release does not support', () => {
  const flags: [string, object][] = [
    ['pprofAddr', { pprofAddr: ':6060' }],
    ['workqueueRateLimiter', { workqueueRateLimiter: 'typed_rate_limiter' }],
    ['healthProbeBindAddress', { healthProbeBindAddress: ':8081' }],
  ];

  test.each(flags)('%s, of the app', (prop, props) => {
    for (const arcVersion of ['0.12.1', '0.13.1', '0.14.1'] as const) {
      expect(refused(props, { arcVersion })).toEqual([
        `${prop}: needs ARC 0.14.2, and arcVersion is ${arcVersion}: older controllers do not know the flag ` +
          'and exit; remove it, or use a newer version',
      ]);
    }
  });

  test.each(flags)('%s, of the image', (prop, props) => {
    expect(refused({ ...props, image: 'controller:0.14.0' })).toEqual([
      `${prop}: needs ARC 0.14.2, and the image is of 0.14.0: older controllers do not know the flag and exit; ` +
        'remove it, or use a newer version',
    ]);
  });
});

describe('addresses', () => {
  const form = (address: string, none: string) =>
    'must end with a port (:8080; before it localhost, 127.0.0.1, 0.0.0.0, [::] or [::1]), got ' +
    `${JSON.stringify(address)}; for none: ${none}`;
  const wrong = ['', '8080', ':', ':http', ':0', ':65536', 'metrics:8080', '10.0.0.1:8080', '::1:8080', 'http://:8080'];

  test.each(wrong)('%j is refused', address => {
    expect(refused({ metrics: { controllerManagerAddr: address } })).toEqual([
      `metrics.controllerManagerAddr: ${form(address, '0')}`,
    ]);
    expect(refused({ metrics: { listenerAddr: address } })).toEqual([`metrics.listenerAddr: ${form(address, '0')}`]);
    expect(refused({ pprofAddr: address })).toEqual([`pprofAddr: ${form(address, 'leave it out')}`]);
    expect(refused({ healthProbeBindAddress: address })).toEqual([
      `healthProbeBindAddress: ${form(address, 'leave it out')}`,
    ]);
  });

  test.each(['localhost:8081', '127.0.0.1:8081', '[::1]:8081'])(
    '%s is refused, since the kubelet cannot connect to it',
    healthProbeBindAddress => {
      expect(refused({ healthProbeBindAddress })).toEqual([
        'healthProbeBindAddress: must be an address that the kubelet reaches, such as :8081, got ' +
          `"${healthProbeBindAddress}"`,
      ]);
    },
  );

  test('two servers must not have the same port', () => {
    expect(refused({ metrics: {}, pprofAddr: 'localhost:8080', healthProbeBindAddress: ':8080' })).toEqual([
      'pprofAddr: port 8080 is that of metrics.controllerManagerAddr too; choose another port',
      'healthProbeBindAddress: port 8080 is that of metrics.controllerManagerAddr too; choose another port',
    ]);
  });

  test('listeners may use the ports of the controller', () => {
    expect(
      synthController({ metrics: { listenerAddr: ':8080', controllerManagerAddr: ':8080' } }).manager.ports,
    ).toHaveLength(1);
  });

  test('metrics must have an address', () => {
    expect(refused({ metrics: { controllerManagerAddr: '0', listenerAddr: '0' } })).toEqual([
      'metrics: turns both addresses off; remove it',
    ]);
  });

  test('a path requires metrics', () => {
    expect(refused({ metrics: { listenerAddr: '0', listenerEndpoint: '/metrics' } })).toEqual([
      'metrics.listenerEndpoint: has no effect, since listenerAddr is 0; remove one',
    ]);
  });

  test.each(['', 'metrics', '/met rics', '/{name}', '/metrics?a=b'])('the path must not be %j', listenerEndpoint => {
    expect(refused({ metrics: { listenerEndpoint } })).toEqual([
      `metrics.listenerEndpoint: must be a path such as /metrics, got ${JSON.stringify(listenerEndpoint)}`,
    ]);
  });
});

test('all findings are reported together', () => {
  expect(
    refused({ replicas: 0, logFormat: 'xml', pprofAddr: '6060', image: 'controller:latest', labels: { 'a b': '' } }),
  ).toHaveLength(5);
});

test('the message has the name of the controller', () => {
  expect(() => synthController({ replicas: 0 })).toThrow('[arc/controller] replicas: must be a whole number');
});
