import { CachedPrivilegedRunnerSet, ContainerMode, DindRunnerSet, type CachedPrivilegedOptions } from '../../src';
import { containerOf, docs, envOf, synthesized, synthSet } from '../support/sets';

const privileged = (options: CachedPrivilegedOptions = {}) =>
  synthSet({ containerMode: ContainerMode.cachedPrivileged(options) });

describe('the image of a job keeps what is its own', () => {
  const mountPaths = (options?: CachedPrivilegedOptions) =>
    privileged(options).job.volumeMounts.map(({ mountPath }) => mountPath as string);

  test('a Debian image keeps its libraries', () => {
    expect(mountPaths().filter(path => path.startsWith('/lib'))).toEqual([]);
  });

  test('an image without a C library is given single files, so that nothing beside them disappears', () => {
    const added = mountPaths({ glibcShims: true }).filter(path => path.startsWith('/lib'));
    expect(added).not.toEqual([]);
    for (const path of added) expect(path).toMatch(/\.so\.\d+$/);
  });

  test.each([false, true])(
    "the runner's Node.js is copied into the job pod by the hook's own means, glibcShims %p",
    glibcShims => {
      const { jobPod } = privileged({ glibcShims });
      expect(containerOf(jobPod.spec, 'fs-init').volumeMounts).toContainEqual({
        name: 'externals',
        mountPath: '/mnt/externals',
      });
    },
  );

  test.each([false, true])('the job may write its workspace, glibcShims %p', glibcShims => {
    const { jobPod } = privileged({ glibcShims });
    expect(jobPod.spec.securityContext).toEqual({ fsGroup: 1001 });
    expect(jobPod.spec.volumes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['externals', 'github', 'work']),
    );
  });
});

describe('a privilege is given where it is needed and nowhere else', () => {
  test('a runner that only makes job pods has none', () => {
    expect(privileged({ requireJobContainer: true }).runner).not.toHaveProperty('securityContext');
  });

  test('a job that names no container is refused where the runner is to have none', () => {
    expect(envOf(privileged({ requireJobContainer: true }).runner).ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER).toBe('true');
  });

  test('a job does not see the processes, memory or devices of the node by default', () => {
    const { spec } = privileged().jobPod;
    expect(spec).not.toHaveProperty('hostPID');
    expect(spec).not.toHaveProperty('hostIPC');
    expect(JSON.stringify(spec.volumes)).not.toContain('hostPath');
  });

  test("Docker can be had without the node's processes, and the node's processes without its devices", () => {
    const { spec } = privileged({ hostPID: true }).jobPod;
    expect(spec.hostPID).toBe(true);
    expect(JSON.stringify(spec)).not.toMatch(/"\/dev"|"\/sys"|"\/proc"|hostIPC/);
  });

  test('capabilities can be few, where nothing is privileged', () => {
    const { job } = privileged({ privileged: false, capabilities: ['SYS_PTRACE'] });
    expect(job.securityContext).toMatchObject({ privileged: false, capabilities: { add: ['SYS_PTRACE'] } });
  });

  test('rights of root on the node can be declined altogether', () => {
    const { job } = privileged({
      privileged: false,
      runAsRoot: false,
      allowPrivilegeEscalation: false,
      capabilities: [],
    });
    expect(job.securityContext).toMatchObject({
      privileged: false,
      runAsNonRoot: true,
      runAsUser: 1001,
      allowPrivilegeEscalation: false,
    });
  });
});

describe('everything that runs can be limited, so that one job does not take the node down', () => {
  const resources = { limits: { memory: '4Gi' } };

  test('the runner and the job', () => {
    const set = synthesized(
      chart => new CachedPrivilegedRunnerSet(chart, 'set', { ...docs, resources, jobPod: { resources } }),
    );
    expect([set.runner.resources, set.job.resources]).toEqual([resources, resources]);
  });

  test('the Docker daemon', () => {
    const set = synthesized(chart => new DindRunnerSet(chart, 'set', { ...docs, dind: { resources } }));
    expect(set.container('dind').resources).toEqual(resources);
  });
});
