import { Size } from 'cdk8s';
import { ContainerMode, GitHubAuth, NvmeCacheVolume, RunnerSet, type RunnerSetProps } from '../../src';
import { docs, findingsOf, runnerChart, synthSet } from '../support/sets';

/** The manifests of a set with these props and the required ones. */
const manifests = (props: Partial<RunnerSetProps>) => synthSet(props).manifests;
const refusal = (props: Partial<RunnerSetProps>) =>
  findingsOf(() => new RunnerSet(runnerChart(), 'set', { ...docs, containerMode: 'dind', ...props }));

describe('the keys of deskrun.yaml have the same effect as classes', () => {
  test.each<[string, Partial<RunnerSetProps>, Partial<RunnerSetProps>]>([
    ['repository', { githubConfigUrl: undefined, repository: docs.githubConfigUrl }, {}],
    ['auth', { auth: { secret: 'other', revision: '2' } }, { auth: GitHubAuth.fromSecret('other', { revision: '2' }) }],
    ['a cache by its name', { caches: ['npm'] }, { caches: [NvmeCacheVolume.named('npm')] }],
    [
      'a cache with options',
      { caches: [{ name: 'npm', source: '/nvme/npm' }] },
      { caches: [NvmeCacheVolume.named('npm', { source: '/nvme/npm' })] },
    ],
    [
      'cachePaths',
      { cachePaths: [{ source: '/nvme/npm', target: '/root/.npm' }] },
      { caches: [NvmeCacheVolume.path({ source: '/nvme/npm', target: '/root/.npm' })] },
    ],
    ['a mode', { containerMode: 'dind' }, { containerMode: ContainerMode.dind() }],
    [
      'the options of dind',
      { containerMode: 'dind', dind: { image: 'docker:28-dind' } },
      { containerMode: ContainerMode.dind({ image: 'docker:28-dind' }) },
    ],
    [
      'the options of kubernetes',
      { containerMode: 'kubernetes', workVolumeClaim: { storage: '20Gi' } },
      { containerMode: ContainerMode.kubernetes({ workVolumeClaim: { storage: '20Gi' } }) },
    ],
    [
      'the options of cached-privileged-kubernetes',
      { containerMode: 'cached-privileged-kubernetes', privileges: { hostPID: true } },
      { containerMode: ContainerMode.cachedPrivileged({ hostPID: true }) },
    ],
    ['numbers', { resources: { requests: { cpu: 2 } } }, { resources: { requests: { cpu: '2' } } }],
  ])('%s', (_, words, classes) => {
    expect(manifests(words)).toEqual(manifests(classes));
  });
});

describe('sizes', () => {
  test.each<[string, Partial<RunnerSetProps>, Partial<RunnerSetProps>]>([
    [
      'resources',
      { resources: { limits: { memory: Size.gibibytes(4) } } },
      { resources: { limits: { memory: '4Gi' } } },
    ],
    [
      'resources of job pods',
      { jobPod: { resources: { requests: { memory: Size.mebibytes(512) } } } },
      { jobPod: { resources: { requests: { memory: '512Mi' } } } },
    ],
    [
      'resources of the daemon',
      { containerMode: 'dind', dind: { resources: { limits: { memory: Size.gibibytes(2) } } } },
      { containerMode: 'dind', dind: { resources: { limits: { memory: '2Gi' } } } },
    ],
    [
      'the work volume',
      { containerMode: 'kubernetes', workVolumeClaim: { storage: Size.gibibytes(20) } },
      { containerMode: 'kubernetes', workVolumeClaim: { storage: '20Gi' } },
    ],
    [
      'an emptyDir',
      { cachePaths: [{ source: '', target: '/opt/tmp', sizeLimit: Size.gibibytes(1) }] },
      { cachePaths: [{ source: '', target: '/opt/tmp', sizeLimit: '1Gi' }] },
    ],
    [
      'a local volume',
      { caches: [{ name: 'npm', source: '/nvme/npm', local: { nodes: ['a'], capacity: Size.gibibytes(9) } }] },
      { caches: [{ name: 'npm', source: '/nvme/npm', local: { nodes: ['a'], capacity: '9Gi' } }] },
    ],
  ])('%s', (_, sizes, texts) => {
    expect(manifests(sizes)).toEqual(manifests(texts));
  });
});

describe('a refused value', () => {
  test('a missing URL', () => {
    expect(refusal({ githubConfigUrl: undefined })).toEqual([
      'repository: is required: the URL of the repository, organization or enterprise',
    ]);
  });

  test('two URLs', () => {
    expect(refusal({ repository: 'https://github.com/rubionic/web' })).toEqual([
      'githubConfigUrl: is another name for repository; remove one',
    ]);
  });

  test('an invalid URL, at the prop that has it', () => {
    expect(refusal({ githubConfigUrl: undefined, repository: 'rubionic' })).toEqual([
      expect.stringMatching(/^repository: must be a URL such as /),
    ]);
  });

  test('options of another mode', () => {
    expect(refusal({ workVolumeClaim: { storage: '20Gi' } })).toEqual([
      'workVolumeClaim: is for containerMode kubernetes only, and containerMode is dind; remove it',
    ]);
  });

  test('options in addition to a mode with its own options', () => {
    expect(refusal({ containerMode: ContainerMode.dind(), dind: {} })).toEqual([
      "dind: is for containerMode: 'dind'; pass the options to the ContainerMode instead",
    ]);
  });

  test('caches, each at its position', () => {
    expect(
      refusal({
        caches: ['npm', { name: 'pip', target: 'pip' }, NvmeCacheVolume.named('npm')],
        cachePaths: [{ target: '/etc/hooks' }],
      }),
    ).toEqual([
      'caches[1].target: must be an absolute path, got "pip"',
      'cachePaths[0].target: cannot be mounted over: the hook extension is mounted there',
      'caches[2]: duplicate cache npm, also at caches[0]; remove one',
    ]);
  });

  test.each<[object, string]>([
    [{ caches: ['npmm'] }, 'caches[0]: must be one of npm, pnpm, yarn'],
    [{ caches: ['npmm'] }, 'did you mean npm?'],
    [
      { cachePaths: ['/root/.npm'] },
      `cachePaths[0]: must be an object, got "/root/.npm"; write { target: '/root/.npm' }`,
    ],
    [{ auth: 'github' }, `write GitHubAuth.fromSecret('github') or { secret: 'github' }`],
    [{ auth: { secrt: 'github' } }, 'auth.secrt: unknown key; did you mean secret?'],
    [{ auth: { secret: 'No' } }, 'auth.secret: must be the name of a Secret'],
    [{ containerMode: 'dindd' }, 'did you mean dind?'],
    [{ resources: { limits: { memory: true } } }, 'resources.limits.memory: must be a string or a number or a Size'],
  ])('%j', (props, message) => {
    expect(refusal(props).join('\n')).toContain(message);
  });

  test('a token, which is not quoted', () => {
    const token = `ghp_${'x'.repeat(36)}`;
    const auth = token as unknown as GitHubAuth;
    expect(() => new RunnerSet(runnerChart(), 'set', { ...docs, containerMode: 'dind', auth })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(token) as string }),
    );
  });
});
