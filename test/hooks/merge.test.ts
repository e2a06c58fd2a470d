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
  ])('takes %s as no change', (_, extension) => {
    expect(merge(extension)).toEqual(base);
  });

  test('sets labels one by one, over its own', () => {
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

  test('appends volumes behind its own, also one whose name is taken', () => {
    const volumes = [
      { name: 'cache', emptyDir: {} },
      { name: 'work', emptyDir: {} },
    ];
    expect(merge(spec({ volumes })).spec.volumes).toEqual([...base.spec.volumes, ...volumes]);
  });

  test('loses its volumes to a literal null', () => {
    expect(merge(spec({ volumes: null })).spec.volumes).toBeNull();
  });

  test.each(['volumeMounts', 'ports'])('loses its %s to a literal null', key => {
    expect(merged({ [key]: null })[key]).toBeNull();
  });

  test('takes a part that is undefined as absent', () => {
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
  ])('lets %s replace its own', (key, value) => {
    expect(merge(spec({ [key]: value })).spec).toEqual({ ...base.spec, [key]: value });
  });

  test('adds a container without the $ whole, behind its own', () => {
    const sidecar = { name: 'proxy', image: 'proxy:1', args: ['--port=80'] };
    expect(merge(spec({ containers: [sidecar] })).spec.containers).toEqual([...base.spec.containers, sidecar]);
  });

  test('adds a container without the $ though it is called as one of its own', () => {
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

  test('merges $redis into the service of that name, and into no other', () => {
    const pod = merge(container('$redis', { tty: true }));
    expect(containerOf(pod, 'redis')).toEqual({ ...containerOf(base, 'redis'), tty: true });
    expect(containerOf(pod, 'postgres')).toEqual(containerOf(base, 'postgres'));
    expect(containerOf(pod, 'job')).toEqual(containerOf(base, 'job'));
  });

  test('drops what is for a service that the job does not have', () => {
    expect(merge(container('$mysql', { tty: true }))).toEqual(base);
  });

  test('ignores a name and an image', () => {
    expect(merged({ image: 'mine:1' })).toEqual(containerOf(base, 'job'));
    expect(merged({ image: 'mine:1' }, 'redis')).toEqual(containerOf(base, 'redis'));
  });

  test('appends variables, so that a second one of the same name has the last word', () => {
    const env = [
      { name: 'CI', value: 'false' },
      { name: 'NEW', value: '1' },
    ];
    expect(merged({ env }).env).toEqual([...(containerOf(base, 'job').env ?? []), ...env]);
  });

  test('appends mounts behind its own', () => {
    const volumeMounts = [{ name: 'cache', mountPath: '/cache' }];
    expect(merged({ volumeMounts }).volumeMounts).toEqual([
      ...(containerOf(base, 'job').volumeMounts ?? []),
      ...volumeMounts,
    ]);
  });

  test('appends ports, where it has none', () => {
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
  ])('lets %s of $job replace its own', (key, value) => {
    expect(merged({ [key]: value })).toEqual({ ...containerOf(base, 'job'), [key]: value });
  });

  test('leaves the extension as it was', () => {
    const extension = container('$job', {
      env: [{ name: 'A' }],
      volumeMounts: [{ name: 'v', mountPath: '/v' }],
      ports: [{ containerPort: 80 }],
    });
    const before = structuredClone(extension);
    merge(extension);
    expect(extension).toEqual(before);
  });

  test('shares nothing with the extension, so that its job pod can be changed', () => {
    const securityContext = { runAsUser: 0 };
    Object.assign(merge(spec({ securityContext })).spec.securityContext as object, { runAsUser: 5 });
    expect(securityContext).toEqual({ runAsUser: 0 });
  });
});

describe('the one list of mounts that hook 0.8.x keeps for all containers', () => {
  const mount = { name: 'cache', mountPath: '/cache' };
  const having = (version: '0.7.0' | '0.8.1', extended: string) =>
    effectiveJobPod(version, job, container(extended, { volumeMounts: [mount] }))
      .spec.containers.filter(({ volumeMounts }) => volumeMounts?.some(({ mountPath }) => mountPath === '/cache'))
      .map(({ name }) => name);

  test('gives what $job mounts to every service', () => {
    expect(having('0.8.1', '$job')).toEqual(['job', 'redis', 'postgres']);
  });

  test('gives what a service mounts to the job and to every other service', () => {
    expect(having('0.8.1', '$redis')).toEqual(['job', 'redis', 'postgres']);
  });

  test('is a list a container in hook 0.7.0', () => {
    expect(having('0.7.0', '$job')).toEqual(['job']);
    expect(having('0.7.0', '$redis')).toEqual(['redis']);
  });
});
