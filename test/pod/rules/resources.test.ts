import { amountProblem } from '../../../src/pod/rules/amounts';
import { container, pod, read, rows, runner, volume } from './table';

const resources = (requests: object, limits: object = {}) => ({ resources: { requests, limits } });

describe('requests and limits', () => {
  rows(container, [
    [
      'an unknown resource is refused',
      resources({ cpu: '1', 'example.com/a': '1' }, { 'example.com/a': '1' }),
      resources({ mem: '1Gi' }),
      /\.requests\.mem: must be cpu, memory, .*, hugepages-SIZE or a device such as nvidia\.com\/gpu, got "mem"$/,
    ],
    [
      'a device with upper-case letters in its domain is refused',
      resources({}, { 'nvidia.com/gpu': '1' }),
      resources({}, { 'NVIDIA.com/gpu': '1' }),
      /\.limits\.NVIDIA\.com\/gpu: must be cpu, .* got "NVIDIA\.com\/gpu"$/,
    ],
    [
      'the name of a quota is refused',
      resources({}, { 'a.com/b': '1' }),
      resources({}, { 'requests.a.com/b': '1' }),
      /: must be cpu, memory, .* or a device such as nvidia\.com\/gpu/,
    ],
    [
      'an amount that is not a quantity is refused, with a suggestion',
      resources({ memory: '1.5Gi' }),
      resources({ memory: '1gi' }),
      /\.requests\.memory: must be an amount such as 512Mi or 4Gi, got "1gi"; did you mean 1Gi\?$/,
    ],
    [
      'a negative amount is refused',
      resources({ cpu: '0' }),
      resources({ cpu: '-1' }),
      /\.requests\.cpu: must be an amount such as 2 or 500m, got "-1"$/,
    ],
    [
      'a request greater than its limit is refused',
      resources({ cpu: '1' }, { cpu: '1000m' }),
      resources({ cpu: '1001m' }, { cpu: '1' }),
      /\.requests\.cpu: must be at most the limit \(1\), got 1001m$/,
    ],
    [
      'a device request that differs from its limit is refused',
      resources({ 'a.com/b': '2' }, { 'a.com/b': '2' }),
      resources({ 'a.com/b': '1' }, { 'a.com/b': '2' }),
      /must equal the limit \(2\), because it cannot be overcommitted, got 1; or set limits only$/,
    ],
    [
      'a device request without a limit is refused',
      resources({}, { 'a.com/b': '2' }),
      resources({ 'a.com/b': '2' }),
      /requires the same amount in limits, because it cannot be overcommitted; or set limits only$/,
    ],
    [
      'a fraction of a device is refused',
      resources({}, { 'a.com/b': '2000m' }),
      resources({}, { 'a.com/b': '1500m' }),
      /must be an integer, got 1500m$/,
    ],
    [
      'huge pages that are not a multiple of the page size are refused',
      resources({ cpu: '1' }, { 'hugepages-2Mi': '4Mi' }),
      resources({ cpu: '1' }, { 'hugepages-2Mi': '3Mi' }),
      /must be a multiple of 2Mi, the size of its pages, got 3Mi$/,
    ],
    [
      'huge pages without a size in the name are refused',
      resources({ cpu: '1' }, { 'hugepages-1Gi': '1Gi' }),
      resources({ cpu: '1' }, { 'hugepages-': '1Gi' }),
      /: must be cpu, memory, .* or a device such as nvidia\.com\/gpu/,
    ],
    [
      'huge pages without cpu or memory are refused',
      resources({ memory: '1Gi' }, { 'hugepages-2Mi': '2Mi' }),
      resources({}, { 'hugepages-2Mi': '2Mi' }),
      /\.limits\.hugepages-2Mi: requires an amount of cpu or memory too; add one$/,
    ],
  ]);

  rows(pod, [
    [
      'a claim that the pod does not have is refused',
      {
        resourceClaims: [{ name: 'a', resourceClaimName: 'x' }],
        containers: [{ ...runner, resources: { claims: [{ name: 'a' }] } }],
      },
      {
        resourceClaims: [{ name: 'a', resourceClaimName: 'x' }],
        containers: [{ ...runner, resources: { claims: [{ name: 'b' }] } }],
      },
      /\.claims\[0\]\.name: must be the name of one of the pod's resourceClaims, got "b"; add it there$/,
    ],
    [
      'the same claim twice is refused',
      {
        resourceClaims: [{ name: 'a', resourceClaimName: 'x' }],
        containers: [
          {
            ...runner,
            resources: {
              claims: [
                { name: 'a', request: 'r' },
                { name: 'a', request: 's' },
              ],
            },
          },
        ],
      },
      {
        resourceClaims: [{ name: 'a', resourceClaimName: 'x' }],
        containers: [{ ...runner, resources: { claims: [{ name: 'a', request: 'r' }, { name: 'a' }] } }],
      },
      /\.claims\[1\]: duplicate claim "a"; remove one$/,
    ],
    [
      'overhead without runtimeClassName is refused',
      { runtimeClassName: 'kata', overhead: { cpu: '250m' } },
      { overhead: { cpu: '250m' } },
      /^spec\.overhead: comes from a RuntimeClass, and runtimeClassName is not set; leave it out$/,
    ],
    [
      'overhead of less than a byte is refused',
      { runtimeClassName: 'kata', overhead: { memory: '160Mi' } },
      { runtimeClassName: 'kata', overhead: { memory: '160m' } },
      /^spec\.overhead\.memory: is 0\.16 bytes, because m means thousandths; did you mean 160Mi\?$/,
    ],
  ]);

  test('every invalid amount is reported, and the other amounts are compared', () => {
    expect(read(container(resources({ cpu: 'x', memory: '8Gi' }, { cpu: 'y', memory: '4Gi' })))).toEqual([
      expect.stringMatching(/requests\.cpu: .*"x"$/),
      expect.stringMatching(/limits\.cpu: .*"y"$/),
      expect.stringMatching(/requests\.memory: must be at most the limit/),
    ]);
  });
});

describe('an amount that is certainly a mistake', () => {
  test.each([
    ['memory', '512m', 'is 0.512 bytes, because m means thousandths; did you mean 512Mi?'],
    ['memory', '4096', 'is 4096 bytes; did you mean 4Gi?'],
    ['memory', '512', 'is 512 bytes; did you mean 512Mi?'],
    ['memory', '8', 'is 8 bytes; did you mean 8Gi?'],
    ['memory', '512k', 'is 512000 bytes; did you mean 512Mi?'],
    ['memory', '512Ki', 'is 524288 bytes; did you mean 512Mi?'],
    ['memory', 4, 'is 4 bytes; did you mean 4Gi?'],
    ['memory', '4gi', 'must be an amount such as 512Mi or 4Gi, got "4gi"; did you mean 4Gi?'],
    ['memory', '512mb', 'must be an amount such as 512Mi or 4Gi, got "512mb"; did you mean 512Mi?'],
    ['memory', '4 GiB', 'must be an amount such as 512Mi or 4Gi, got "4 GiB"; did you mean 4Gi?'],
    ['ephemeral-storage', '10m', 'is 0.01 bytes, because m means thousandths; did you mean 10Mi?'],
    ['ephemeral-storage', '20', 'is 20 bytes; did you mean 20Gi?'],
    ['storage', '100', 'is 100 bytes; did you mean 100Gi?'],
    ['storage', '100g', 'must be an amount such as 20Gi, got "100g"; did you mean 100Gi?'],
    ['hugepages-2Mi', '512m', 'is 0.512 bytes, because m means thousandths; did you mean 512Mi?'],
    ['cpu', '500', 'is 500 CPUs; did you mean 500m? If not, write 500000m'],
    ['cpu', '250', 'is 250 CPUs; did you mean 250m? If not, write 250000m'],
    ['cpu', '100', 'is 100 CPUs; did you mean 100m? If not, write 100000m'],
    ['cpu', '1500', 'is 1500 CPUs; did you mean 1500m? If not, write 1500000m'],
    ['cpu', '4Gi', 'must be a number of CPUs such as 2 or 500m, got "4Gi"'],
    ['cpu', '2 cores', 'must be an amount such as 2 or 500m, got "2 cores"; did you mean 2?'],
    ['cpu', '500u', 'must be at least 1m (a thousandth of a CPU), got "500u"'],
  ])('%s %s is refused', (resource, amount, message) => {
    expect(amountProblem(resource, amount)).toBe(message);
  });

  test.each([
    ['memory', '0'],
    ['memory', '1Mi'],
    ['memory', '1.5Gi'],
    ['memory', '4294967296'],
    ['memory', '380258472960m'],
    ['memory', '1e9'],
    ['memory', '64M'],
    ['ephemeral-storage', '64Ki'],
    ['ephemeral-storage', '500k'],
    ['storage', '1Ti'],
    ['cpu', '0.5'],
    ['cpu', '1m'],
    ['cpu', '64'],
    ['cpu', '128'],
    ['cpu', '192'],
    ['cpu', '384'],
    ['cpu', '500000m'],
    ['nvidia.com/gpu', '500'],
  ])('%s %s is accepted', (resource, amount) => {
    expect(amountProblem(resource, amount)).toBeUndefined();
  });

  rows(volume, [
    [
      'the sizeLimit of an emptyDir is checked too',
      { emptyDir: { sizeLimit: '64Ki' } },
      { emptyDir: { sizeLimit: '512m' } },
      /^spec\.volumes\[0\]\.emptyDir\.sizeLimit: is 0\.512 bytes.*did you mean 512Mi\?$/,
    ],
  ]);
});
