import { baseJobPod, type JobContainer, type JobPod, type JobRequest } from '../../src/hooks/job-pod';
import { effectiveJobPod, type HookExtension } from '../../src/hooks/merge';

const job: JobRequest = {
  runnerPod: 'docs-abcde-runner-fghij',
  runnerImage: 'runner:1',
  workspace: 'docs/docs',
  image: 'node:22',
  services: ['redis:7', 'postgres:17'],
};
const spec = (fields: Readonly<Record<string, unknown>>): HookExtension => ({ spec: fields });
const container = (name: string, fields: Readonly<Record<string, unknown>> = {}): HookExtension =>
  spec({ containers: [{ name, ...fields }] });

describe.each(['0.7.0', '0.8.1'] as const)('hook %s', version => {
  const base = baseJobPod(version, job);
  const merge = (extension: HookExtension): JobPod => effectiveJobPod(version, job, extension);
  const containerOf = (pod: JobPod, name: string) =>
    pod.spec.containers.find(other => other.name === name) as JobContainer;
  const merged = (fields: Readonly<Record<string, unknown>>, name = 'job') =>
    containerOf(merge(container(`$${name}`, fields)), name);

  test.each<[string, HookExtension]>([
    ['nothing', {}],
    ['an empty spec', { spec: {} }],
    ['empty lists', spec({ containers: [], volumes: [] })],
    ['empty metadata', { metadata: { labels: {} } }],
  ])('changes nothing for %s', (_, extension) => {
    expect(merge(extension)).toEqual(base);
  });

  test('merges labels over its own', () => {
    expect(merge({ metadata: { labels: { team: 'a', 'runner-pod': 'mine' } } }).metadata.labels).toEqual({
      team: 'a',
      'runner-pod': 'mine',
    });
    expect(merge({ metadata: { labels: { team: 'a' } } }).metadata.labels).toEqual({
      ...base.metadata.labels,
      team: 'a',
    });
  });

  test('sets annotations', () => {
    expect(merge({ metadata: { annotations: { note: 'a' } } }).metadata.annotations).toEqual({ note: 'a' });
  });

  test('ignores every other part of the metadata', () => {
    const metadata: object = { name: 'mine', namespace: 'mine', finalizers: ['mine'] };
    expect(merge({ metadata }).metadata).toEqual(base.metadata);
  });

  test('appends volumes to its own, also with a name that exists already', () => {
    const volumes = [
      { name: 'cache', emptyDir: {} },
      { name: 'work', emptyDir: {} },
    ];
    expect(merge(spec({ volumes })).spec.volumes).toEqual([...base.spec.volumes, ...volumes]);
  });

  test('replaces its volumes with null', () => {
    expect(merge(spec({ volumes: null })).spec.volumes).toBeNull();
  });

  test.each(['volumeMounts', 'ports'])('replaces its %s with null', key => {
    expect(merged({ [key]: null })[key]).toBeNull();
  });

  test('ignores fields that are undefined', () => {
    expect(merge(spec({ containers: undefined, volumes: undefined }))).toEqual(base);
    expect(merged({ env: undefined, ports: undefined })).toEqual(containerOf(base, 'job'));
  });

  test.each<[string, unknown]>([
    ['initContainers', [{ name: 'mine', image: 'mine:1' }]],
    ['securityContext', { runAsUser: 0 }],
    ['imagePullSecrets', [{ name: 'registry' }]],
    ['restartPolicy', 'Always'],
    ['nodeName', 'rack-1'],
    ['affinity', { nodeAffinity: {} }],
    ['hostPID', true],
    ['tolerations', [{ key: 'ci' }]],
  ])('replaces its own %s', (key, value) => {
    expect(merge(spec({ [key]: value })).spec).toEqual({ ...base.spec, [key]: value });
  });

  test('appends a container without $ to its own', () => {
    const sidecar = { name: 'proxy', image: 'proxy:1', args: ['--port=80'] };
    expect(merge(spec({ containers: [sidecar] })).spec.containers).toEqual([...base.spec.containers, sidecar]);
  });

  test('appends a container without $ also with the name of one of its own', () => {
    expect(merge(container('job', { image: 'mine:1' })).spec.containers.map(({ name }) => name)).toEqual([
      'job',
      'redis',
      'postgres',
      'job',
    ]);
  });

  test('adds no container for $job', () => {
    expect(merge(container('$job', { tty: true })).spec.containers).toHaveLength(base.spec.containers.length);
  });

  test('merges $redis only into the service redis', () => {
    const pod = merge(container('$redis', { tty: true }));
    expect(containerOf(pod, 'redis')).toEqual({ ...containerOf(base, 'redis'), tty: true });
    expect(containerOf(pod, 'postgres')).toEqual(containerOf(base, 'postgres'));
    expect(containerOf(pod, 'job')).toEqual(containerOf(base, 'job'));
  });

  test('drops a container for a service that the job does not have', () => {
    expect(merge(container('$mysql', { tty: true }))).toEqual(base);
  });

  test('ignores name and image', () => {
    expect(merged({ image: 'mine:1' })).toEqual(containerOf(base, 'job'));
    expect(merged({ image: 'mine:1' }, 'redis')).toEqual(containerOf(base, 'redis'));
  });

  test('appends variables, so that the later of two with the same name applies', () => {
    const env = [
      { name: 'CI', value: 'false' },
      { name: 'NEW', value: '1' },
    ];
    expect(merged({ env }).env).toEqual([...(containerOf(base, 'job').env ?? []), ...env]);
  });

  test('appends mounts to its own', () => {
    const volumeMounts = [{ name: 'cache', mountPath: '/cache' }];
    expect(merged({ volumeMounts }).volumeMounts).toEqual([
      ...(containerOf(base, 'job').volumeMounts ?? []),
      ...volumeMounts,
    ]);
  });

  test('appends ports also when it has none', () => {
    expect(merged({ ports: [{ containerPort: 6379 }] }, 'redis').ports).toEqual([{ containerPort: 6379 }]);
  });

  test.each<[string, unknown]>([
    ['command', ['sleep']],
    ['args', ['infinity']],
    ['resources', { limits: { cpu: '2' } }],
    ['securityContext', { privileged: true }],
    ['envFrom', [{ secretRef: { name: 'env' } }]],
    ['workingDir', '/'],
    ['imagePullPolicy', 'Always'],
    ['lifecycle', { preStop: { exec: { command: ['true'] } } }],
    ['tty', true],
  ])('replaces its own %s with that of $job', (key, value) => {
    expect(merged({ [key]: value })).toEqual({ ...containerOf(base, 'job'), [key]: value });
  });

  test('does not change the extension', () => {
    const extension = container('$job', {
      env: [{ name: 'A' }],
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
      ports: [{ containerPort: 80 }],
    });
    const before = structuredClone(extension);
    merge(extension);
    expect(extension).toEqual(before);
  });

  test('returns a job pod that shares nothing with the extension', () => {
    const securityContext = { runAsUser: 0 };
    Object.assign(merge(spec({ securityContext })).spec.securityContext as object, { runAsUser: 5 });
    expect(securityContext).toEqual({ runAsUser: 0 });
  });
});

describe('the list of mounts that all containers share in hook 0.8.x', () => {
  const mount = { name: 'cache', mountPath: '/cache' };
  const having = (version: '0.7.0' | '0.8.1', extended: string) =>
    effectiveJobPod(version, job, container(extended, { volumeMounts: [mount] }))
      .spec.containers.filter(({ volumeMounts }) => volumeMounts?.some(({ mountPath }) => mountPath === '/cache'))
      .map(({ name }) => name);

  test('adds the mounts of $job to every service', () => {
    expect(having('0.8.1', '$job')).toEqual(['job', 'redis', 'postgres']);
  });

  test('adds the mounts of a service to the job and to every other service', () => {
    expect(having('0.8.1', '$redis')).toEqual(['job', 'redis', 'postgres']);
  });

  test('is one list for each container in hook 0.7.0', () => {
    expect(having('0.7.0', '$job')).toEqual(['job']);
    expect(having('0.7.0', '$redis')).toEqual(['redis']);
  });
});
