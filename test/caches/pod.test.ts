import { GitHubAuth } from '../../src/auth/github-auth';
import { bindCache } from '../../src/caches/bind';
import { CacheVolume } from '../../src/caches/cache-volume';
import { DEFAULT_CACHE_ROOT } from '../../src/caches/host-paths';
import { jobCaches, runnerCaches, type OwnedCache } from '../../src/caches/pod';
import { effectiveJobPod } from '../../src/hooks/merge';
import type { HookVersion } from '../../src/hooks/versions';
import { podTemplateToJson, type k8s } from '../../src/kubernetes';
import { ContainerMode } from '../../src/modes/container-mode';
import type { ModeContext } from '../../src/modes/mode';
import { composePod } from '../../src/pod/compose';
import { planScaleSet } from '../../src/runners/plan';

const context: ModeContext = { runnerImage: 'runner:1', kubernetesMinor: 36 };
const dind = ContainerMode.dind();
const kubernetes = ContainerMode.kubernetes();
const privileged = ContainerMode.cachedPrivileged();
const withoutRoot = ContainerMode.cachedPrivileged({ runAsRoot: false });
const onlyJobPods = ContainerMode.cachedPrivileged({ requireJobContainer: true });

function owned(...caches: readonly CacheVolume[]): OwnedCache[] {
  return caches.map((cache, index) => {
    const name = cache.byName && cache.tool ? cache.tool : `cache-${index}`;
    return {
      owner: ['caches', index],
      bound: bindCache(cache, {
        slot: { installation: 'docs', instance: 'docs' },
        instances: 1,
        cacheRoot: DEFAULT_CACHE_ROOT,
        name,
      }),
    };
  });
}

/** Returns a runner pod with caches only. */
function runnerPod(
  mode: ContainerMode,
  caches: readonly CacheVolume[],
  more: Partial<ModeContext> = {},
): Partial<k8s.PodSpec> {
  return composePod(runnerCaches(owned(...caches), mode._mode, { ...context, ...more })).spec ?? {};
}

/** Returns the parts that caches add to job pods, by default in a mode whose jobs run as root. */
function jobPod(
  caches: readonly CacheVolume[],
  hook: HookVersion = '0.8.1',
  mode = hook === '0.7.0' ? kubernetes : privileged,
): Partial<k8s.PodSpec> {
  return composePod(jobCaches(owned(...caches), hook, mode._mode, context)).spec ?? {};
}

/** The mount paths of every container, by its list and name. */
function mounts(pod: Partial<k8s.PodSpec>): Record<string, string[]> {
  return Object.fromEntries(
    (['containers', 'initContainers'] as const).flatMap(list =>
      (pod[list] ?? []).map(({ name, volumeMounts = [] }) => [
        `${list}/${name}`,
        volumeMounts.map(({ mountPath }) => mountPath),
      ]),
    ),
  );
}

const variable = { name: 'DESKRUN_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };

const npm = CacheVolume.named('npm');
const docker = CacheVolume.named('docker');
const scratch = CacheVolume.path({ source: '', target: '/tmp/builds' });
const fresh = CacheVolume.path({ source: '/nvme/fresh', target: '/cache/fresh', perRunner: true });

describe('the caches of steps are mounted', () => {
  test.each([
    ['dind', dind],
    ['cached-privileged-kubernetes', privileged],
  ])('in the runner of %s', (_, mode) => {
    expect(mounts(runnerPod(mode, [npm, scratch]))['containers/runner']).toEqual(['/cache/npm', '/tmp/builds']);
  });

  test.each([
    ['kubernetes', kubernetes],
    ['kubernetes-novolume', ContainerMode.kubernetesNoVolume()],
    ['cached-privileged-kubernetes with requireJobContainer', onlyJobPods],
  ])('not in the runner of %s, where no step runs', (_, mode) => {
    expect(mounts(runnerPod(mode, [npm, scratch]))).not.toHaveProperty('containers/runner');
  });

  test('in the job container of job pods', () => {
    expect(mounts(jobPod([npm, scratch]))).toEqual({ 'containers/$job': ['/cache/npm', '/tmp/builds'] });
  });

  test('with their volumes, the same in the runner and in job pods', () => {
    const volumes = runnerPod(privileged, [npm, scratch]).volumes;
    expect(volumes).toEqual([
      { name: 'cache-npm', hostPath: { path: '/var/lib/deskrun/cache/docs/npm', type: 'DirectoryOrCreate' } },
      { name: 'cache-1', emptyDir: {} },
    ]);
    expect(jobPod([npm, scratch]).volumes).toEqual(volumes);
  });

  test('with the variables of their tools', () => {
    const env = [{ name: 'npm_config_cache', value: '/cache/npm' }];
    expect(runnerPod(dind, [npm]).containers?.[0]?.env).toEqual(env);
    expect(jobPod([npm]).containers?.[0]?.env).toEqual(env);
  });

  test('with variables that have the actual target', () => {
    expect(runnerPod(dind, [CacheVolume.named('npm', { target: '/root/.npm' })]).containers?.[0]?.env).toEqual([
      { name: 'npm_config_cache', value: '/root/.npm' },
    ]);
  });
});

describe('the cache of a Docker daemon is mounted', () => {
  test('in the daemon of dind, a sidecar since Kubernetes 1.29', () => {
    expect(mounts(runnerPod(dind, [docker], { kubernetesMinor: 29 }))).toEqual({
      'initContainers/dind': ['/var/lib/docker'],
    });
  });

  test('in the daemon of dind, a container before Kubernetes 1.29', () => {
    expect(mounts(runnerPod(dind, [docker], { kubernetesMinor: 28 }))).toEqual({
      'containers/dind': ['/var/lib/docker'],
    });
  });

  test('in the runner container when a workflow starts the daemon', () => {
    expect(mounts(runnerPod(privileged, [docker]))).toEqual({ 'containers/runner': ['/var/lib/docker'] });
  });

  test('in job pods only when no step runs in the runner', () => {
    expect(runnerPod(onlyJobPods, [docker])).toEqual({});
    expect(mounts(jobPod([docker]))).toEqual({ 'containers/$job': ['/var/lib/docker'] });
  });

  test('without variables in the daemon container', () => {
    expect(runnerPod(dind, [docker]).initContainers?.[0]).not.toHaveProperty('env');
  });
});

describe('an init container changes the owner of a host path', () => {
  const initNames = (mode: ContainerMode, ...caches: readonly CacheVolume[]) =>
    (runnerPod(mode, caches).initContainers ?? []).map(({ name }) => name).filter(name => name.startsWith('own-'));
  const local = CacheVolume.named('npm', { source: '/nvme/npm', local: { nodes: ['rack-1'], capacity: '1Gi' } });

  test('as root, before the runner starts, and without changing its content', () => {
    expect(runnerPod(dind, [npm]).initContainers).toEqual([
      {
        name: 'own-cache-npm',
        image: 'runner:1',
        command: ['sh', '-c'],
        args: ['chown 1001:1001 /prepared && chmod 2775 /prepared'],
        securityContext: { runAsUser: 0, runAsGroup: 0 },
        volumeMounts: [{ name: 'cache-npm', mountPath: '/prepared' }],
      },
    ]);
  });

  test.each<[string, ContainerMode, CacheVolume]>([
    ['a host path of dind', dind, npm],
    ['a local volume', dind, local],
    ['cached-privileged-kubernetes without root', withoutRoot, npm],
  ])('in case of %s', (_, mode, cache) => {
    expect(initNames(mode, cache)).toEqual(['own-cache-npm']);
  });

  test.each<[string, ContainerMode, CacheVolume]>([
    ['a user who is root', privileged, npm],
    ['an emptyDir', dind, scratch],
    ['a read-only directory', dind, CacheVolume.path({ source: '/nvme/seed', target: '/seed', sharing: 'readOnly' })],
    ['the directory of a Docker daemon, which runs as root', dind, docker],
    ['a directory of the node itself', dind, CacheVolume.named('nix-store')],
    ['a directory that only job pods mount', kubernetes, npm],
  ])('but not in case of %s', (_, mode, cache) => {
    expect(initNames(mode, cache)).toEqual([]);
  });

  test('for each cache', () => {
    expect(initNames(dind, npm, CacheVolume.named('pip'))).toEqual(['own-cache-npm', 'own-cache-pip']);
  });

  test('with the name of the pod when perRunner is set', () => {
    expect(runnerPod(dind, [fresh]).initContainers?.[0]).toMatchObject({
      env: [{ name: 'DESKRUN_POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
      volumeMounts: [{ mountPath: '/prepared', subPathExpr: '$(DESKRUN_POD_NAME)' }],
    });
  });
});

describe('the variable with the name of the pod', () => {
  const another = CacheVolume.path({ source: '/nvme/more', target: '/cache/more', perRunner: true });

  test('is set once in a container that mounts caches with perRunner', () => {
    expect(runnerPod(privileged, [fresh, another]).containers?.[0]?.env).toEqual([variable]);
    expect(jobPod([fresh, another], '0.7.0').containers?.[0]?.env).toEqual([variable]);
  });

  test('is set in the Docker daemon that mounts the directory', () => {
    expect(runnerPod(dind, [CacheVolume.named('docker', { perRunner: true })]).initContainers?.[0]?.env).toEqual([
      variable,
    ]);
  });

  test('is not set without perRunner', () => {
    expect(JSON.stringify([runnerPod(dind, [npm]), jobPod([npm])])).not.toContain(variable.name);
  });

  test('belongs to the first cache that needs it', () => {
    const told = jobCaches(owned(npm, another, fresh), '0.7.0', kubernetes._mode, context).filter(({ template }) =>
      template.spec?.containers?.some(({ env = [] }) => env.some(({ name }) => name === variable.name)),
    );
    expect(told.map(({ owner }) => owner)).toEqual([['caches', 1]]);
  });

  test('is not set in job pods of hook 0.8.1, where the cache is an emptyDir', () => {
    const { volumes, containers } = jobPod([fresh], '0.8.1');
    expect(volumes).toEqual([{ name: 'cache-0', emptyDir: {} }]);
    expect(containers).toEqual([{ name: '$job', volumeMounts: [{ name: 'cache-0', mountPath: '/cache/fresh' }] }]);
  });

  test('is the name of the directory in job pods of hook 0.7.0', () => {
    const { volumes, containers } = jobPod([fresh], '0.7.0');
    expect(volumes).toMatchObject([{ hostPath: { path: '/nvme/fresh' } }]);
    expect(containers?.[0]?.volumeMounts).toMatchObject([{ subPathExpr: '$(DESKRUN_POD_NAME)' }]);
  });

  test('is set in every container of a job pod that mounts such a directory', () => {
    const extension = podTemplateToJson(composePod(jobCaches(owned(fresh), '0.8.1', privileged._mode, context)));
    const { containers } = effectiveJobPod(
      '0.8.1',
      {
        runnerPod: 'docs-a-runner-b',
        runnerImage: 'runner:1',
        workspace: 'docs/docs',
        image: 'node:22',
        services: ['redis:7'],
      },
      extension,
    ).spec;
    const starts = containers.map(({ name, env = [], volumeMounts = [] }) => [
      name,
      volumeMounts.every(({ subPathExpr }) => subPathExpr === undefined) ||
        env.some(({ name: known }) => known === variable.name),
    ]);
    expect(starts).toEqual([
      ['job', true],
      ['redis', true],
    ]);
  });
});

describe('job pods let the user of any image write the caches', () => {
  const noVolume = ContainerMode.kubernetesNoVolume();
  const prepared = ({ initContainers = [] }: Partial<k8s.PodSpec>) => initContainers.map(({ name }) => name);

  test.each([
    ['0.7.0', kubernetes],
    ['0.8.1', noVolume],
  ] as const)('by preparing the directories, on their own node, for hook %s', (hook, mode) => {
    const pod = jobPod([npm, scratch, CacheVolume.named('nix-store')], hook, mode);
    expect(prepared(pod)).toEqual(['own-cache-npm']);
    expect(runnerPod(mode, [npm])).toEqual({});
  });

  test('with a supplemental group, where the hook sets no fsGroup', () => {
    expect(jobPod([npm, docker], '0.7.0').securityContext).toEqual({ supplementalGroups: [1001] });
    expect(jobPod([npm], '0.8.1', noVolume)).not.toHaveProperty('securityContext');
  });

  test('with init containers in the job pod', () => {
    const pod = jobPod([fresh], '0.7.0');
    expect(pod.initContainers).toMatchObject([
      {
        name: 'own-cache-0',
        env: [variable],
        volumeMounts: [{ mountPath: '/prepared', subPathExpr: '$(DESKRUN_POD_NAME)' }],
      },
    ]);
    expect(prepared(jobPod([fresh], '0.8.1', noVolume))).toEqual([]);
  });

  test('but not if jobs run as root, or write to no directory of the node', () => {
    expect(prepared(jobPod([npm], '0.8.1', privileged))).toEqual([]);
    expect(prepared(jobPod([npm], '0.8.1', withoutRoot))).toEqual(['own-cache-npm']);
    const readOnly = CacheVolume.path({ source: '/nvme/seed', target: '/seed', sharing: 'readOnly' });
    expect(jobPod([readOnly, scratch], '0.7.0')).not.toHaveProperty('securityContext');
  });
});

test('without caches, nothing is added', () => {
  expect([runnerCaches([], dind._mode, context), jobCaches([], '0.8.1', privileged._mode, context)]).toEqual([[], []]);
});

test('every contribution has the path of its cache', () => {
  const owners = [
    ...runnerCaches(owned(npm, scratch), dind._mode, context),
    ...jobCaches(owned(npm, scratch), '0.7.0', kubernetes._mode, context),
  ].map(({ owner }) => owner);
  expect(owners).toEqual([
    ['caches', 0],
    ['caches', 0],
    ['caches', 1],
    ['caches', 0],
    ['caches', 1],
    ['caches', 0],
    ['caches', 0],
  ]);
});

test('a variable that the set and a cache both set is refused with both props', () => {
  const props = {
    name: 'docs',
    githubConfigUrl: 'https://github.com/a/b',
    auth: GitHubAuth.fromSecret('github'),
    containerMode: dind,
    env: { npm_config_cache: '/mine' },
    caches: [npm],
  };
  expect(() => planScaleSet(props, { installation: 'docs', instance: 'docs' }, 36)).toThrow(
    /^caches\[0\]: sets env variable "npm_config_cache" of container runner, which env\S* sets too; remove one/,
  );
});
