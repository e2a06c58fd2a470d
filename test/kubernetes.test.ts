import { App, Chart } from 'cdk8s';
import {
  clusterScoped,
  droppedNames,
  isObjectName,
  isPositiveQuantity,
  isQuantity,
  k8s,
  podTemplateFromJson,
  podTemplateToJson,
  quantityValue,
  toResourceRequirements,
} from '../src/kubernetes';

const { Quantity, IntOrString } = k8s;

describe('quantities', () => {
  test.each([
    '0',
    '2',
    '1.5',
    '.5',
    '5.',
    '+2',
    '-1',
    '500m',
    '100n',
    '7u',
    '1k',
    '1M',
    '1G',
    '1T',
    '1P',
    '1E',
    '1Ki',
    '1.5Gi',
    '1Ei',
    '1e3',
    '1E3',
    '1e-3',
    '1e+3',
  ])('%p is a quantity', amount => {
    expect(isQuantity(amount)).toBe(true);
  });

  test.each([
    ['', 'an empty string'],
    [' 1', 'a leading space'],
    ['1\n', 'a trailing line break'],
    ['1 Gi', 'a space inside'],
    ['Gi', 'only a unit'],
    ['.', 'only a dot'],
    ['1.2.3', 'two dots'],
    ['1,5', 'a comma'],
    ['1_000', 'an underscore'],
    ['--1', 'two signs'],
    ['1K', 'a kilo in upper case'],
    ['1ki', 'a kibi in lower case'],
    ['1gb', 'an unknown unit'],
    ['4GiB', 'a trailing B'],
    ['1e', 'an exponent without a number'],
    ['1e3Gi', 'an exponent and a unit'],
    ['1e1.5', 'a fraction as exponent'],
    ['0x10', 'a hexadecimal number'],
    ['NaN', 'not a number'],
    ['Infinity', 'infinity'],
    ['١', 'a digit of another script'],
  ])('%p is not a quantity: %s', amount => {
    expect(isQuantity(amount)).toBe(false);
  });

  test.each([
    ['1', true],
    ['1m', true],
    ['0.1Gi', true],
    ['0', false],
    ['0Gi', false],
    ['-1Gi', false],
    ['1gb', false],
    ['', false],
  ])('%p is a positive quantity: %p', (amount, positive) => {
    expect(isPositiveQuantity(amount)).toBe(positive);
  });

  test.each([
    ['2', 2],
    ['-1', -1],
    ['+2', 2],
    ['.5', 0.5],
    ['5.', 5],
    ['500m', 0.5],
    ['250u', 0.00025],
    ['2n', 2e-9],
    ['2k', 2000],
    ['1M', 1e6],
    ['1G', 1e9],
    ['1T', 1e12],
    ['1P', 1e15],
    ['1E', 1e18],
    ['1e3', 1000],
    ['1E3', 1000],
    ['1e-3', 0.001],
    ['1Ki', 1024],
    ['1.5Mi', 1572864],
    ['1Gi', 2 ** 30],
    ['1Ti', 2 ** 40],
    ['1Pi', 2 ** 50],
    ['1Ei', 2 ** 60],
  ])('%s has the value %d', (amount, value) => {
    expect(quantityValue(amount)).toBe(value);
  });

  test.each([
    ['1Gi', '1024Mi'],
    ['1k', '1e3'],
    ['1', '1000m'],
    ['1E', '1e18'],
    ['0.5', '500m'],
    ['0.009', '9m'],
    ['0.003', '3000u'],
  ])('%s and %s have the same value', (one, other) => {
    expect(quantityValue(one)).toBe(quantityValue(other));
  });

  test('requests and limits are converted to the classes of the typed API', () => {
    expect(
      toResourceRequirements({ requests: { cpu: '500m' }, limits: { memory: '4Gi', 'nvidia.com/gpu': '1' } }),
    ).toEqual({
      requests: { cpu: Quantity.fromString('500m') },
      limits: { memory: Quantity.fromString('4Gi'), 'nvidia.com/gpu': Quantity.fromString('1') },
    });
  });

  test('limits that are not set are left out', () => {
    expect(toResourceRequirements({ requests: { cpu: '1' } }).limits).toBeUndefined();
  });
});

/** Pod templates in the typed API and as manifests, each with a description. */
const FORMS: readonly [string, k8s.PodTemplateSpec, object][] = [
  [
    'names with acronyms in the pod',
    { spec: { hostPid: true, hostIpc: true, setHostnameAsFqdn: true, containers: [] } },
    { spec: { hostPID: true, hostIPC: true, setHostnameAsFQDN: true, containers: [] } },
  ],
  [
    'names with acronyms in a container',
    { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, hostIp: '10.0.0.1' }] }] } },
    { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80, hostIP: '10.0.0.1' }] }] } },
  ],
  [
    'names with acronyms in volumes',
    {
      spec: {
        containers: [],
        volumes: [
          { name: 'v', downwardApi: { items: [] } },
          { name: 'w', azureDisk: { diskName: 'd', diskUri: 'u' } },
        ],
      },
    },
    {
      spec: {
        containers: [],
        volumes: [
          { name: 'v', downwardAPI: { items: [] } },
          { name: 'w', azureDisk: { diskName: 'd', diskURI: 'u' } },
        ],
      },
    },
  ],
  [
    'an acronym with a plural',
    { spec: { containers: [], volumes: [{ name: 'v', fc: { targetWwNs: ['500a'] } }] } },
    { spec: { containers: [], volumes: [{ name: 'v', fc: { targetWWNs: ['500a'] } }] } },
  ],
  [
    'labels and annotations whose keys look like acronyms',
    {
      metadata: {
        labels: { hostPID: 'x', port: '80', limits: 'y' },
        annotations: { 'example.com/TTL': '5', sizeLimit: '1Gi' },
      },
    },
    {
      metadata: {
        labels: { hostPID: 'x', port: '80', limits: 'y' },
        annotations: { 'example.com/TTL': '5', sizeLimit: '1Gi' },
      },
    },
  ],
  [
    'a node selector whose key looks like an acronym',
    { spec: { containers: [], nodeSelector: { diskSSD: 'NVME' } } },
    { spec: { containers: [], nodeSelector: { diskSSD: 'NVME' } } },
  ],
  [
    "a driver's own attributes",
    {
      spec: {
        containers: [],
        volumes: [{ name: 'v', csi: { driver: 'd', volumeAttributes: { sizeLimit: '5', clusterID: 'x' } } }],
      },
    },
    {
      spec: {
        containers: [],
        volumes: [{ name: 'v', csi: { driver: 'd', volumeAttributes: { sizeLimit: '5', clusterID: 'x' } } }],
      },
    },
  ],
  [
    "a driver's own options",
    { spec: { containers: [], volumes: [{ name: 'v', flexVolume: { driver: 'd', options: { defaultTTL: '5' } } }] } },
    { spec: { containers: [], volumes: [{ name: 'v', flexVolume: { driver: 'd', options: { defaultTTL: '5' } } }] } },
  ],
  [
    'resolver options, which are a list',
    { spec: { containers: [], dnsConfig: { options: [{ name: 'ndots', value: '1' }] } } },
    { spec: { containers: [], dnsConfig: { options: [{ name: 'ndots', value: '1' }] } } },
  ],
  [
    'probes by number and by name of a port',
    {
      spec: {
        containers: [
          {
            name: 'a',
            livenessProbe: { tcpSocket: { port: IntOrString.fromNumber(80) } },
            readinessProbe: { httpGet: { port: IntOrString.fromString('http'), path: '/' } },
          },
        ],
      },
    },
    {
      spec: {
        containers: [
          {
            name: 'a',
            livenessProbe: { tcpSocket: { port: 80 } },
            readinessProbe: { httpGet: { port: 'http', path: '/' } },
          },
        ],
      },
    },
  ],
  [
    'a probe over gRPC, whose port is a plain number',
    { spec: { containers: [{ name: 'a', startupProbe: { grpc: { port: 50051 } } }] } },
    { spec: { containers: [{ name: 'a', startupProbe: { grpc: { port: 50051 } } }] } },
  ],
  [
    'amounts',
    {
      spec: {
        overhead: { cpu: Quantity.fromString('250m') },
        containers: [
          {
            name: 'a',
            resources: {
              limits: { 'nvidia.com/gpu': Quantity.fromString('1') },
              requests: { cpu: Quantity.fromString('2') },
              claims: [{ name: 'gpu' }],
            },
          },
        ],
        volumes: [{ name: 'v', emptyDir: { sizeLimit: Quantity.fromString('20Gi') } }],
      },
    },
    {
      spec: {
        overhead: { cpu: '250m' },
        containers: [
          {
            name: 'a',
            resources: { limits: { 'nvidia.com/gpu': '1' }, requests: { cpu: '2' }, claims: [{ name: 'gpu' }] },
          },
        ],
        volumes: [{ name: 'v', emptyDir: { sizeLimit: '20Gi' } }],
      },
    },
  ],
  [
    'an amount of a container as a variable',
    {
      spec: {
        containers: [
          {
            name: 'a',
            env: [
              {
                name: 'MEMORY',
                valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: Quantity.fromString('1Mi') } },
              },
            ],
          },
        ],
      },
    },
    {
      spec: {
        containers: [
          {
            name: 'a',
            env: [{ name: 'MEMORY', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } }],
          },
        ],
      },
    },
  ],
];

describe('conversion of a pod template', () => {
  test.each(FORMS)('%s: to a manifest', (_, typed, json) => {
    expect(podTemplateToJson(typed)).toEqual(json);
  });

  test.each(FORMS)('%s: from a manifest', (_, typed, json) => {
    expect(podTemplateFromJson(json)).toEqual(typed);
  });

  test.each(FORMS)('%s: the typed API drops nothing', (_, typed) => {
    expect(droppedNames(typed)).toEqual([]);
  });

  test('a number in a manifest becomes a quantity', () => {
    expect(podTemplateFromJson({ spec: { containers: [{ name: 'a', resources: { limits: { cpu: 2 } } }] } })).toEqual({
      spec: { containers: [{ name: 'a', resources: { limits: { cpu: Quantity.fromString('2') } } }] },
    });
  });
});

describe('fields that the typed API would drop', () => {
  /** Returns a template without a check of its types. */
  const written = (spec: object): k8s.PodTemplateSpec => ({ spec: { containers: [], ...spec } });

  test.each<[string, object, (string | number)[]]>([
    ['a misspelled field of the pod', { hostNetwrok: true }, ['spec', 'hostNetwrok']],
    [
      'a misspelled field of a container',
      { containers: [{ name: 'a' }, { name: 'b', imagePullPolice: 'Always' }] },
      ['spec', 'containers', 1, 'imagePullPolice'],
    ],
    [
      'a misspelled nested field',
      { affinity: { nodeAffinity: { required: {} } } },
      ['spec', 'affinity', 'nodeAffinity', 'required'],
    ],
    ["the manifest's own spelling of an acronym", { hostPID: true }, ['spec', 'hostPID']],
    [
      'a string where an amount is expected',
      { containers: [{ name: 'a', resources: { limits: { cpu: '2' } } }] },
      ['spec', 'containers', 0, 'resources', 'limits', 'cpu'],
    ],
    [
      'a number where an amount is expected',
      { volumes: [{ name: 'v', emptyDir: { sizeLimit: 5 } }] },
      ['spec', 'volumes', 0, 'emptyDir', 'sizeLimit'],
    ],
    [
      'a number where a port is expected',
      { containers: [{ name: 'a', livenessProbe: { httpGet: { port: 80 } } }] },
      ['spec', 'containers', 0, 'livenessProbe', 'httpGet', 'port'],
    ],
    [
      'the lifecycle hook that is newer than 1.28',
      { containers: [{ name: 'a', lifecycle: { preStop: { sleep: { seconds: 5 } } } }] },
      ['spec', 'containers', 0, 'lifecycle', 'preStop', 'sleep'],
    ],
    [
      'the image volume that is newer than 1.28',
      { volumes: [{ name: 'v', image: { reference: 'seed:1' } }] },
      ['spec', 'volumes', 0, 'image'],
    ],
    ['the pod resources that are newer than 1.28', { resources: { limits: {} } }, ['spec', 'resources']],
  ])('%s', (_, spec, path) => {
    expect(droppedNames(written(spec))).toEqual([path]);
  });

  test('all of them are returned, in the order of the template', () => {
    expect(droppedNames(written({ a: 1, containers: [{ name: 'a', b: 1 }], c: 1 }))).toEqual([
      ['spec', 'containers', 0, 'b'],
      ['spec', 'a'],
      ['spec', 'c'],
    ]);
  });

  test('a field that is undefined is not returned', () => {
    expect(droppedNames(written({ hostNetwrok: undefined }))).toEqual([]);
  });

  test('a field that is null is returned', () => {
    expect(droppedNames(written({ volumes: null }))).toEqual([['spec', 'volumes']]);
    expect(droppedNames(written({ affinity: null }))).toEqual([['spec', 'affinity']]);
    expect(droppedNames(written({ tolerations: [{ key: null }, null] }))).toEqual([
      ['spec', 'tolerations', 0, 'key'],
      ['spec', 'tolerations', 1],
    ]);
  });

  test('a field with an empty value is not returned', () => {
    expect(
      droppedNames(
        written({
          hostNetwork: false,
          priority: 0,
          hostname: '',
          tolerations: [],
          securityContext: {},
          volumes: [{ name: 'v', emptyDir: {} }],
        }),
      ),
    ).toEqual([]);
  });
});

describe('the name of an object', () => {
  test.each(['a', '1', 'ab', 'a-b.c-d', 'a.b.c', 'a'.repeat(253)])('can be %p', name => {
    expect(isObjectName(name)).toBe(true);
  });

  test.each([
    '',
    'A',
    'a_b',
    '-a',
    'a-',
    '.a',
    'a.',
    'a..b',
    'a.-b',
    'a-.b',
    'a/b',
    'a b',
    'a\n',
    'ä',
    'a'.repeat(254),
  ])('cannot be %p', name => {
    expect(isObjectName(name)).toBe(false);
  });
});

describe('a cluster-scoped object', () => {
  /** Returns the metadata of an object in a chart. */
  const metadata = (namespace: string | undefined, make: (chart: Chart) => unknown): unknown => {
    const chart = new Chart(new App(), 'chart', { namespace });
    make(chart);
    return (chart.toJson() as { metadata: unknown }[])[0]?.metadata;
  };
  const storageClass = (chart: Chart) =>
    new k8s.KubeStorageClass(chart, 'Class', { metadata: { name: 'nvme' }, provisioner: 'none' });

  test('has no namespace in a chart with a namespace', () => {
    expect(metadata('arc-runners', storageClass)).toEqual({ name: 'nvme', namespace: 'arc-runners' });
    expect(metadata('arc-runners', chart => clusterScoped(storageClass(chart)))).toEqual({ name: 'nvme' });
  });

  test('is unchanged in a chart without a namespace', () => {
    expect(metadata(undefined, chart => clusterScoped(storageClass(chart)))).toEqual({ name: 'nvme' });
  });
});
