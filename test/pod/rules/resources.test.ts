import { amountProblem } from '../../../src/pod/rules/amounts';
import { container, pod, read, rows, runner, volume } from './table';

const resources = (requests: object, limits: object = {}) => ({ resources: { requests, limits } });

describe('requests and limits', () => {
  rows(container, [
    [
      'are of what a container has',
      resources({ cpu: '1', 'example.com/a': '1' }, { 'example.com/a': '1' }),
      resources({ mem: '1Gi' }),
      /^spec\.containers\[0\]\.resources\.requests\.mem: "mem" is no resource of a container/,
    ],
    [
      'are of named devices',
      resources({}, { 'nvidia.com/gpu': '1' }),
      resources({}, { 'NVIDIA.com/gpu': '1' }),
      /\["?limits\.?.*is no resource|limits.*is no resource/,
    ],
    [
      'are no quota',
      resources({}, { 'a.com/b': '1' }),
      resources({}, { 'requests.a.com/b': '1' }),
      /is no resource of a container/,
    ],
    [
      'are amounts',
      resources({ memory: '1.5Gi' }),
      resources({ memory: '1gi' }),
      /\.requests\.memory: must be an amount such as 512Mi or 4Gi, got "1gi"; did you mean 1Gi\?$/,
    ],
    [
      'are not negative',
      resources({ cpu: '0' }),
      resources({ cpu: '-1' }),
      /\.requests\.cpu: must be an amount such as 2 or 500m, got "-1"$/,
    ],
    [
      'fit each other',
      resources({ cpu: '1' }, { cpu: '1000m' }),
      resources({ cpu: '1001m' }, { cpu: '1' }),
      /\.requests\.cpu: must be at most the limit \(1\), got 1001m$/,
    ],
    [
      'of devices are the same',
      resources({ 'a.com/b': '2' }, { 'a.com/b': '2' }),
      resources({ 'a.com/b': '1' }, { 'a.com/b': '2' }),
      /must be the limit \(2\), since it cannot be shared, got 1; limits alone will do$/,
    ],
    [
      'of devices are limits',
      resources({}, { 'a.com/b': '2' }),
      resources({ 'a.com/b': '2' }),
      /needs the same amount in limits/,
    ],
    [
      'of devices are whole',
      resources({}, { 'a.com/b': '2000m' }),
      resources({}, { 'a.com/b': '1500m' }),
      /must be a whole number of devices, got 1500m$/,
    ],
    [
      'of huge pages are whole pages',
      resources({ cpu: '1' }, { 'hugepages-2Mi': '4Mi' }),
      resources({ cpu: '1' }, { 'hugepages-2Mi': '3Mi' }),
      /must be a multiple of 2Mi, the size of its pages, got 3Mi$/,
    ],
    [
      'of huge pages have a size',
      resources({ cpu: '1' }, { 'hugepages-1Gi': '1Gi' }),
      resources({ cpu: '1' }, { 'hugepages-': '1Gi' }),
      /is no resource of a container/,
    ],
    [
      'of huge pages stand beside others',
      resources({ memory: '1Gi' }, { 'hugepages-2Mi': '2Mi' }),
      resources({}, { 'hugepages-2Mi': '2Mi' }),
      /\.limits\.hugepages-2Mi: needs an amount of cpu or memory beside it$/,
    ],
  ]);

  rows(pod, [
    [
      'use claims of the pod',
      {
        resourceClaims: [{ name: 'a', resourceClaimName: 'x' }],
        containers: [{ ...runner, resources: { claims: [{ name: 'a' }] } }],
      },
      {
        resourceClaims: [{ name: 'a', resourceClaimName: 'x' }],
        containers: [{ ...runner, resources: { claims: [{ name: 'b' }] } }],
      },
      /\.claims\[0\]\.name: must be the name of one of resourceClaims of the pod, got "b"; add it there$/,
    ],
    [
      'use a claim once',
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
      'of a runtime need the runtime',
      { runtimeClassName: 'kata', overhead: { cpu: '250m' } },
      { overhead: { cpu: '250m' } },
      /^spec\.overhead: is what a RuntimeClass says of itself/,
    ],
    [
      'of a runtime are amounts',
      { runtimeClassName: 'kata', overhead: { memory: '160Mi' } },
      { runtimeClassName: 'kata', overhead: { memory: '160m' } },
      /^spec\.overhead\.memory: is 0\.16 bytes, since m is a thousandth; did you mean 160Mi\?$/,
    ],
  ]);

  test('each amount that is none is told, and the others are compared', () => {
    expect(read(container(resources({ cpu: 'x', memory: '8Gi' }, { cpu: 'y', memory: '4Gi' })))).toEqual([
      expect.stringMatching(/requests\.cpu: .*"x"$/),
      expect.stringMatching(/limits\.cpu: .*"y"$/),
      expect.stringMatching(/requests\.memory: must be at most the limit/),
    ]);
  });
});

describe('an amount that is surely meant otherwise', () => {
  test.each([
    ['memory', '512m', 'is 0.512 bytes, since m is a thousandth; did you mean 512Mi?'],
    ['memory', '4096', 'is 4096 bytes; did you mean 4Gi?'],
    ['memory', '512', 'is 512 bytes; did you mean 512Mi?'],
    ['memory', '8', 'is 8 bytes; did you mean 8Gi?'],
    ['memory', '512k', 'is 512000 bytes; did you mean 512Mi?'],
    ['memory', '512Ki', 'is 524288 bytes; did you mean 512Mi?'],
    ['memory', 4, 'is 4 bytes; did you mean 4Gi?'],
    ['memory', '4gi', 'must be an amount such as 512Mi or 4Gi, got "4gi"; did you mean 4Gi?'],
    ['memory', '512mb', 'must be an amount such as 512Mi or 4Gi, got "512mb"; did you mean 512Mi?'],
    ['memory', '4 GiB', 'must be an amount such as 512Mi or 4Gi, got "4 GiB"; did you mean 4Gi?'],
    ['ephemeral-storage', '10m', 'is 0.01 bytes, since m is a thousandth; did you mean 10Mi?'],
    ['ephemeral-storage', '20', 'is 20 bytes; did you mean 20Gi?'],
    ['storage', '100', 'is 100 bytes; did you mean 100Gi?'],
    ['storage', '100g', 'must be an amount such as 20Gi, got "100g"; did you mean 100Gi?'],
    ['hugepages-2Mi', '512m', 'is 0.512 bytes, since m is a thousandth; did you mean 512Mi?'],
    ['cpu', '500', 'is 500 whole CPUs; did you mean 500m? If not, write 500000m'],
    ['cpu', '250', 'is 250 whole CPUs; did you mean 250m? If not, write 250000m'],
    ['cpu', '100', 'is 100 whole CPUs; did you mean 100m? If not, write 100000m'],
    ['cpu', '1500', 'is 1500 whole CPUs; did you mean 1500m? If not, write 1500000m'],
    ['cpu', '4Gi', 'must be a number of CPUs such as 2 or 500m, got "4Gi"'],
    ['cpu', '2 cores', 'must be an amount such as 2 or 500m, got "2 cores"; did you mean 2?'],
    ['cpu', '500u', 'is less than 1m, a thousandth of a CPU, and the least there is; got "500u"'],
  ])('%s: %s', (resource, amount, message) => {
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
  ])('is not %s: %s', (resource, amount) => {
    expect(amountProblem(resource, amount)).toBeUndefined();
  });

  rows(volume, [
    [
      'in an emptyDir',
      { emptyDir: { sizeLimit: '64Ki' } },
      { emptyDir: { sizeLimit: '512m' } },
      /^spec\.volumes\[0\]\.emptyDir\.sizeLimit: is 0\.512 bytes.*did you mean 512Mi\?$/,
    ],
  ]);
});
