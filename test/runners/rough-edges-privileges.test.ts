import { CachedPrivilegedRunnerSet, ContainerMode, DindRunnerSet, type CachedPrivilegedOptions } from '../../src';
import { containerOf, docs, envOf, synthesized, synthSet } from '../support/sets';

const privileged = (options: CachedPrivilegedOptions = {}) =>
  synthSet({ containerMode: ContainerMode.cachedPrivileged(options) });

describe('a job image keeps its own files', () => {
  const mountPaths = (options?: CachedPrivilegedOptions) =>
    privileged(options).job.volumeMounts.map(({ mountPath }) => mountPath as string);

  test('a Debian image keeps its libraries', () => {
    expect(mountPaths().filter(path => path.startsWith('/lib'))).toEqual([]);
  });

  test('an image without a C library gets single files, so that its other files are kept', () => {
    const added = mountPaths({ glibcShims: true }).filter(path => path.startsWith('/lib'));
    expect(added).not.toEqual([]);
    for (const path of added) expect(path).toMatch(/\.so\.\d+$/);
  });

  test.each([false, true])(
    'the hook copies the Node.js of the runner into the job pod, with glibcShims %p',
    glibcShims => {
      const { jobPod } = privileged({ glibcShims });
      expect(containerOf(jobPod.spec, 'fs-init').volumeMounts).toContainEqual({
        name: 'externals',
        mountPath: '/mnt/externals',
      });
    },
  );

  test.each([false, true])('the job can write its workspace, with glibcShims %p', glibcShims => {
    const { jobPod } = privileged({ glibcShims });
    expect(jobPod.spec.securityContext).toEqual({ fsGroup: 1001 });
    expect(jobPod.spec.volumes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['externals', 'github', 'work']),
    );
  });
});

describe('a privilege is given only where it is needed', () => {
  test('a runner that only creates job pods has no privileges', () => {
    expect(privileged({ requireJobContainer: true }).runner).not.toHaveProperty('securityContext');
  });

  test('with requireJobContainer, a job without container is refused', () => {
    expect(envOf(privileged({ requireJobContainer: true }).runner).ACTIONS_RUNNER_REQUIRE_JOB_CONTAINER).toBe('true');
  });

  test('a job does not see the processes, memory or devices of the node by default', () => {
    const { spec } = privileged().jobPod;
    expect(spec).not.toHaveProperty('hostPID');
    expect(spec).not.toHaveProperty('hostIPC');
    expect(JSON.stringify(spec.volumes)).not.toContain('hostPath');
  });

  test('privileged, hostPID and hostDev are independent of each other', () => {
    const { spec } = privileged({ hostPID: true }).jobPod;
    expect(spec.hostPID).toBe(true);
    expect(JSON.stringify(spec)).not.toMatch(/"\/dev"|"\/sys"|"\/proc"|hostIPC/);
  });

  test('without privileged, single capabilities can be given', () => {
    const { job } = privileged({ privileged: false, capabilities: ['SYS_PTRACE'] });
    expect(job.securityContext).toMatchObject({ privileged: false, capabilities: { add: ['SYS_PTRACE'] } });
  });

  test('all root permissions on the node can be declined', () => {
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

describe('every container can have resource limits', () => {
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
