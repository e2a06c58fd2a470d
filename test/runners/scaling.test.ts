import { ContainerMode, NvmeCacheVolume, type RunnerSetProps } from '../../src';
import { noticesOf } from '../../src/app/notices';
import { modes } from '../support/modes';
import { findingsOf, synthSet } from '../support/sets';

const withDocker: Partial<RunnerSetProps> = {
  containerMode: ContainerMode.cachedPrivileged(),
  caches: [NvmeCacheVolume.docker()],
};

function scaling(props: Partial<RunnerSetProps>): [min: number, max: number][] {
  return synthSet(props)
    .ofKind('AutoscalingRunnerSet')
    .map(({ spec }) => [spec.minRunners, spec.maxRunners]);
}

test.each(modes)(
  'minRunners and maxRunners are always written in mode %s, since ARC has no limit without maxRunners',
  (_, containerMode) => {
    expect(scaling({ containerMode })).toEqual([[0, 5]]);
  },
);

describe('minRunners and maxRunners', () => {
  test.each<[string, Partial<RunnerSetProps>, [number, number]]>([
    ['are written as given', { minRunners: 2, maxRunners: 8 }, [2, 8]],
    ['may be equal', { minRunners: 3, maxRunners: 3 }, [3, 3]],
    ['may be 0, which disables the set', { maxRunners: 0 }, [0, 0]],
    ['may be as high as ARC can store', { maxRunners: 2147483647 }, [0, 2147483647]],
    ['maxRunners is at least minRunners by default', { minRunners: 9 }, [9, 9]],
    ['minRunners is 0 by default', { maxRunners: 1 }, [0, 1]],
  ])('%s', (_, props, expected) => {
    expect(scaling(props)).toEqual([expected]);
  });
});

describe('the default of maxRunners is 1', () => {
  test('for each of several instances', () => {
    expect(scaling({ instances: 3 })).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  test('with an exclusive cache', () => {
    expect(scaling(withDocker)).toEqual([[0, 1]]);
  });

  test('for instances, unless maxRunners is given', () => {
    expect(scaling({ instances: 2, maxRunners: 4 })).toEqual([
      [0, 4],
      [0, 4],
    ]);
  });

  test.each<[string, NvmeCacheVolume | ReturnType<typeof NvmeCacheVolume.docker>]>([
    ['has perRunner', NvmeCacheVolume.docker({ perRunner: true })],
    ['is an emptyDir', NvmeCacheVolume.docker({ source: '' })],
    ['is shared', NvmeCacheVolume.named('npm')],
    ['is read-only', NvmeCacheVolume.nixStore()],
  ])('but not with a cache that %s', (_, cache) => {
    expect(scaling({ ...withDocker, caches: [cache] })).toEqual([[0, 5]]);
  });

  test('so that minRunners cannot be higher with such a cache', () => {
    expect(findingsOf(() => synthSet({ ...withDocker, minRunners: 3 }))).toEqual([
      expect.stringContaining('caches[0]: /var/lib/docker can be used by one runner at a time, but minRunners is 3'),
    ]);
  });

  test('for instances, unless minRunners is higher', () => {
    expect(scaling({ instances: 2, minRunners: 3 })).toEqual([
      [3, 3],
      [3, 3],
    ]);
  });
});

describe('the notice about the default of 1', () => {
  const notices = (props: Partial<RunnerSetProps>) => noticesOf(synthSet(props).set.node.root);

  test('names the cache and how to have more runners', () => {
    expect(notices(withDocker)).toEqual([
      '[runners/set] maxRunners is 1: /var/lib/docker can be used by one runner at a time; set instances for ' +
        'more runners',
    ]);
  });

  test('names every such cache', () => {
    expect(
      notices({
        ...withDocker,
        caches: [NvmeCacheVolume.docker(), NvmeCacheVolume.named('npm'), NvmeCacheVolume.named('gradle')],
      }),
    ).toEqual([expect.stringContaining('/var/lib/docker, /cache/gradle can be used by one runner at a time')]);
  });

  test.each<[string, Partial<RunnerSetProps>]>([
    ['with maxRunners: 1', { ...withDocker, maxRunners: 1 }],
    ['with several instances', { ...withDocker, instances: 2 }],
    ['without an exclusive cache', {}],
  ])('is not given %s', (_, props) => {
    expect(notices(props)).toEqual([]);
  });
});

describe('invalid numbers are refused:', () => {
  test.each(['minRunners', 'maxRunners'] as const)('%s that is not an integer of at least 0', prop => {
    for (const value of [-1, 1.5, NaN, Infinity, 2147483648]) {
      expect(findingsOf(() => synthSet({ [prop]: value }))).toEqual([
        `${prop}: must be a whole number from 0 to 2147483647, got ${value}`,
      ]);
    }
  });

  test('minRunners greater than maxRunners', () => {
    expect(findingsOf(() => synthSet({ minRunners: 3, maxRunners: 2 }))).toEqual([
      'maxRunners: must be at least minRunners (3), got 2',
    ]);
  });

  test.each([0, -1, 1.5, NaN, 1001])('%d instances', instances => {
    expect(findingsOf(() => synthSet({ instances }))).toEqual([
      `instances: must be a whole number from 1 to 1000, got ${instances}`,
    ]);
  });
});

describe('more than one runner with an exclusive cache', () => {
  const ways = [
    'caches[0]: /var/lib/docker can be used by one runner at a time, but maxRunners is 3',
    'a second Docker daemon on the directory does not start, and its jobs have no Docker (moby#42336)',
    'choose: instances: 3, maxRunners: 1 (3 sets of one runner, a directory each)',
    'perRunner: true on this cache (a fresh directory a pod)',
    'a registry mirror or one BuildKit daemon a node',
  ];

  test.each(ways)('is refused with %j', part => {
    expect(findingsOf(() => synthSet({ ...withDocker, maxRunners: 3 }))).toEqual([expect.stringContaining(part)]);
  });

  test('is refused in each of several instances too', () => {
    expect(findingsOf(() => synthSet({ ...withDocker, instances: 2, maxRunners: 3 }))).toEqual([
      expect.stringContaining('maxRunners is 3'),
    ]);
  });

  test('is accepted after the first remedy', () => {
    expect(scaling({ ...withDocker, instances: 3, maxRunners: 1 })).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });

  test('is accepted after the second remedy', () => {
    expect(scaling({ ...withDocker, maxRunners: 3, caches: [NvmeCacheVolume.docker({ perRunner: true })] })).toEqual([
      [0, 3],
    ]);
  });
});

describe('a set with maxRunners: 0', () => {
  const notices = (props: Partial<RunnerSetProps>) => noticesOf(synthSet(props).set.node.root);

  test('gives a notice', () => {
    expect(notices({ maxRunners: 0 })).toEqual([
      '[runners/set] maxRunners is 0: jobs stay queued, and none starts until it is raised',
    ]);
  });

  test('gives no notice with maxRunners: 1', () => {
    expect(notices({ maxRunners: 1 })).toEqual([]);
  });
});

describe('an official runner image', () => {
  const notices = (runnerImage: string) => noticesOf(synthSet({ runnerImage }).set.node.root);

  test.each(['2.335.0', '2.300.0', '2.335.1@sha256:'.padEnd(79, '0')])('%s is old, with a notice', tag => {
    expect(notices(`ghcr.io/actions/actions-runner:${tag}`)).toEqual([
      expect.stringMatching(
        /^\[runners\/set\] runnerImage: .* is \d+ releases old, and GitHub refuses a runner about 30 days/,
      ),
    ]);
  });

  test.each([
    'ghcr.io/actions/actions-runner:2.336.0',
    'ghcr.io/actions/actions-runner:2.400.0',
    'ghcr.io/actions/actions-runner:latest',
    'example.com/runner:2.300.0',
  ])('%s is not known to be old', image => {
    expect(notices(image)).toEqual([]);
  });
});
