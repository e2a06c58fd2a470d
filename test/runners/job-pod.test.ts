import { ContainerMode, type CachedPrivilegedOptions, type JobPodProps, type RunnerSetProps } from '../../src';
import type { k8s } from '../../src/kubernetes';
import { everyMode, modes } from '../support/modes';
import { findingsOf, synthSet } from '../support/sets';

const hooked = modes.filter(([, { capabilities }]) => capabilities.hook);

function spec(podSpec: Partial<k8s.PodSpec>): k8s.PodTemplateSpec {
  return { spec: { containers: [], ...podSpec } };
}

function refused(jobPod: JobPodProps, props: Partial<RunnerSetProps> = {}): string[] {
  return findingsOf(() => synthSet({ jobPod, ...props }));
}

describe.each(hooked)('the job pods of mode %s', (_, containerMode) => {
  test('have labels in addition to the one by which the hook finds them', () => {
    const { metadata } = synthSet({ containerMode, jobPod: { labels: { team: 'web' } } }).jobPod;
    expect(metadata.labels).toEqual({ 'runner-pod': 'docs-abcde-runner-fghij', team: 'web' });
  });

  test('have annotations', () => {
    const { metadata } = synthSet({
      containerMode,
      jobPod: { annotations: { 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' } },
    }).jobPod;
    expect(metadata.annotations).toEqual({ 'cluster-autoscaler.kubernetes.io/safe-to-evict': 'false' });
  });

  test('get fields from the template that have no prop', () => {
    const template = spec({
      containers: [
        { name: '$job', env: [{ name: 'LANG', value: 'C' }] },
        { name: 'sidecar', image: 'busybox:1' },
      ],
      hostAliases: [{ ip: '10.0.0.1', hostnames: ['mirror'] }],
    });
    const set = synthSet({ containerMode, jobPod: { template } });
    expect(set.job.env).toContainEqual({ name: 'LANG', value: 'C' });
    expect(set.jobPod.spec.hostAliases).toEqual([{ ip: '10.0.0.1', hostnames: ['mirror'] }]);
    expect(set.jobPod.spec.containers.at(-1)).toMatchObject({ name: 'sidecar', image: 'busybox:1' });
  });

  test('get the values of the template instead of those of props', () => {
    const jobPod: JobPodProps = { priorityClassName: 'jobs', template: spec({ priorityClassName: 'urgent' }) };
    expect(synthSet({ containerMode, jobPod }).jobPod.spec.priorityClassName).toBe('urgent');
  });

  test('are created by the hook from the ConfigMap that the runner mounts', () => {
    const set = synthSet({ containerMode, jobPod: { template: spec({ containers: [{ name: '$job', tty: true }] }) } });
    const volume = set.pod.volumes.find(({ name }) => name === 'hook-extension');
    expect(volume).toEqual({ name: 'hook-extension', configMap: { name: set.one('ConfigMap').metadata.name } });
    expect(set.job.tty).toBe(true);
  });

  test('have an extension for each instance', () => {
    const set = synthSet({ containerMode, instances: 2, jobPod: { labels: { team: 'web' } } });
    expect(set.ofKind('ConfigMap').map(({ metadata }) => metadata.name)).toEqual([
      'docs-1-gha-rs-hook-extension',
      'docs-2-gha-rs-hook-extension',
    ]);
  });
});

test.each<[string, JobPodProps]>([
  ['nothing', {}],
  ['labels', { labels: { team: 'web' } }],
])('%s is refused in dind, which has no job pods', (_, jobPod) => {
  expect(refused(jobPod, { containerMode: everyMode.dind })).toEqual([
    'jobPod: does not exist in containerMode dind, where steps run in the runner; set it on the runner set itself',
  ]);
});

describe('a setting with which jobs would fail is refused:', () => {
  test('the label by which a job pod is removed with its runner', () => {
    expect(refused({ labels: { 'runner-pod': 'x' } })).toEqual([
      'jobPod.labels.runner-pod: would break cleanup: the hook finds the job pods of a runner by this label; ' +
        'leave it out',
    ]);
  });

  test('the same label in the template', () => {
    expect(refused({ template: { metadata: { labels: { 'runner-pod': 'x' } } } })).toEqual([
      'jobPod.template.metadata.labels.runner-pod: would break cleanup: the hook finds the job pods of a runner by ' +
        'this label; leave it out',
    ]);
  });

  test.each(['OnFailure', 'Always'])('the restart policy %s', restartPolicy => {
    expect(refused({ template: spec({ restartPolicy }) })).toEqual([
      'jobPod.template.spec.restartPolicy: would restart the job after it ends; leave it out',
    ]);
  });

  test.each(['OnFailure', 'Always'])('the restart policy %s of the job container', restartPolicy => {
    expect(refused({ template: spec({ containers: [{ name: '$job', restartPolicy }] }) })).toEqual([
      'jobPod.template.spec.containers[0].restartPolicy: would restart the job after it ends; leave it out',
    ]);
  });

  test('a misspelled field', () => {
    expect(refused({ template: spec({ hostAlias: [] } as Partial<k8s.PodSpec>) })).toEqual([
      expect.stringMatching(/^jobPod\.template\.spec\.hostAlias: is not a field of spec in the typed API/),
    ]);
  });

  test('init containers that would leave the job without Node.js', () => {
    expect(refused({ template: spec({ initContainers: [{ name: 'warm', image: 'busybox:1' }] }) })).toEqual([
      expect.stringMatching(/^jobPod\.template\.spec\.initContainers: replaces the hook's init container fs-init/),
    ]);
  });

  test('a volume that the hook itself adds', () => {
    expect(refused({ template: spec({ volumes: [{ name: 'work', emptyDir: {} }] }) })).toEqual([
      expect.stringMatching(/^jobPod\.template\.spec\.volumes\[0\]\.name: the hook already has a volume named work/),
    ]);
  });

  test('a command of the job container, which the hook sets', () => {
    expect(refused({ template: spec({ containers: [{ name: '$job', command: ['sh'] }] }) })).toEqual([
      expect.stringMatching(/^jobPod\.template\.spec\.containers\[0\]\.command: replaces the command/),
    ]);
  });

  test('a label whose value Kubernetes refuses', () => {
    expect(refused({ labels: { team: 'the web' } })).toEqual([
      expect.stringMatching(/^jobPod\.labels\.team: .*got "the web"/),
    ]);
  });

  test('a label whose name Kubernetes refuses', () => {
    expect(refused({ labels: { 'my team': 'web' } })).toEqual([
      expect.stringMatching(/^jobPod\.labels.*my team.*: must be a name such as team/),
    ]);
  });
});

describe('the effective job pod', () => {
  const everything: Required<CachedPrivilegedOptions> = {
    privileged: true,
    runAsRoot: true,
    allowPrivilegeEscalation: true,
    capabilities: ['SYS_ADMIN', 'NET_ADMIN'],
    requireJobContainer: true,
    systemdIgnoreChroot: true,
    hostPID: true,
    hostIPC: true,
    hostDev: true,
    hostSys: true,
    hostCgroup: true,
    glibcShims: true,
  };

  test.each<[string, ContainerMode]>([
    ['kubernetes', everyMode.kubernetes],
    ['cached-privileged-kubernetes', everyMode['cached-privileged-kubernetes']],
    ['cached-privileged-kubernetes with every privilege', ContainerMode.cachedPrivileged(everything)],
  ])('of %s', (_, containerMode) => {
    const { jobPod } = synthSet({ containerMode, name: 'workspace' });
    expect(jobPod.metadata.name).toBe('workspace-abcde-runner-fghij-workflow');
    expect(jobPod.spec.restartPolicy).toBe('Never');
    expect(jobPod.spec.containers.map(({ name }) => name)).toEqual(['job']);
    expect(jobPod).toMatchSnapshot();
  });

  test('does not exist if steps run in the runner', () => {
    expect(synthSet({ containerMode: everyMode.dind }).set.scaleSets[0]?.effectiveJobPod()).toBeUndefined();
  });
});
